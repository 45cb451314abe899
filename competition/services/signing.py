"""A judge signs all sheets of a round; the chief judge opens a sheet again, with a reason.

Who signs has proved who they are by password or PIN before: that is the web's part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.judging import DRAFT, LOCKED, RECUSED, SIGNED, SUBMITTED
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.entrant import Entrant
from competition.models.judging import Assignment, Sheet, revise
from competition.queries.judging import sheets as judging
from competition.queries.judging import signing as signatures

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.models.staff import Device
    from competition.queries.judging.sheets import Paper, Progress, Seat


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a judge declares: the statement, on which tablet, having read which sheets.

    ``seen`` is the digest of the sheets that were read, empty where a program signs at once.
    ``left_behind`` says that marks on a tablet that can't be reached are not to be waited for.
    """

    statement: str
    device_id: str | None = None
    seen: str = ""
    left_behind: bool = False


def sign_off(actor: Actor, now: datetime, round_id: int, declaration: Declaration) -> int:
    """Sign every submitted sheet of the judge's seat.

    Gives the number of sheets. Raises DomainError ``judging_closed``, ``sheets_missing`` while an
    entrant has neither sheet nor recusal, ``sheets_changed`` when they are no longer as they were
    read, ``marks_unsent`` while a tablet holds marks that the server has not; NotFound ``no_seat``.
    """
    with transaction() as session:
        seat = _seat(session, actor, round_id)
        progress = judging.progress_of(seat)
        _require_signable(progress)
        if declaration.seen and declaration.seen != signatures.digest_of(progress.papers):
            raise DomainError("sheets_changed")
        behind = _left_behind(seat, now, declaration)
        signed = _sign(session, now, progress, declaration.device_id)
        seat.assignment.signed_at = now
        record(
            session,
            actor,
            now,
            "round:signed",
            f"{seat.round.key}/{seat.assignment.seat}",
            contest_id=seat.contest.id,
            detail={
                "statement": declaration.statement,
                "sheets": len(signed),
                "sha256": signatures.digest_of(progress.papers),
                **({"left_behind": behind} if behind else {}),
            },
        )
        return len(signed)


def _left_behind(seat: Seat, now: datetime, declaration: Declaration) -> dict[str, int]:
    """Unsent marks by tablet that the judge does not wait for; those in contact are waited for."""
    holding = signatures.tablets_holding(seat)
    alive = [one for one in holding if can_send(one, now)]
    if alive or (holding and not declaration.left_behind):
        raise DomainError("marks_unsent", count=sum(one.unsent for one in alive or holding))
    return {one.id: one.unsent for one in holding}


def can_send(device: Device, now: datetime) -> bool:
    """Whether a tablet is in contact and signed in, so that its marks will come by themselves."""
    out = device.revoked_at is not None and device.revoked_at >= device.last_contact
    return not out and device.near(now)


def _seat(session: Session, actor: Actor, round_id: int) -> Seat:
    held = session.scalar(
        select(Assignment)
        .where(Assignment.round_id == round_id, Assignment.user_id == actor.id)
        .with_for_update()
    )
    if held is None:
        raise NotFound("no_seat")
    found = session.execute(select(Round, Contest).join(Contest).where(Round.id == round_id))
    return judging.Seat(held, *found.one())


def _require_signable(progress: Progress) -> None:
    if progress.seat.contest.state != "judging":
        raise DomainError("judging_closed")
    if progress.left:
        draws = "、".join(paper.draw for paper in progress.left)
        raise DomainError("sheets_missing", count=len(progress.left), draws=draws)


def _sign(
    session: Session, now: datetime, progress: Progress, device_id: str | None
) -> list[Paper]:
    papers = [paper for paper in progress.papers if paper.state == SUBMITTED]
    for paper in papers:
        if paper.sheet:
            revise(
                session,
                paper.sheet,
                state=SIGNED,
                marks=paper.marks,
                by=progress.seat.assignment.user_id,
                at=now,
                device_id=device_id,
            )
    return papers


def reopen_sheet(actor: Actor, now: datetime, contest_id: int, sheet_id: int, reason: str) -> Sheet:
    """The chief judge hands a signed or recused sheet back for correction; both values stay kept.

    Raises Invalid ``reason_missing``, NotFound ``sheet_unknown``, DomainError ``judging_closed``
    and ``sheet_not_locked``.
    """
    if not reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        sheet, round_, contest, draw = _sheet(session, contest_id, sheet_id)
        if contest.state != "judging":
            raise DomainError("judging_closed")
        if sheet.state not in LOCKED:
            raise DomainError("sheet_not_locked")
        marks = {mark.criterion: mark.mark for mark in sheet.marks}
        state = DRAFT if sheet.state == RECUSED else SUBMITTED
        revise(session, sheet, state=state, marks=marks, by=actor.id or 0, at=now, reason=reason)
        _unsign(session, sheet)
        record(
            session,
            actor,
            now,
            "sheet:reopened",
            f"{round_.key}/{draw}/{sheet.seat}",
            contest_id=contest.id,
            reason=reason,
            detail={"revision": sheet.revision},
        )
        return sheet


def _sheet(session: Session, contest_id: int, sheet_id: int) -> tuple[Sheet, Round, Contest, str]:
    found = session.execute(
        select(Sheet, Round, Contest, Entrant.draw_number)
        .join(Round, Round.id == Sheet.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .where(Sheet.id == sheet_id, Contest.id == contest_id)
    ).one_or_none()
    if found is None:
        raise NotFound("sheet_unknown")
    sheet, round_, contest, draw = found
    return sheet, round_, contest, draw or ""


def _unsign(session: Session, sheet: Sheet) -> None:
    """The judge signs the round again once the sheet is corrected."""
    held = session.scalar(
        select(Assignment).where(
            Assignment.round_id == sheet.round_id, Assignment.seat == sheet.seat
        )
    )
    if held:
        held.signed_at = None
