"""Entrants of a contest, as lists, pages of one, and as the sheet of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from competition.domain.entrants import numbers
from competition.domain.entrants.line import RosterLine
from competition.domain.errors import NotFound
from competition.domain.identity import clean_digits
from competition.domain.typed import searchable
from competition.models.base import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.sealed import keyring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Row

SORTS: Final = ("number", "name", "employer", "group", "draw", "state", "consent")
# Numbers by length first, so that 9 comes before 10 without being read as a figure.
_BY_NUMBER: Final = (func.length(Entrant.number), Entrant.number)
_DOCUMENT_LENGTH = 8  # a search this long may be a whole document number


def document_index(number: str | None) -> str | None:
    """What a document number is found by without being opened."""
    return keyring().blind_index(number) if number else None


def matching(contest_id: int, wanted: str = "", show: str = "") -> list[int]:
    """The ids of entrants by number, name or employer (part), draw or document number (whole)."""
    return [found.id for found in found_by(contest_id, wanted, show)]


def found_by(contest_id: int, wanted: str = "", show: str = "") -> list[Row[Any]]:
    """The same with what lists are sorted by (id, and ``SORTS``), in the order of numbers."""
    columns = (Entrant.number, Entrant.name, Entrant.employer, Entrant.group)
    chosen = (
        select(Entrant.id, *columns, Entrant.draw_number, Entrant.state, Entrant.consented_at)
        .where(Entrant.contest_id == contest_id, *_shown(show))
        .order_by(*_BY_NUMBER)
    )
    if wanted.strip():
        chosen = chosen.where(or_(*_like(wanted.strip())))
    return list(db.session.execute(chosen))


def _like(wanted: str) -> list[ColumnElement[bool]]:
    columns = (Entrant.number, Entrant.name, Entrant.employer)
    alike = numbers.spellings(wanted)
    found: list[ColumnElement[bool]] = [
        column.icontains(text, autoescape=True)
        for text in dict.fromkeys((wanted, searchable(wanted)))
        for column in columns
    ]
    found += [Entrant.number.in_(alike), Entrant.draw_number.in_(alike)]
    document = clean_digits(wanted).upper()
    if len(document) >= _DOCUMENT_LENGTH:
        found.append(Entrant.document_index == document_index(document))
    return found


def _shown(show: str) -> list[ColumnElement[bool]]:
    filters: dict[str, ColumnElement[bool]] = {
        "taking_part": Entrant.state == "",
        "withdrawn": Entrant.state == "withdrawn",
        "disqualified": Entrant.state == "disqualified",
        "unofficial": Entrant.state == "unofficial",
        "no_draw": Entrant.draw_number.is_(None),
        "no_code": Entrant.access_digest.is_(None),
        "no_document": Entrant.document_index.is_(None),
        "no_consent": Entrant.consented_at.is_(None),
    }
    return [filters[show]] if show in filters else []


def rows(ids: Sequence[int]) -> list[Entrant]:
    """The entrants of those ids, in that order, with what they missed."""
    found = db.session.scalars(
        select(Entrant).where(Entrant.id.in_(ids)).options(selectinload(Entrant.attendances))
    )
    by_id = {entrant.id: entrant for entrant in found}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def entrant(contest_id: int, entrant_id: int) -> Entrant:
    """One entrant of the contest. Raises NotFound."""
    found = db.session.get(Entrant, entrant_id)
    if found is None or found.contest_id != contest_id:
        raise NotFound("entrant_not_found")
    return found


def everybody(contest_id: int) -> list[Entrant]:
    """All entrants by number."""
    chosen = select(Entrant).where(Entrant.contest_id == contest_id).order_by(*_BY_NUMBER)
    return list(db.session.scalars(chosen))


def taking_part(contest_id: int) -> int:
    """How many neither withdrew nor were disqualified."""
    left = Entrant.state.not_in(("withdrawn", "disqualified"))
    counted = select(func.count()).where(Entrant.contest_id == contest_id, left)
    return db.session.scalar(counted) or 0


def line_of(entrant: Entrant) -> RosterLine:
    """An entrant as the sheet and the form state them."""
    return RosterLine(
        name=entrant.name,
        number=entrant.number,
        employer=entrant.employer,
        group=entrant.group,
        document_type=entrant.document_type,
        document_number=entrant.document_number,
        phone=entrant.phone,
        held_level=entrant.held_level,
        ineligible=entrant.ineligible,
        consent=entrant.consented_at is not None,
    )


def elsewhere(contest_id: int, documents: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
    """Which of the documents enter other contests that are under way: the titles of those."""
    indexes = {document_index(number): number for number in documents if number}
    found: dict[str, tuple[str, ...]] = {}
    pairs = db.session.execute(
        select(Entrant.document_index, Contest.title)
        .join(Contest, Contest.id == Entrant.contest_id)
        .where(Entrant.contest_id != contest_id, Contest.demonstration.is_(False))
        .where(Entrant.document_index.is_not(None), Contest.state != "certified")
    )
    for index, title in pairs:
        number = indexes.get(index)
        if number:
            found[number] = (*found.get(number, ()), title)
    return found
