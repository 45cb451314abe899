"""Whose marks are still to come: seats that should have given a sheet and have not.

A ranking says only what the marks at hand give; a panel of five of which three have submitted
gives a score, and this is where the missing two are noticed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.entries import COUNTED
from competition.domain.judging import panel_judges
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant
from competition.models.judging import Assignment, Sheet

if TYPE_CHECKING:
    from competition.models.contest import Contest


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that should be there: the round's key and the judge's seat."""

    round: str
    seat: str


def waiting(contest: Contest) -> dict[str, tuple[Waiting, ...]]:
    """The sheets still to come, by entry number; those who left or were absent await none."""
    given = _given(contest)
    seats = _seats(contest)
    away = _away(contest)
    found: dict[str, list[Waiting]] = defaultdict(list)
    for id_, number, group, draw in _present(contest):
        for round_id, key, seat, panel in seats:
            judges_them = panel_judges(panel, group, draw)
            if judges_them and (id_, round_id, seat) not in given and (id_, round_id) not in away:
                found[number].append(Waiting(key, seat))
    return {number: tuple(missing) for number, missing in found.items()}


def _seats(contest: Contest) -> list[tuple[int, str, str, str]]:
    """The seats of every panel."""
    found = db.session.execute(
        select(Round.id, Round.key, Assignment.seat, Assignment.panel)
        .join(Assignment, Assignment.round_id == Round.id)
        .where(Round.contest_id == contest.id, Round.judging == "panel")
        .where(Assignment.trainee.is_(False))
        .order_by(Round.position, func.length(Assignment.seat), Assignment.seat)
    )
    return [(round_id, key, seat, panel) for round_id, key, seat, panel in found]


def _given(contest: Contest) -> set[tuple[int, int, str]]:
    found = db.session.execute(
        select(Sheet.entrant_id, Sheet.round_id, Sheet.seat)
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.state.in_({*COUNTED, "recused"}))
    )
    return {(entrant, round_id, seat) for entrant, round_id, seat in found}


def _away(contest: Contest) -> set[tuple[int, int]]:
    found = db.session.execute(
        select(Attendance.entrant_id, Attendance.round_id)
        .join(Entrant)
        .where(Entrant.contest_id == contest.id)
    )
    return {(entrant, round_id) for entrant, round_id in found}


def _present(contest: Contest) -> list[tuple[int, str, str | None, str | None]]:
    found = db.session.execute(
        select(Entrant.id, Entrant.number, Entrant.group, Entrant.draw_number)
        .where(Entrant.contest_id == contest.id)
        .where(Entrant.state.not_in(("withdrawn", "disqualified")))
    )
    return [(id_, number, group, draw) for id_, number, group, draw in found]
