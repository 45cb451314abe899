"""Signatures, by whoever stands behind one small interface: a file, an HSM, an SM2 service.

A certificate gets a certifying PAdES signature in an invisible field; the seal stays page
content, because a visible signature widget breaks PDF/UA.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, runtime_checkable

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from certificates.cms.adapter import Adapter, asn1
from certificates.errors import KeyUnfit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

Profile = Literal["B-B", "B-T", "B-LT", "B-LTA"]
_LEAST_BITS: Final = 2048  # of an RSA key
FIELD: Final = "Signature"
_ATTRIBUTES: Final = 800  # bytes of a CMS besides certificates and signature, with room to spare
_TIMESTAMP: Final = 9000
_STATED: Final = b"statement 1\n"  # nothing else that the key signs begins like this


@runtime_checkable
class Signer(Protocol):
    """Who signs."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the signing key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it; for B-LT and B-LTA with all roots, stamps' too."""

    @property
    def timestamp_url(self) -> str | None:
        """The timestamp authority, or None for signatures of profile B-B."""

    @property
    def profile(self) -> Profile:
        """The PAdES baseline profile to reach."""

    def sign_raw(self, content: bytes) -> bytes:
        """The signature over SHA-256 of ``content``: DER for P-256, PKCS #1 v1.5 for RSA."""


class FileSigner:
    """Signs with a P-256 or RSA key from PEM files (or PEM bytes), loaded once and kept."""

    def __init__(
        self,
        key: Path | bytes,
        certificates: Path | bytes,
        *,
        password: bytes | None = None,
        timestamp_url: str | None = None,
        profile: Profile | None = None,
    ) -> None:
        """``certificates`` holds the signer's, then those above it. Raises KeyUnfit."""
        self._key = _private_key(_bytes(key), password)
        loaded = _certificates(_bytes(certificates))
        self.certificate, self.chain = loaded[0], tuple(loaded[1:])
        self.timestamp_url = timestamp_url
        self.profile: Profile = profile or ("B-T" if timestamp_url else "B-B")
        if self.profile != "B-B" and not timestamp_url:
            raise KeyUnfit(
                "key_unfit", reason=f"profile {self.profile} needs a timestamp authority."
            )
        if self._key.public_key() != self.certificate.public_key():
            raise KeyUnfit("key_unfit", reason="the certificate is for another key.")

    def sign_raw(self, content: bytes) -> bytes:
        """See Signer; P-256 signatures are deterministic (RFC 6979)."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(content, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def sign(pdf: bytes, signer: Signer) -> bytes:
    """``pdf`` with a certifying signature that allows no later change. Raises KeyUnfit."""
    adapter = _adapter(signer)
    writer = _Update(io.BytesIO(pdf))
    stamper = HTTPTimeStamper(signer.timestamp_url, timeout=20) if signer.timestamp_url else None
    pdf_signer = signers.PdfSigner(
        _metadata(signer, adapter.name),
        signer=adapter,
        timestamper=stamper,
        new_field_spec=SigFieldSpec(
            FIELD,
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
            readable_field_name="Signature of the issuer",
        ),
    )
    target = io.BytesIO()
    try:
        pdf_signer.sign_pdf(writer, bytes_reserved=_reserved(signer), output=target)
    except OSError as error:
        raise _silent(signer, error) from error
    except Exception as error:
        if stamper is None:
            raise
        raise _silent(signer, error) from error
    return target.getvalue()


def _silent(signer: Signer, error: Exception) -> KeyUnfit:
    return KeyUnfit("timestamp_failed", url=signer.timestamp_url, reason=str(error) or repr(error))


def _metadata(signer: Signer, name: str) -> Any:
    lasting = signer.profile in {"B-LT", "B-LTA"}
    known = (signer.certificate, *signer.chain)
    roots = [asn1(each) for each in known if each.issuer == each.subject]
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=name,
        reason="颁发证书 Certificate issued",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=lasting,
        use_pades_lta=signer.profile == "B-LTA",
        validation_context=ValidationContext(trust_roots=roots, allow_fetching=True)
        if lasting
        else None,
    )


def _reserved(signer: Signer) -> int:
    """Hexadecimal digits to keep free for the signature, which spares pyHanko a dry run."""
    sent = [signer.certificate, *(one for one in signer.chain if one.issuer != one.subject)]
    size = sum(len(one.public_bytes(serialization.Encoding.DER)) for one in sent)
    public = signer.certificate.public_key()
    signature = public.key_size // 8 if isinstance(public, rsa.RSAPublicKey) else 72
    stamp = _TIMESTAMP if signer.timestamp_url else 0
    return 2 * (size + signature + _ATTRIBUTES + stamp)


class _Update(IncrementalPdfFileWriter):
    """Adds the signature and nothing else.

    pyHanko would rewrite the metadata, whose two identifiers must stay as they are, and raise the
    version to 2.0, which PDF/A-3 is not.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Stay at 1.7."""

    def register_extension(self, ext: Any) -> None:
        """Name only the extension of PAdES itself, which belongs to 1.7."""
        if ext.prefix_name == "/ESIC":
            super().register_extension(ext)

    def _update_meta(self) -> None:
        """Leave metadata alone."""


_ADAPTERS: Final[dict[int, tuple[Signer, Adapter]]] = {}


def _adapter(signer: Signer) -> Adapter:
    known = _ADAPTERS.get(id(signer))
    if known is None or known[0] is not signer:
        _ADAPTERS.clear()
        known = _ADAPTERS[id(signer)] = (
            signer,
            Adapter(signer.certificate, signer.chain, signer.sign_raw),
        )
    return known[1]


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        reason = f"{str(source)!r} cannot be read ({error.strerror})."
        raise KeyUnfit("key_unfit", reason=reason) from None


def _private_key(
    raw: bytes, password: bytes | None
) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(raw, password)
    except (ValueError, TypeError) as error:
        raise KeyUnfit("key_unfit", reason=f"the key cannot be read: {error}") from None
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _LEAST_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise KeyUnfit("key_unfit", reason="it must be P-256 or RSA of at least 2048 bits.")


def _certificates(raw: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(raw)
    except ValueError as error:
        raise KeyUnfit("key_unfit", reason=f"the certificate cannot be read: {error}") from None


def seal_statement(text: str, signer: Signer) -> str:
    """The signature over ``text``, base64url; equal input gives an equal seal (P-256 too)."""
    return base64.urlsafe_b64encode(signer.sign_raw(_STATED + text.encode())).decode("ascii")


def statement_holds(text: str, seal: str, publics: Iterable[PublicKeyTypes]) -> bool:
    """Whether ``seal`` was made over exactly ``text`` with the key of one of ``publics``."""
    try:
        signature = base64.urlsafe_b64decode(seal)
    except (binascii.Error, ValueError):
        return False
    return any(_signed(public, signature, _STATED + text.encode()) for public in publics)


def _signed(public: PublicKeyTypes, signature: bytes, content: bytes) -> bool:
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True
