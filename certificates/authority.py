"""A contest's own certificate authority and signer, for installations that bought none.

What it signs is sound, but only those who were given ``authority.pem`` can tell whose it is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

    from certificates.signing import Profile

from certificates.signing import FileSigner

_DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_YEARS: Final = 10
_LONGEST_NAME: Final = 64  # bytes of a common name in UTF-8


@dataclass(frozen=True, slots=True)
class Authority:
    """Where a contest authority keeps its files; ``signer_certificate`` holds the whole chain."""

    authority_key: Path
    authority_certificate: Path
    signer_key: Path
    signer_certificate: Path

    @classmethod
    def within(cls, folder: Path) -> Authority:
        """The file names in ``folder``, whether or not they exist."""
        return cls(
            folder / "authority.key",
            folder / "authority.pem",
            folder / "signer.key",
            folder / "signer.pem",
        )

    def complete(self) -> bool:
        """Whether a signer can be made from the files."""
        return self.signer_key.is_file() and self.signer_certificate.is_file()


def make_authority(
    folder: Path, *, name: str = "Contest", now: datetime | None = None
) -> Authority:
    """Make an authority and a signer called ``name`` in ``folder``, P-256, valid for ten years.

    Keys have mode 0600. Raises FileExistsError where keys lie already: a new key would orphan
    what the old one signed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = Authority.within(folder)
    start = (now or datetime.now(UTC)) - timedelta(hours=1)
    root_key, signer_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    root = _root(root_key, _called(name, "authority"), start)
    signer = _signer(signer_key, _called(name, "certificates"), start, root, root_key)
    _write_key(paths.authority_key, root_key)
    _write_key(paths.signer_key, signer_key)
    paths.authority_certificate.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    paths.signer_certificate.write_bytes(
        b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signer, root))
    )
    return paths


def signer_within(
    folder: Path,
    *,
    name: str = "Contest",
    timestamp_url: str | None = None,
    profile: Profile | None = None,
) -> FileSigner:
    """The signer whose keys lie in ``folder``; authority and signer are made at the first call.

    Raises KeyUnfit when what lies there cannot be used.
    """
    paths = Authority.within(folder)
    if not paths.complete():
        make_authority(folder, name=name)
    return FileSigner(
        paths.signer_key, paths.signer_certificate, timestamp_url=timestamp_url, profile=profile
    )


def _called(name: str, part: str) -> str:
    """``name`` with its part, the name cut to what a certificate's common name can hold."""
    room = _LONGEST_NAME - len(f" {part}".encode())
    return f"{name.encode()[:room].decode(errors='ignore')} {part}"


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _begun(
    subject: x509.Name, issuer: x509.Name, start: datetime, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=366 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _root(key: ec.EllipticCurvePrivateKey, name: str, start: datetime) -> x509.Certificate:
    return (
        _begun(_subject(name), _subject(name), start, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer(
    key: ec.EllipticCurvePrivateKey,
    name: str,
    start: datetime,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    above = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        _begun(_subject(name), root.subject, start, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    raw = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
