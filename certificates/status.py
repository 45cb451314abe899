"""Bitstring status lists (W3C): a bit for each credential says if it was revoked or superseded.

Pure functions; which certificates those are is known elsewhere.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from typing import TYPE_CHECKING, Final, Literal

from certificates.credentials import signed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from certificates.signing import Signer

Purpose = Literal["revocation", "refresh"]
_LONGEST: Final = 16 * 1024 * 1024  # bytes
LENGTH: Final = 131_072  # the least that the specification allows, so that the crowd hides the one


def encode(indices: Iterable[int], length: int = LENGTH) -> str:
    """The multibase gzip bitstring in which the bits ``indices`` are set, the first bit leftmost.

    Raises ValueError for an index that is not within ``length``.
    """
    bits = bytearray(length // 8)
    for index in indices:
        if not 0 <= index < length:
            raise ValueError(f"index {index} is not within 0 to {length - 1}.")
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), 9, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(encoded: str) -> frozenset[int]:
    """The indices set in an encoded list. Raises ValueError when it is none."""
    if not encoded.startswith("u"):
        raise ValueError("a bitstring begins with the multibase prefix 'u'.")
    try:
        padded = encoded[1:] + "=" * (-len(encoded[1:]) % 4)
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(base64.urlsafe_b64decode(padded), _LONGEST)
    except (ValueError, zlib.error) as error:
        raise ValueError(f"no gzip bitstring: {error}") from None
    if not unpacking.eof:
        raise ValueError("no gzip bitstring: it does not end where it should.")
    return frozenset(
        at * 8 + bit
        for at, byte in enumerate(bits)
        if byte
        for bit in range(8)
        if byte & 0x80 >> bit
    )


def status_list(  # noqa: PLR0913 - what the specification asks for
    address: str,
    purpose: Purpose,
    indices: Iterable[int],
    *,
    did: str,
    signer: Signer,
    now: datetime,
    length: int = LENGTH,
) -> str:
    """The status list served at ``address``, signed as a JWT."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": now.isoformat(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(indices, length),
        },
        "iss": did,
        "jti": address,
        "nbf": int(now.timestamp()),
    }
    return signed(claims, did=did, signer=signer)
