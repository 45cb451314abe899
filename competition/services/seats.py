"""Seats of judges in rounds: J1, J2, … with their panel; given, and taken while no marks stand.

Which judge can't come to which round is said here too: no seat is given to them there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.judging import draws_of
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Round
from competition.models.judging import Assignment, JudgeAbsence, Sheet
from competition.models.staff import Membership
from competition.queries import contests
from competition.queries.field import rules_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

SEATED_ROLES = ("judge", "chief_judge")
LONGEST_NOTE = 200  # characters


def assign_seat(  # noqa: PLR0913 -- who sits where, as what
    actor: Actor,
    now: datetime,
    contest_id: int,
    *,
    round_key: str,
    user_id: int,
    panel: str = "",
    trainee: bool | None = None,
) -> Assignment:
    """Give a judge the next free seat of a round; a trainee's membership makes a trainee's seat.

    ``panel``: see ``domain.judging.panel_judges``. Raises NotFound("round_key_unknown"),
    Invalid("not_a_judge"), Invalid("panel_unknown"), DomainError (``seat_taken``,
    ``judge_away``: said to be not available for the round).
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "judges:assign")
        _check_panel(panel, rules_of(contest).ranking.groups)
        round_ = _round(session, contest_id, round_key)
        held = _judging(session, contest_id, user_id)
        _require_there(session, round_, held)
        sitting = list(session.scalars(select(Assignment).where(Assignment.round_id == round_.id)))
        if user_id in {seat.user_id for seat in sitting}:
            raise DomainError("seat_taken")
        made = Assignment(
            round_id=round_.id,
            user_id=user_id,
            seat=_next_seat({seat.seat for seat in sitting}),
            panel=panel,
            trainee=held.trainee if trainee is None else trainee,
        )
        session.add(made)
        told = {"round": round_key, "panel": panel, "trainee": made.trainee}
        record(session, actor, now, "seat:given", made.seat, contest_id=contest_id, detail=told)
    return made


def free_seat(actor: Actor, now: datetime, contest_id: int, seat_id: int) -> None:
    """Take a seat from a judge who has given no sheet in that round. Raises DomainError."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "judges:assign")
        seat = session.get(Assignment, seat_id)
        round_ = session.get(Round, seat.round_id) if seat else None
        if seat is None or round_ is None or round_.contest_id != contest_id:
            raise NotFound("seat_unknown")
        given = select(Sheet.id).where(Sheet.round_id == round_.id, Sheet.user_id == seat.user_id)
        if session.scalar(given.limit(1)) is not None:
            raise DomainError("seat_has_marks", seat=seat.seat)
        told = {"round": round_.key}
        record(session, actor, now, "seat:freed", seat.seat, contest_id=contest_id, detail=told)
        session.delete(seat)


def mark_away(  # noqa: PLR0913 -- who is away from what, when and why
    actor: Actor,
    now: datetime,
    contest_id: int,
    *,
    round_key: str,
    user_id: int,
    note: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Say that a judge can't sit in a round, or say it anew; a seat given before stays theirs.

    With ``since`` or ``until`` they are away between those times only, which is told to those who
    plan and refuses no seat. Raises NotFound("round_key_unknown"), Invalid("not_a_judge"),
    Invalid("absence_ends_first").
    """
    if since and until and until <= since:
        raise Invalid("absence_ends_first")
    with transaction() as session:
        contests.in_deed(session, contest_id, "judges:assign")
        round_ = _round(session, contest_id, round_key)
        judge = _judging(session, contest_id, user_id).user
        said = note.strip()[:LONGEST_NOTE]
        times = {"away_from": since, "away_until": until}
        told_of = JudgeAbsence(round_id=round_.id, user_id=user_id, note=said, made_at=now, **times)
        session.merge(told_of)
        told = {"round": round_key, "note": said} | {
            name: moment.isoformat() for name, moment in times.items() if moment
        }
        subject = str(judge.username)
        record(session, actor, now, "judge:away", subject, contest_id=contest_id, detail=told)


def mark_back(
    actor: Actor, now: datetime, contest_id: int, *, round_key: str, user_id: int
) -> None:
    """Say that a judge can sit in a round after all; says nothing where they always could."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "judges:assign")
        round_ = _round(session, contest_id, round_key)
        judge = _judging(session, contest_id, user_id).user
        found = session.get(JudgeAbsence, (round_.id, user_id))
        if found is not None:
            session.delete(found)
            told = {"round": round_key}
            subject = str(judge.username)
            record(session, actor, now, "judge:back", subject, contest_id=contest_id, detail=told)


def _check_panel(panel: str, groups: Sequence[str]) -> None:
    ends = draws_of(panel)
    if panel and panel not in groups and (ends is None or ends[0] > ends[1]):
        raise Invalid("panel_unknown", found=panel)


def _require_there(session: Session, round_: Round, held: Membership) -> None:
    away = session.get(JudgeAbsence, (round_.id, held.user_id))
    if away is not None and away.away_from is None and away.away_until is None:
        raise DomainError("judge_away", name=held.user.name, note=away.note or "—")


def _round(session: Session, contest_id: int, key: str) -> Round:
    chosen = select(Round).where(Round.contest_id == contest_id, Round.key == key)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound("round_key_unknown", key=key)
    return found


def _judging(session: Session, contest_id: int, user_id: int) -> Membership:
    chosen = select(Membership).where(
        Membership.contest_id == contest_id,
        Membership.user_id == user_id,
        Membership.role.in_(SEATED_ROLES),
    )
    found = session.scalar(chosen.order_by(Membership.role.desc()).limit(1))
    if found is None:
        raise Invalid("not_a_judge")
    return found


def _next_seat(taken: set[str]) -> str:
    return next(f"J{place}" for place in range(1, len(taken) + 2) if f"J{place}" not in taken)
