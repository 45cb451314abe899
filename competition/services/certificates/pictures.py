"""Pictures that stand on certificates: photographs of entrants, seals of issuers.

What is uploaded is decoded and written anew, so that nothing but the picture is kept.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

import certificates as press
from competition.domain.errors import Invalid, NotFound
from competition.models import transaction
from competition.models.audit import record
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.services.certificates.workshop import refusals
from competition.storage import store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
SEAL_SIDE = 800


def set_photo(
    actor: Actor, now: datetime, contest_id: int, entrant_id: int, content: bytes | None
) -> None:
    """Keep a photograph for the level certificate (one inch, on white), or none any longer.

    For certificates reserved from now on. Raises Invalid for what is no JPEG, PNG or WebP picture
    or too large, and NotFound.
    """
    key = keep_portrait(content) if content else None
    with transaction() as session:
        entrant = _entrant(session, contest_id, entrant_id)
        entrant.photo_key = key
        action = "entrant:photo-set" if key else "entrant:photo-removed"
        record(session, actor, now, action, f"entrant:{entrant.number}", contest_id=contest_id)


def keep_portrait(content: bytes) -> str:
    """Store a photograph as a portrait; the key that it is found by. Raises as ``set_photo``."""
    return _kept("photos", _portrait(content), "jpg")


def photo_of(contest_id: int, entrant: Entrant | None) -> bytes:
    """The photograph as kept, a JPEG. Raises NotFound."""
    if entrant is None or entrant.contest_id != contest_id or entrant.photo_key is None:
        raise NotFound("photo_missing")
    return store().get(entrant.photo_key)


def set_seal(
    actor: Actor, now: datetime, contest_id: int, issuer: str, content: bytes | None
) -> None:
    """Keep a picture of an issuer's seal, or go back to the drawn one. Raises as ``set_photo``."""
    key = _kept("seals", _plain(content), "png") if content else None
    with transaction() as session:
        contest = session.get_one(Contest, contest_id, with_for_update=True)
        seals = dict(contest.settings.get("seals", {}))
        seals.pop(issuer, None)
        if key:
            seals[issuer] = key
        contest.settings = {**contest.settings, "seals": seals}
        action = "certificates:seal-set" if key else "certificates:seal-removed"
        record(session, actor, now, action, issuer, contest_id=contest_id)


def seal_of(contest: Contest, issuer: str) -> bytes:
    """The picture of an issuer's seal as kept, a PNG. Raises NotFound."""
    key = contest.settings.get("seals", {}).get(issuer)
    if key is None:
        raise NotFound("seal_missing")
    return store().get(key)


def _entrant(session: Session, contest_id: int, entrant_id: int) -> Entrant:
    entrant = session.get(Entrant, entrant_id)
    if entrant is None or entrant.contest_id != contest_id:
        raise NotFound("photo_entrant_unknown")
    return entrant


def _portrait(content: bytes) -> bytes:
    _small_enough(content)
    with refusals():
        return press.portrait(content)


def _plain(content: bytes) -> bytes:
    """A picture as a PNG without metadata; what the seal is made of it, its package decides."""
    _small_enough(content)
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MOST_PIXELS:
            raise Invalid("picture_too_large", megabytes=LARGEST_BYTES // 1024 // 1024)
        picture.thumbnail((SEAL_SIDE, SEAL_SIDE))
        target = BytesIO()
        picture.convert("RGBA").save(target, "PNG", optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid("picture_too_large", megabytes=LARGEST_BYTES // 1024 // 1024) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Invalid("picture_unreadable") from error
    return target.getvalue()


def _small_enough(content: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        raise Invalid("picture_too_large", megabytes=LARGEST_BYTES // 1024 // 1024)


def _kept(folder: str, content: bytes, ending: str) -> str:
    """Store a picture under its own digest: a certificate's picture never changes behind it."""
    digest = sha256(content).hexdigest()
    key = f"{folder}/{digest[:2]}/{digest}.{ending}"
    store().put(key, content)
    return key
