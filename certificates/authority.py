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

from certificates.errors import KeyUnfit
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
    signer = _signer(signer_key, _subject(_called(name, "certificates")), start, root, root_key)
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


def renew_signer(paths: Authority, former: Path, *, now: datetime | None = None) -> Path:
    """Make another signer of the same name and authority; returns where the old certificate lies.

    ``former`` is the folder for it, where those lie whose signatures go on being trusted: it stands
    there before the old key is given up. Raises FileNotFoundError without keys, KeyUnfit when
    the authority's cannot be used.
    """
    old = paths.signer_certificate.read_bytes()
    try:
        (root,) = x509.load_pem_x509_certificates(paths.authority_certificate.read_bytes())
        root_key = serialization.load_pem_private_key(paths.authority_key.read_bytes(), None)
        before = x509.load_pem_x509_certificates(old)[0]
    except ValueError as error:
        raise KeyUnfit("key_unfit", reason=f"the authority cannot be read: {error}") from None
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        raise KeyUnfit("key_unfit", reason="the authority's must be P-256.")
    key = ec.generate_private_key(ec.SECP256R1())
    start = (now or datetime.now(UTC)) - timedelta(hours=1)
    made = _signer(key, before.subject, start, root, root_key)
    former.mkdir(mode=0o700, exist_ok=True)
    kept = former / f"{before.serial_number:x}.pem"
    _replace(kept, old, 0o644)
    _replace(paths.signer_key, _private_pem(key), 0o600)
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (made, root))
    _replace(paths.signer_certificate, chain, 0o644)
    return kept


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Put the file in its place as a whole, once it is safely on the disk."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


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
    subject: x509.Name,
    start: datetime,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    above = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        _begun(subject, root.subject, start, key.public_key())
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


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_private_pem(key))
