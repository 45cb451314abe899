"""Our small interface of a signer as pyHanko wants one, and made cheap.

asn1crypto encodes a structure that was built, not read, anew at each level above it, twice each:
that was two thirds of the time of a signature. What was read from bytes keeps them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign import signers
from pyhanko.sign.attributes import SigningCertificateV2Provider
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_cms import CAdESSignedAttributeProviderSpec, PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Adapter(signers.Signer):
    """A Signer as pyHanko wants one."""

    def __init__(
        self,
        certificate: x509.Certificate,
        chain: Iterable[x509.Certificate],
        sign_raw: Callable[[bytes], bytes],
    ) -> None:
        self._certificate, self._sign_raw = certificate, sign_raw
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it has no hints
        store.register_multiple([asn1(each) for each in chain])
        super().__init__(signing_cert=asn1(certificate), cert_registry=store, embed_roots=False)
        self.signed_attr_prov_spec = _Attributes(self.signing_cert)

    @cached_property
    def name(self) -> str:
        """The common name of the signer."""
        return common_name(self._certificate)

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - pyHanko asks for it so
    ) -> bytes:
        """Sign, whatever the algorithm's name: it is always SHA-256 here."""
        del digest_algorithm, dry_run
        return self._sign_raw(data)

    async def signed_attrs(self, *arguments: Any, **options: Any) -> Any:
        """The attributes to sign, settled: see ``_settled``."""
        return _settled(await super().signed_attrs(*arguments, **options))

    def signer_info(self, *arguments: Any, **options: Any) -> Any:
        """What is said of the signer, settled: see ``_settled``."""
        return _settled(super().signer_info(*arguments, **options))


class _Attributes(CAdESSignedAttributeProviderSpec):
    """The signed attributes of PAdES; the one that names the certificate is made once."""

    def __init__(self, certificate: Any) -> None:
        super().__init__(
            attr_settings=PdfCMSSignedAttributes(),
            signing_cert=certificate,
            is_pades=True,
            timestamper=None,
        )
        self._named = _Named(certificate)

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterator[Any]:
        """As pyHanko's, with our own provider in the place of the costly one."""
        for each in super().signed_attr_providers(data_digest, digest_algorithm):
            yield self._named if isinstance(each, SigningCertificateV2Provider) else each


class _Named(SigningCertificateV2Provider):
    """The attribute that names the certificate, kept."""

    def __init__(self, certificate: Any) -> None:
        super().__init__(certificate)
        self._value = _settled(as_signing_certificate_v2(certificate))

    async def build_attr_value(self, dry_run: bool = False) -> Any:  # noqa: FBT001, FBT002 - see async_sign_raw
        """The same value for every certificate."""
        del dry_run
        return self._value


def _settled(value: Any) -> Any:
    """``value`` as read from its own bytes, which it keeps."""
    return value.load(value.dump())


def common_name(certificate: x509.Certificate) -> str:
    """The common name of a certificate's subject, or the whole subject where it has none."""
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def asn1(certificate: x509.Certificate) -> Any:
    """A certificate as asn1crypto, hence pyHanko, reads it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
