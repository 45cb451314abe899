"""Deductions that the chief judge records or lifts, each with its reason; never part of a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.judging import plainly
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.entrant import Entrant
from competition.models.judging import Penalty

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is deducted from whom: ``points`` > 0, from the round score of a draw number."""

    draw: str
    points: Decimal
    reason: str


def record_penalty(actor: Actor, now: datetime, round_id: int, deduction: Deduction) -> Penalty:
    """Deduct points (at most the round's full mark) from an entrant's round.

    Raises Invalid ``penalty_unfit`` and ``reason_missing``, NotFound ``draw_unknown``,
    DomainError ``judging_closed``.
    """
    _require_reason(deduction.reason)
    with transaction() as session:
        place = _judging(session, round_id, deduction.draw)
        full = sum(item.full_mark for item in place.round.criteria)
        if not 0 < deduction.points <= full:
            raise Invalid("penalty_unfit", full=full)
        made = Penalty(
            entrant_id=place.entrant.id,
            round_id=round_id,
            points=deduction.points,
            reason=deduction.reason.strip(),
            made_by=actor.id or 0,
            made_at=now,
        )
        session.add(made)
        _tell(session, actor, now, "penalty:recorded", place, made.reason, made.points)
        return made


def lift_penalty(
    actor: Actor, now: datetime, contest_id: int, penalty_id: int, reason: str
) -> Penalty:
    """Take a deduction back; it stays on record as lifted.

    Raises Invalid ``reason_missing``, NotFound ``penalty_unknown``, DomainError ``judging_closed``
    and ``penalty_lifted``.
    """
    _require_reason(reason)
    with transaction() as session:
        penalty = session.get(Penalty, penalty_id)
        entrant = session.get(Entrant, penalty.entrant_id) if penalty else None
        if penalty is None or entrant is None or entrant.contest_id != contest_id:
            raise NotFound("penalty_unknown")
        if penalty.lifted_at:
            raise DomainError("penalty_lifted")
        place = _judging(session, penalty.round_id, entrant.draw_number or "")
        penalty.lifted_at = now
        _tell(session, actor, now, "penalty:lifted", place, reason.strip(), penalty.points)
        return penalty


@dataclass(frozen=True, slots=True)
class _Place:
    contest: Contest
    round: Round
    entrant: Entrant


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_missing")


def _judging(session: Session, round_id: int, draw: str) -> _Place:
    found = session.execute(
        select(Contest, Round, Entrant)
        .join(Round, Round.contest_id == Contest.id)
        .join(Entrant, Entrant.contest_id == Contest.id)
        .where(Round.id == round_id, Entrant.draw_number == draw)
    ).one_or_none()
    if found is None:
        raise NotFound("draw_unknown", draw=draw)
    place = _Place(*found)
    if place.contest.state != "judging":
        raise DomainError("judging_closed")
    return place


def _tell(  # noqa: PLR0913, PLR0917 -- the facts of one audit line
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    place: _Place,
    reason: str,
    points: Decimal,
) -> None:
    record(
        session,
        actor,
        now,
        action,
        f"{place.round.key}/{place.entrant.draw_number}",
        contest_id=place.contest.id,
        reason=reason,
        detail={"points": plainly(points)},
    )
