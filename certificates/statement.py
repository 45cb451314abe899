"""A signature over any statement in words, by the key that signs certificates.

So that what an installation once said of itself can't be rewritten by whoever writes its database.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.x509 import Certificate

    from certificates.signing import Signer

_PURPOSE: Final = b"statement 1\n"  # nothing else that the key signs begins like this


def seal_statement(text: str, signer: Signer) -> str:
    """The signature over ``text``, base64url; equal input gives an equal seal (P-256 too)."""
    return base64.urlsafe_b64encode(signer.sign_raw(_PURPOSE + text.encode())).decode("ascii")


def statement_holds(text: str, seal: str, certificates: Iterable[Certificate]) -> bool:
    """Whether ``seal`` was made over exactly ``text`` with the key of one of ``certificates``."""
    try:
        signature = base64.urlsafe_b64decode(seal)
    except (binascii.Error, ValueError):
        return False
    return any(
        _signed(certificate, signature, _PURPOSE + text.encode()) for certificate in certificates
    )


def _signed(certificate: Certificate, signature: bytes, content: bytes) -> bool:
    public = certificate.public_key()
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
