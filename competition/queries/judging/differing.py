"""Papers whose two entries differ and that wait for a third look, of many contests at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from competition.domain.entries import COUNTED
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant
from competition.models.judging import Sheet, SheetMark

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class DifferingPaper:
    """One such paper; ``typists`` are the users who typed it and so can't settle it."""

    contest_id: int
    round: str
    round_state: str
    number: str
    typists: frozenset[int]


def differing_papers(contest_ids: Collection[int]) -> list[DifferingPaper]:
    """Every such paper of entrants who take part in the round; one statement."""
    first, second = aliased(Sheet), aliased(Sheet)
    mark, other = aliased(SheetMark), aliased(SheetMark)
    found = db.session.execute(
        select(
            Round.contest_id,
            Round.key,
            Round.state,
            Entrant.number,
            first.user_id,
            second.user_id,
            mark.mark,
            other.mark,
        )
        .join(first, first.round_id == Round.id)
        .join(second, (second.round_id == Round.id) & (second.entrant_id == first.entrant_id))
        .join(mark, mark.sheet_id == first.id)
        .join(other, (other.sheet_id == second.id) & (other.criterion == mark.criterion))
        .join(Entrant, Entrant.id == first.entrant_id)
        .where(Round.contest_id.in_(contest_ids), Round.judging == "single")
        .where(first.entry == "first", first.state.in_(COUNTED))
        .where(second.entry == "second", second.state.in_(COUNTED))
        .where(mark.mark != other.mark, ~_settled(first), ~_missed(first))
        .where(Entrant.state.in_(("", "unofficial")))
    )
    papers = (
        DifferingPaper(contest_id, key, state, number, frozenset(typists))
        for contest_id, key, state, number, *typists, one, two in found
        if one != two  # marks are kept as text: 85.5 and 85.50 are one figure
    )
    return list(dict.fromkeys(papers))


def _settled(sheet: type[Sheet]) -> ColumnElement[bool]:
    third = aliased(Sheet)
    return (
        select(third.id)
        .where(third.round_id == sheet.round_id, third.entrant_id == sheet.entrant_id)
        .where(third.entry == "settled", third.state.in_(COUNTED))
        .exists()
    )


def _missed(sheet: type[Sheet]) -> ColumnElement[bool]:
    return (
        select(Attendance.id)
        .where(Attendance.entrant_id == sheet.entrant_id, Attendance.round_id == sheet.round_id)
        .exists()
    )
