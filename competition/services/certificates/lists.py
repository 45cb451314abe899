"""What a stranger's software needs to check a credential: our keys, and the status lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import certificates as press
from competition.domain.errors import NotFound
from competition.queries import certificates as queries
from competition.services.certificates.workshop import STATUS_ROOM, status_address, workshop

if TYPE_CHECKING:
    from datetime import datetime

    from config import Settings

# Purpose in the address → state of certificates, and what the specification calls it.
PURPOSES = {"revocation": ("revoked", "revocation"), "supersession": ("superseded", "refresh")}


def did_document(settings: Settings) -> dict[str, object]:
    """The document of this site's ``did:web``: the keys of its present and former signers."""
    shop = workshop(settings)
    return press.did_document(shop.did, *shop.signers)


def status_list(settings: Settings, purpose: str, number: int, now: datetime) -> str:
    """A status list as a signed JWT, for ``STATUS_ROOM`` certificates. Raises NotFound."""
    if purpose not in PURPOSES:
        raise NotFound("not_found")
    state, meaning = PURPOSES[purpose]
    first = number * STATUS_ROOM
    places = [
        index - first
        for index in queries.ended_indices(state)
        if first <= index < first + STATUS_ROOM
    ]
    shop = workshop(settings)
    return press.status_list(
        status_address(shop.base_url, purpose, number),
        meaning,  # type: ignore[arg-type]  # one of its two purposes
        places,
        did=shop.did,
        signer=shop.signer,
        now=now,
    )
