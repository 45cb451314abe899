"""The facts of a certificate inside its QR code, sealed, for a check without any network.

The payload stands after the ``#`` of the check address, so that no server ever sees it. It is
``facts.signature``, both base64url: the facts a JSON list in GB18030 (two bytes for a usual
character, where UTF-8 takes three), the signature P-256 with SHA-256 over the check code and the
facts. The key is the one in ``/.well-known/did.json``.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from certificates.drawing import qr
from certificates.errors import KeyUnfit
from certificates.facts import KINDS

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from certificates.facts import Facts
    from certificates.signing import Signer

_PURPOSE: Final = "certificate offline 1"  # nothing else that the key signs begins like this
_HALF: Final = 32  # bytes of each number of a P-256 signature


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sealed QR code states; ``award`` is the level, title or prize as worded."""

    kind: str
    number: str
    holder: str
    award: str
    issued_on: str
    issuer: str
    specimen: bool


def seal_payload(facts: Facts, signer: Signer) -> str:
    """The sealed payload of ``facts``; equal input and key give equal text.

    Raises KeyUnfit for a key that is not P-256: no other signature is small enough for paper.
    """
    public = signer.certificate.public_key()
    if not _is_p256(public):
        raise KeyUnfit("key_unfit", reason="only a P-256 key can seal a QR code.")
    stated = _packed(facts)
    r, s = decode_dss_signature(signer.sign_raw(_signed(facts.verify_url, stated)))
    seal = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
    return f"{_text(stated)}.{_text(seal)}"


def sealed(facts: Facts, signer: Signer) -> Facts:
    """The facts with their payload, or as they are where paper has no room for so long a code."""
    fuller = replace(facts, offline=seal_payload(facts, signer))
    return fuller if qr.has_room(fuller.check_text) else facts


def read_payload(text: str, public: PublicKeyTypes) -> Stated | None:
    """What the whole text of a QR code states, or None unless the key of ``public`` sealed it."""
    address, _, payload = text.strip().partition("#")
    stated, _, seal = payload.partition(".")
    try:
        raw, numbers = _raw(stated), _raw(seal)
        if not isinstance(public, ec.EllipticCurvePublicKey) or len(numbers) != 2 * _HALF:
            return None
        r, s = (int.from_bytes(part, "big") for part in (numbers[:_HALF], numbers[_HALF:]))
        signature = encode_dss_signature(r, s)
        public.verify(signature, _signed(address, raw), ec.ECDSA(hashes.SHA256()))
        return _read(json.loads(raw.decode("gb18030")))
    except (InvalidSignature, ValueError, binascii.Error):
        return None


def _is_p256(public: PublicKeyTypes) -> bool:
    return isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1)


def _packed(facts: Facts) -> bytes:
    award = {"level": facts.level, "title": facts.title, "prize": facts.prize}[facts.kind]
    stated = [
        KINDS.index(facts.kind),
        facts.number,
        facts.holder,
        award,
        facts.issued_on.isoformat(),
        facts.issuer,
        int(facts.specimen),
    ]
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":")).encode("gb18030")


def _signed(address: str, stated: bytes) -> bytes:
    """What the signature is over: the code binds the facts to one paper, whatever the host."""
    code = address.rstrip("/").rpartition("/")[2].upper()
    return f"{_PURPOSE}\n{code}\n".encode() + stated


def _read(values: list[object]) -> Stated:
    """The facts in a list that was sealed. Raises ValueError for one of another make."""
    match values:
        case [int(kind), str(number), str(holder), str(award), str(day), str(issuer), int(mark)]:
            return Stated(KINDS[kind], number, holder, award, day, issuer, bool(mark))
    raise ValueError("sealed by another make of this program")


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
