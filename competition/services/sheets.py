"""A judge's marks arrive: draft, submission, recusal, undo. Each is one transaction.

A submission may come twice or late; what becomes of it is decided in ``domain.sync``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, NotFound
from competition.domain.judging import (
    RECUSED,
    SUBMITTED,
    distance_from_panel,
    plainly,
    require_complete,
    require_known,
    sheet_total,
)
from competition.domain.settings import settings_from
from competition.domain.sync import (
    Accepted,
    Submission,
    decide,
    receipt_number,
    require_sound,
)
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.judging import Assignment, Receipt, Sheet, revise
from competition.queries.judging import sheets as judging

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.sync import Standing
    from competition.queries.judging.sheets import Paper, Seat

ACTIONS = {"draft": "sheet:drafted", "submitted": "sheet:submitted", "recused": "sheet:recused"}


@dataclass(frozen=True, slots=True)
class Address:
    """Which sheet is meant: the judge's own, in this round, of this draw number.

    ``check`` is the entrant's word from ``queries.judging``; with it a mark can't follow a draw
    number to another person. Empty where a page has just been read from the server.
    """

    round_id: int
    draw: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The server's word: the receipt, whether it is a repeat, and how far from the panel it lies.

    ``distance`` is in points and only told once the judge's own sheet is in.
    """

    receipt: Receipt
    repeated: bool = False
    distance: Decimal | None = None


def submit_sheet(actor: Actor, now: datetime, address: Address, submission: Submission) -> Received:
    """Store what a judge says about one entrant, once, and give the receipt for it.

    Raises Conflict and SheetLocked (both values are to be shown), DomainError
    ``submission_reused``, ``judging_closed``, ``round_closed``, ``entrant_away``, ``draw_changed``,
    Invalid for marks that do not fit the rubric, NotFound ``no_seat``.
    """
    return _take(actor, now, actor.id or 0, address, submission)


def carry_in(
    actor: Actor, now: datetime, judge_id: int, address: Address, submission: Submission
) -> Received:
    """Read in a submission that was carried out of a judge's tablet as a file or on paper.

    It counts as the judge's, the audit line names who read it in, and the same id keeps it from
    being stored twice when the tablet finds the network again. Raises as ``submit_sheet`` does.
    """
    return _take(actor, now, judge_id, address, submission)


def _take(
    actor: Actor, now: datetime, judge_id: int, address: Address, submission: Submission
) -> Received:
    require_sound(submission)
    with transaction() as session:
        seat = _seat(session, judge_id, address.round_id)
        writing = _Writing(actor, now, seat, _paper(seat, address))
        known = session.get(Receipt, submission.id)
        digest = submission.digest(writing.place)
        if known is None:
            _require_open(writing)
        decision = decide(
            submission, digest, known.body_sha256 if known else None, writing.standing
        )
        if known is not None:
            return Received(known, repeated=True)
        sheet = writing.paper.sheet
        if sheet is None or isinstance(decision, Accepted):
            _require_fit(seat, submission)
            sheet = _write(session, writing, submission)
        made = _receipt(session, writing, sheet, submission, digest)
        return Received(made, distance=_distance(seat, sheet))


@dataclass(frozen=True, slots=True)
class _Writing:
    """Who writes what, when: the facts of one deed."""

    actor: Actor
    now: datetime
    seat: Seat
    paper: Paper

    @property
    def place(self) -> str:
        """The sheet that is meant, whatever draw number it goes by."""
        return f"{self.seat.round.id}/{self.paper.entrant_id}/{self.seat.assignment.seat}"

    @property
    def standing(self) -> Standing | None:
        return judging.standing_of(self.paper)


