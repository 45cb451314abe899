"""Tablets: what they tell of themselves, signing one out from afar, who is on the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.domain.sync import UUID_SHAPE
from competition.models.audit import record
from competition.models.base import db, transaction
from competition.models.contest import Contest, Round
from competition.models.entrant import Entrant
from competition.models.staff import Device
from competition.queries.judging import sheets as judging
from competition.queries.judging import tablets

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor

QUIET = timedelta(seconds=10)  # a contact within it that tells nothing new is not written


@dataclass(frozen=True, slots=True)
class Report:
    """What a tablet tells: its id, marks not yet sent, battery in per cent where known, version.

    ``contest_id`` is the contest whose card opened it, if one did; ``others`` are marks that
    another judge has left on it unsent. ``held`` is the tablet that this browser was known to be
    before, whoever had it then.
    """

    device_id: str
    unsent: int = 0
    battery: int | None = None
    version: str = ""
    contest_id: int | None = None
    others: int = 0
    held: str = ""


def note_contact(actor: Actor, now: datetime, report: Report) -> None:
    """Remember that a tablet was in contact. No audit line: it is a pulse, not a deed.

    A tablet passes on to another judge only in the browser that it was before: nobody tells of
    another's. Raises Invalid ``device_unfit``, NotAllowed ``device_of_another``; says nothing for
    somebody without a seat.
    """
    if not UUID_SHAPE.match(report.device_id):
        raise Invalid("device_unfit")
    _require_own(tablets.device(report.device_id), actor, report)
    seats = judging.seats_of(actor.id or 0, report.contest_id)
    told: dict[str, object] = {
        "battery": report.battery,
        "version": report.version[:40],
        "others": report.others,
    }
    known = db.session.get(Device, report.device_id)
    if not seats or (known and _nothing_new(known, now, report, told, actor)):
        return
    contest = seats[0].contest
    contest_id = report.contest_id or contest.rehearsal_of or contest.id
    with transaction() as session:
        device = session.get(Device, report.device_id)
        _require_own(device, actor, report)
        if device is None:
            device = Device(id=report.device_id, first_contact=now)
        device.contest_id, device.user_id = contest_id, actor.id or 0
        device.last_contact, device.unsent, device.state = now, report.unsent, told
        session.add(device)


def _require_own(device: Device | None, actor: Actor, report: Report) -> None:
    if not tablets.open_to(device, actor.id or 0, report.held):
        raise NotAllowed("device_of_another")


def _nothing_new(
    known: Device, now: datetime, report: Report, told: dict[str, object], actor: Actor
) -> bool:
    same = (known.unsent, known.state, known.user_id) == (report.unsent, told, actor.id)
    return same and now - known.last_contact < QUIET


def sign_out_device(actor: Actor, now: datetime, contest_id: int, device_id: str) -> Device:
    """End every session on a tablet that began before now. Raises NotFound ``device_unknown``."""
    with transaction() as session:
        device = session.get(Device, device_id)
        if device is None or device.contest_id != contest_id:
            raise NotFound("device_unknown")
        device.revoked_at = now
        record(
            session,
            actor,
            now,
            "device:signed_out",
            device_id,
            contest_id=contest_id,
            detail={"user": device.user_id, "unsent": device.unsent},
        )
        return device


def direct_stage(actor: Actor, now: datetime, contest_id: int, round_id: int, draw: str) -> None:
    """The host opens an entrant, whose time starts; an empty ``draw`` closes the one who is on.

    Raises NotFound ``draw_unknown`` and ``round_not_found``, DomainError ``judging_closed``.
    """
    with transaction() as session:
        found = session.execute(
            select(Round, Contest)
            .join(Contest)
            .where(Round.id == round_id, Contest.id == contest_id)
        ).one_or_none()
        if found is None:
            raise NotFound("round_not_found")
        round_, contest = found
        if contest.state != "judging":
            raise DomainError("judging_closed")
        before = round_.on_stage_id
        round_.on_stage_id = None
        if draw:
            round_.on_stage_id = session.scalar(
                select(Entrant.id).where(
                    Entrant.contest_id == contest_id, Entrant.draw_number == draw
                )
            )
            if round_.on_stage_id is None:
                raise NotFound("draw_unknown", draw=draw)
        round_.on_stage_since = now if draw else None
        action = "stage:opened" if draw else "stage:closed"
        detail = {"before": before}
        subject = f"{round_.key}/{draw}"
        record(session, actor, now, action, subject, contest_id=contest_id, detail=detail)
