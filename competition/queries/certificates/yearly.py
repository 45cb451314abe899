"""Who was given a level certificate by another contest in the same year.

The rules of contests let one person be promoted once a year; it is told, and left to the organiser.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.models.base import db
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.queries.entrants import document_index

if TYPE_CHECKING:
    from collections.abc import Iterable


def promoted_elsewhere(
    contest_id: int, documents: Iterable[str | None], year: int
) -> dict[str, tuple[str, ...]]:
    """Of the document numbers those promoted in ``year``, with the titles of the contests."""
    given = _given(contest_id, year)
    numbers = {number: given.get(document_index(number) or "") for number in documents if number}
    return {number: titles for number, titles in numbers.items() if titles}


def promoted_entrants(contest_id: int, year: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """The same of a contest's own entrants: entry number, name, and the titles."""
    given = _given(contest_id, year)
    if not given:
        return []
    found = db.session.execute(
        select(Entrant.number, Entrant.name, Entrant.document_index)
        .where(Entrant.contest_id == contest_id, Entrant.document_index.in_(list(given)))
        .order_by(Entrant.id)
    )
    return [(number, name, given[index or ""]) for number, name, index in found]


def _given(contest_id: int, year: int) -> dict[str, tuple[str, ...]]:
    """By document, the other contests whose level certificates of that year stand."""
    found = db.session.execute(
        select(Entrant.document_index, Contest.title)
        .join(Certificate, Certificate.entrant_id == Entrant.id)
        .join(Contest, Contest.id == Certificate.contest_id)
        .where(Certificate.kind == "level", Certificate.state == "issued")
        .where(Certificate.issued_on.between(date(year, 1, 1), date(year, 12, 31)))
        .where(Contest.id != contest_id, Contest.demonstration.is_(False))
        .where(Contest.rehearsal_of.is_(None), Entrant.document_index.is_not(None))
    )
    given: dict[str, tuple[str, ...]] = {}
    for index, title in found:
        given[index or ""] = (*given.get(index or "", ()), title)
    return given