def _seat(session: Session, judge_id: int, round_id: int) -> Seat:
    """The judge's seat, locked until the deed ends, so that two tablets of one judge take turns.

    Nobody closes the judging meanwhile. The first mark writes to the contest as well: if two first
    ones shared its lock, each would wait for the other.
    """
    held = session.execute(
        select(Assignment, Contest.rules_frozen_at)
        .join(Round, Round.id == Assignment.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Assignment.round_id == round_id, Assignment.user_id == judge_id)
        .with_for_update(of=Assignment)
    ).one_or_none()
    if held is None:
        raise NotFound("no_seat")
    assignment, frozen_at = held
    found = session.execute(
        select(Round, Contest)
        .join(Contest)
        .where(Round.id == round_id)
        .with_for_update(read=frozen_at is not None)
    ).one()
    return judging.Seat(assignment, *found)


def _paper(seat: Seat, address: Address) -> Paper:
    paper = judging.paper_in(seat, address.draw)
    if address.check and address.check != paper.check:
        raise DomainError("draw_changed", draw=address.draw)
    return paper


def _require_open(writing: _Writing) -> None:
    seat, paper = writing.seat, writing.paper
    if seat.contest.state != "judging":
        raise DomainError("judging_closed")
    if seat.round.state != "open":
        raise DomainError("round_closed", round=seat.round.title)
    if paper.away:
        raise DomainError("entrant_away", draw=paper.draw)


def _require_fit(seat: Seat, submission: Submission) -> None:
    criteria = [judging.bounds(row) for row in seat.round.criteria]
    require_known(criteria, submission.marks)
    if submission.state == SUBMITTED:
        require_complete(criteria, submission.marks)


def _write(session: Session, writing: _Writing, submission: Submission) -> Sheet:
    """The next revision of the sheet, with its audit line; the first mark freezes the rules."""
    seat, paper = writing.seat, writing.paper
    sheet = paper.sheet or Sheet(
        round_id=seat.round.id,
        entrant_id=paper.entrant_id,
        user_id=seat.assignment.user_id,
        seat=seat.assignment.seat,
        trainee=seat.assignment.trainee,
        revision=0,
    )
    marks = {} if submission.state == RECUSED else submission.marks
    revise(
        session,
        sheet,
        state=submission.state,
        marks=marks,
        by=seat.assignment.user_id,
        at=writing.now,
        device_id=submission.device_id,
        reason=submission.reason,
    )
    seat.contest.rules_frozen_at = seat.contest.rules_frozen_at or writing.now
    _tell(session, writing, sheet, submission)
    return sheet


def _tell(session: Session, writing: _Writing, sheet: Sheet, submission: Submission) -> None:
    record(
        session,
        writing.actor,
        writing.now,
        ACTIONS[submission.state],
        f"{writing.seat.round.key}/{writing.paper.draw}/{sheet.seat}",
        contest_id=writing.seat.contest.id,
        reason=submission.reason,
        detail={
            "submission": submission.id,
            "revision": sheet.revision,
            "before": {key: plainly(mark) for key, mark in writing.paper.marks.items()},
            "marks": {mark.criterion: plainly(mark.mark) for mark in sheet.marks},
        },
    )


def _receipt(
    session: Session, writing: _Writing, sheet: Sheet, submission: Submission, digest: str
) -> Receipt:
    made = Receipt(
        submission_id=submission.id,
        number=receipt_number(submission.id),
        sheet_id=sheet.id,
        revision=sheet.revision,
        body_sha256=digest,
        user_id=writing.seat.assignment.user_id,
        device_id=submission.device_id,
        received_at=writing.now,
    )
    session.add(made)
    return made


def _distance(seat: Seat, sheet: Sheet) -> Decimal | None:
    """Only for a sheet that is in: before, nobody learns where the others stand."""
    limit = Decimal(settings_from(seat.contest.settings).spread_warning or 0)
    if sheet.state != SUBMITTED or not limit:
        return None
    own = sheet_total({mark.criterion: mark.mark for mark in sheet.marks})
    return distance_from_panel(own, judging.totals_of_others(sheet), limit)
