"""Photographs of many entrants from one ZIP file: all of them, or, with any fault, none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from competition.domain.errors import Invalid
from competition.exchange.photo_zip import PhotoZip
from competition.models import transaction
from competition.models.audit import record
from competition.queries import contests, entrants
from competition.services.certificates.pictures import keep_portrait

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.exchange.photo_zip import Named
    from competition.models.entrant import Entrant


@dataclass(frozen=True, slots=True)
class PhotoFault:
    """What is wrong with one file of the ZIP."""

    file: str
    refusal: Invalid


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """What came of a ZIP file: how many photographs were kept, or why none was."""

    kept: int = 0
    faults: tuple[PhotoFault, ...] = ()


def set_photos(actor: Actor, now: datetime, contest_id: int, raw: bytes) -> PhotoSet:
    """Keep the photographs of a ZIP file, each named by its entrant's entry or document number.

    Raises Invalid for what is no ZIP file of pictures.
    """
    packed = PhotoZip(raw)
    matched, faults = _matched(packed, entrants.everybody(contest_id))
    if faults:
        return PhotoSet(faults=tuple(faults))
    keys, faults = _portraits(packed, matched)
    if faults:
        return PhotoSet(faults=tuple(faults))
    _keep(actor, now, contest_id, keys)
    return PhotoSet(len(keys))


def _matched(
    packed: PhotoZip, people: Sequence[Entrant]
) -> tuple[dict[int, Named], list[PhotoFault]]:
    """Each picture with its entrant's id; at fault are those without one, or with two."""
    known = {person.document_number.upper(): person for person in people if person.document_number}
    known |= {person.number.upper(): person for person in people}
    found: dict[int, Named] = {}
    faults = []
    for picture in packed.pictures:
        person = known.get(picture.number)
        if person is None:
            faults.append(PhotoFault(picture.path, Invalid("photo_of_nobody")))
        elif person.id in found:
            other = found[person.id].path
            faults.append(PhotoFault(picture.path, Invalid("photo_twice", other=other)))
        else:
            found[person.id] = picture
    return found, faults


def _portraits(
    packed: PhotoZip, matched: Mapping[int, Named]
) -> tuple[dict[int, str], list[PhotoFault]]:
    """The key of each stored portrait, and the pictures that are none."""
    keys, faults = {}, []
    for entrant_id, picture in matched.items():
        try:
            keys[entrant_id] = keep_portrait(packed.content(picture))
        except Invalid as refusal:
            faults.append(PhotoFault(picture.path, refusal))
    return keys, faults


def _keep(actor: Actor, now: datetime, contest_id: int, keys: Mapping[int, str]) -> None:
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:correct")
        numbers = []
        for entrant_id, key in keys.items():
            person = entrants.entrant(contest_id, entrant_id)
            person.photo_key = key
            numbers.append(person.number)
        told = {"count": len(numbers), "entrants": sorted(numbers)}
        record(session, actor, now, "entrants:photos-set", contest_id=contest_id, detail=told)
