"""Rounds and criteria as rows: the mirror of the rules that marks and seats refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from competition.models.contest import Criterion, Round
from competition.models.entrant import Attendance
from competition.models.judging import Assignment, JudgeAbsence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from competition.domain import rules
    from competition.models.contest import Contest


def mirror(session: Session, contest: Contest, stated: rules.Rules) -> None:
    """Make the rows say what the rules say; a round that keeps its key keeps its row."""
    known = {row.key: row for row in contest.rounds}
    for round_ in contest.rounds[:]:
        if round_.key not in {item.key for item in stated.rounds}:
            _remove(session, contest, round_)
    for position, item in enumerate(stated.rounds):
        row = known.get(item.key)
        if row is None:
            row = Round(key=item.key)
            contest.rounds.append(row)
        row.title, row.position, row.judging = item.title, position, item.judging
        _criteria(session, row, item)


def _remove(session: Session, contest: Contest, round_: Round) -> None:
    session.execute(delete(Assignment).where(Assignment.round_id == round_.id))
    session.execute(delete(JudgeAbsence).where(JudgeAbsence.round_id == round_.id))
    session.execute(delete(Attendance).where(Attendance.round_id == round_.id))
    contest.rounds.remove(round_)


def _criteria(session: Session, row: Round, stated: rules.Round) -> None:
    """The criteria anew, under their keys; marks refer to the key and not to the row."""
    row.criteria.clear()
    session.flush()
    row.criteria = [
        Criterion(
            key=item.key,
            title=item.title,
            position=position,
            full_mark=item.full_mark,
            step=item.step,
        )
        for position, item in enumerate(stated.criteria)
    ] or [Criterion(key="", title=stated.title, position=0, full_mark=stated.full_mark)]
