"""One entrant: added, corrected, withdrawn or disqualified, absent from a round, consenting."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from competition.domain.contest import ENTRANT_STATES, ROUND_STATES
from competition.domain.entrants.line import RosterLine
from competition.domain.entrants.roster import numbered
from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.permissions import DEEDS
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.entrant import Attendance
from competition.queries import contests, entrants
from competition.queries.certificates.touching import flag_holder
from competition.services.entrants import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.models.contest import Round
    from competition.models.entrant import Entrant


def add_entrant(actor: Actor, now: datetime, contest_id: int, line: RosterLine) -> Entrant:
    """One more entrant; without a number they get the next free one. Raises Invalid."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:edit")
        there = entrants.everybody(contest_id)
        _unused(line, there)
        numbered_line = numbered([line], {row.number for row in there})[0]
        row = rows.new_row(contest_id, numbered_line, now)
        session.add(row)
        record(session, actor, now, "entrant:added", row.number, contest_id=contest_id)
    return row


def edit_entrant(  # noqa: PLR0913 -- who corrects whom to what, and why
    actor: Actor,
    now: datetime,
    contest_id: int,
    entrant_id: int,
    line: RosterLine,
    *,
    reason: str = "",
) -> tuple[str, ...]:
    """Make an entrant say what the line says; the columns that changed.

    While entries are open no reason is needed; later every correction has one, and stands on
    record with the names of the columns, never with what stood there. Raises Invalid.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "entrants:correct")
        if contest.state not in DEEDS["entrants:edit"].states and not reason.strip():
            raise Invalid("reason_missing")
        row = entrants.entrant(contest_id, entrant_id)
        changed = _changed(entrants.line_of(row), line)
        if not changed:
            return ()
        _unused(line, [other for other in entrants.everybody(contest_id) if other.id != row.id])
        row.number = line.number or row.number
        rows.write(row, replace(line, number=row.number), now)
        flag_holder(session, row)
        told = {"columns": list(changed)}
        record(
            session,
            actor,
            now,
            "entrant:corrected",
            row.number,
            contest_id=contest_id,
            reason=reason.strip(),
            detail=told,
        )
    return changed


def _changed(before: RosterLine, after: RosterLine) -> tuple[str, ...]:
    compared = replace(after, number=after.number or before.number, row=before.row)
    return tuple(
        item.name
        for item in fields(RosterLine)
        if getattr(before, item.name) != getattr(compared, item.name)
    )


def _unused(line: RosterLine, others: Sequence[Entrant]) -> None:
    """Refuse a number or a document that another entrant of the contest has."""
    index = entrants.document_index(line.document_number)
    for other in others:
        if line.number and other.number == line.number:
            raise Invalid("number_taken", number=line.number, name=other.name)
        if index and other.document_index == index:
            raise Invalid("document_taken", number=other.number, name=other.name)


def set_state(  # noqa: PLR0913 -- who, what and why of one deed
    actor: Actor, now: datetime, contest_id: int, entrant_id: int, *, state: str, reason: str
) -> None:
    """Withdrawn, disqualified or out of competition, or ('') taking part again; with a reason.

    Raises Invalid("entrant_state_unknown") and Invalid("reason_missing").
    """
    if state and state not in ENTRANT_STATES:
        raise Invalid("entrant_state_unknown", state=state)
    if not reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:state")
        row = entrants.entrant(contest_id, entrant_id)
        told = {"from": row.state, "to": state}
        row.state, row.state_reason = state, reason.strip()
        record(
            session,
            actor,
            now,
            "entrant:state_set",
            row.number,
            contest_id=contest_id,
            reason=reason.strip(),
            detail=told,
        )


def record_attendance(  # noqa: PLR0913 -- who, where, what and why of one deed
    actor: Actor,
    now: datetime,
    contest_id: int,
    entrant_id: int,
    *,
    round_key: str,
    state: str,
    reason: str = "",
) -> None:
    """Absent, withdrawn or disqualified in one round, or ('') there after all.

    Raises Invalid (``attendance_unknown``, ``reason_missing`` for a disqualification) and NotFound.
    """
    if state and state not in ROUND_STATES:
        raise Invalid("attendance_unknown", state=state)
    if state == "disqualified" and not reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "entrants:state")
        row = entrants.entrant(contest_id, entrant_id)
        round_ = next((item for item in contest.rounds if item.key == round_key), None)
        if round_ is None:
            raise NotFound("round_key_unknown", key=round_key)
        before = _attend(session, row, round_, state, reason.strip())
        if before == state:
            return
        told = {"round": round_key, "from": before, "to": state}
        record(
            session,
            actor,
            now,
            "entrant:attendance_recorded",
            row.number,
            contest_id=contest_id,
            reason=reason.strip(),
            detail=told,
        )


def _attend(session: Session, row: Entrant, round_: Round, state: str, reason: str) -> str:
    """Write the state of an entrant in a round; what stood there before."""
    known = next((item for item in row.attendances if item.round_id == round_.id), None)
    before = known.state if known else ""
    if known and not state:
        row.attendances.remove(known)
        session.delete(known)
    elif known:
        known.state, known.reason = state, reason
    elif state:
        row.attendances.append(Attendance(round_id=round_.id, state=state, reason=reason))
    return before


def set_consent(
    actor: Actor, now: datetime, contest_id: int, entrant_id: int, *, given: bool
) -> None:
    """Record that the entrant gave or withdrew consent to the publication of their name."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:correct")
        row = entrants.entrant(contest_id, entrant_id)
        if given == (row.consented_at is not None):
            return
        row.consented_at = now if given else None
        action = "consent:given" if given else "consent:withdrawn"
        record(session, actor, now, action, row.number, contest_id=contest_id)


def remove_entrant(actor: Actor, now: datetime, contest_id: int, entrant_id: int) -> None:
    """Take an entrant off the list who was entered by mistake, before anything hangs on them."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "entrants:edit")
        row = entrants.entrant(contest_id, entrant_id)
        if row.draw_number is not None or row.attendances or contest.rules_frozen_at:
            raise DomainError("entrant_in_use", number=row.number)
        record(session, actor, now, "entrant:removed", row.number, contest_id=contest_id)
        session.delete(row)
