"""The draw: by the program from a seed that stays on record, or typed in from an urn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.entrants.draw import beyond, drawn, typed
from competition.domain.errors import DomainError, Invalid
from competition.models.audit import record
from competition.models.base import transaction
from competition.queries import contests, entrants, rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.models.contest import Contest
    from competition.models.entrant import Entrant

_LEFT = ("withdrawn", "disqualified")


def draw_numbers(actor: Actor, now: datetime, contest_id: int, seed: str, reason: str = "") -> None:
    """Draw numbers for everybody who takes part, from ``seed``.

    A draw that was made before is replaced only with a reason, and never after the first mark.
    Raises Invalid (``no_entrants``, ``seed_empty``, ``reason_missing``), DomainError.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "draw:make")
        people = _drawable(contest, reason)
        given = drawn([row.number for row in people], seed.strip())
        _write(session, contest, given)
        told = {"seed": seed.strip(), "entrants": len(people)}
        record(
            session,
            actor,
            now,
            "draw:made",
            contest.slug,
            contest_id=contest_id,
            reason=reason.strip(),
            detail=told,
        )


def enter_draw(
    actor: Actor, now: datetime, contest_id: int, pairs: Mapping[str, str], reason: str = ""
) -> tuple[str, ...]:
    """Draw numbers as they were drawn by hand, by entry number. Raises Invalid, DomainError.

    Gives those that are higher than there are entrants: kept, but perhaps mistyped.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "draw:make")
        people = _drawable(contest, reason)
        given = typed({row.number: pairs.get(row.number, "") for row in people})
        _write(session, contest, given)
        told = {"entrants": len(people)}
        record(
            session,
            actor,
            now,
            "draw:entered",
            contest.slug,
            contest_id=contest_id,
            reason=reason.strip(),
            detail=told,
        )
    return beyond(given.values())


def _drawable(contest: Contest, reason: str) -> list[Entrant]:
    """Those who take part in the draw."""
    if rules.frozen(contest):
        raise DomainError("draw_frozen")
    people = [row for row in entrants.everybody(contest.id) if row.state not in _LEFT]
    if not people:
        raise Invalid("no_entrants")
    if any(row.draw_number for row in people) and not reason.strip():
        raise Invalid("redraw_needs_reason")
    return people


def _write(session: Session, contest: Contest, given: Mapping[str, str]) -> None:
    """Old numbers away first: two entrants may change places, and a number stands once."""
    people = entrants.everybody(contest.id)
    for row in people:
        row.draw_number = None
    session.flush()
    for row in people:
        row.draw_number = given.get(row.number)
