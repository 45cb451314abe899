"""A judge signs all sheets of a round; the chief judge opens a sheet again, with a reason.

Who signs has proved who they are by password or PIN before: that is the web's part.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.judging import DRAFT, LOCKED, RECUSED, SIGNED, SUBMITTED, plainly
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.entrant import Entrant
from competition.models.judging import Assignment, Sheet, revise
from competition.queries.judging import sheets as judging

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.queries.judging.sheets import Paper, Progress, Seat


def sign_off(
    actor: Actor, now: datetime, round_id: int, statement: str, device_id: str | None = None
) -> int:
    """Sign every submitted sheet of the judge's seat, with the ``statement`` that was read.

    Gives the number of sheets. Raises DomainError ``judging_closed``, ``sheets_missing`` while an
    entrant has neither sheet nor recusal, NotFound ``no_seat``.
    """
    with transaction() as session:
        seat = _seat(session, actor, round_id)
        progress = judging.progress_of(seat)
        _require_signable(progress)
        signed = _sign(session, now, progress, device_id)
        seat.assignment.signed_at = now
        record(
            session,
            actor,
            now,
            "round:signed",
            f"{seat.round.key}/{seat.assignment.seat}",
            contest_id=seat.contest.id,
            detail={
                "statement": statement,
                "sheets": len(signed),
                "sha256": _sha256(progress.papers),
            },
        )
        return len(signed)


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


def _sha256(papers: Sequence[Paper]) -> str:
    """What was signed, as a digest: any later change of a mark shows against the audit chain."""
    said = [
        [paper.draw, paper.state, {key: plainly(mark) for key, mark in sorted(paper.marks.items())}]
        for paper in papers
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


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
