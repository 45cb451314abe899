"""Whose marks are still to come: seats that should have given a sheet and have not.

A ranking says only what the marks at hand give; a panel of five of which three have submitted
gives a score, and this is where the missing two are noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.judging import panel_judges
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Entrant
from competition.models.judging import Assignment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from competition.domain.contest import Entrant as Entry
    from competition.domain.contest import Field, RoundRecord
    from competition.models.contest import Contest

GONE = frozenset({"withdrawn", "disqualified"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that should be there: the round's key and the judge's seat."""

    round: str
    seat: str


_Seats = list[tuple[str, str, str]]


def waiting(contest: Contest, standing: Field) -> dict[str, tuple[Waiting, ...]]:
    """The sheets still to come, by entry number; those who left or were absent await none.

    ``standing``: the contest's field as it was just read, with the sheets that are there.
    """
    seats, draws = _seats(contest), _draws(contest)
    panels = {panel for _, _, panel in seats}
    found: dict[str, tuple[Waiting, ...]] = {}
    for entrant in standing.entrants:
        if entrant.state not in GONE:
            draw = draws.get(entrant.number)
            judging = {each for each in panels if panel_judges(each, entrant.group, draw)}
            if missing := _missing(entrant, seats, judging):
                found[entrant.number] = missing
    return found


def _missing(entrant: Entry, seats: _Seats, judging: Collection[str]) -> tuple[Waiting, ...]:
    given = {key: _given(record) for key, record in entrant.rounds.items() if not record.state}
    away = {key for key, record in entrant.rounds.items() if record.state}
    return tuple(
        Waiting(key, seat)
        for key, seat, panel in seats
        if panel in judging and key not in away and seat not in given.get(key, ())
    )


def _given(record: RoundRecord) -> Sequence[str]:
    """Whose sheet or recusal is there."""
    return [*(sheet.judge for sheet in record.sheets), *record.recused]


def _seats(contest: Contest) -> _Seats:
    """The seats of every panel, with their round and whom they judge."""
    found = db.session.execute(
        select(Round.key, Assignment.seat, Assignment.panel)
        .join(Assignment, Assignment.round_id == Round.id)
        .where(Round.contest_id == contest.id, Round.judging == "panel")
        .where(Assignment.trainee.is_(False))
        .order_by(Round.position, func.length(Assignment.seat), Assignment.seat)
    )
    return [(key, seat, panel) for key, seat, panel in found]


def _draws(contest: Contest) -> dict[str, str | None]:
    """The draw number of each entrant, by entry number."""
    found = db.session.execute(
        select(Entrant.number, Entrant.draw_number).where(Entrant.contest_id == contest.id)
    )
    return {number: draw for number, draw in found}  # noqa: C416 -- rows, which dict() takes no types from
