"""What a tablet takes along before a round: rubric, entrants by draw number, own sheets, stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from competition.domain.judging import plainly, values_of
from competition.domain.ordering import natural
from competition.domain.settings import settings_from
from competition.models.base import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.staff import Device, JudgeCard, Membership, User
from competition.queries.judging import sheets as judging
from competition.queries.judging.returned import returned_to

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.rules import Criterion
    from competition.models.contest import Round
    from competition.queries.judging.sheets import Paper, Seat


def assignment_of(user_id: int, contest_id: int | None = None) -> list[dict[str, Any]]:
    """Every panel round that somebody has a seat in, in plain values; entrants have no names."""
    seats = judging.seats_of(user_id, contest_id)
    return [_round(seat) for seat in seats if seat.round.judging == "panel"]


def _round(seat: Seat) -> dict[str, Any]:
    settings = settings_from(seat.contest.settings)
    return {
        "id": seat.round.id,
        "key": seat.round.key,
        "slug": seat.contest.slug,
        "contest": seat.contest.title,
        "title": seat.round.title,
        "seat": seat.assignment.seat,
        "trainee": seat.assignment.trainee,
        "open": seat.contest.state == "judging" and seat.round.state == "open",
        "signed": seat.assignment.signed_at is not None,
        "host_opens": settings.host_opens,
        "minutes": settings.presentation_minutes,
        "criteria": [_criterion(item) for item in judging.rubric_of(seat.contest, seat.round)],
        "papers": _papers(seat),
    }


def _papers(seat: Seat) -> list[dict[str, Any]]:
    papers = judging.papers_of(seat)
    returned = returned_to(papers)
    return [_paper(paper, returned.get(paper.entrant_id, "")) for paper in papers]


def _criterion(item: Criterion) -> dict[str, Any]:
    return {
        "key": item.key,
        "title": item.title,
        "full": plainly(item.full_mark),
        "step": plainly(item.step) if item.step else "",
        "description": item.description,
        "bands": [[plainly(band.lowest), band.description] for band in item.bands],
        "values": [plainly(value) for value in values_of(item)],
    }


def _paper(paper: Paper, returned: str) -> dict[str, Any]:
    return {
        "draw": paper.draw,
        "check": paper.check,
        "away": paper.away,
        "revision": paper.revision,
        "state": paper.sheet.state if paper.sheet else "",
        "returned": returned,
        "marks": {key: plainly(mark) for key, mark in paper.marks.items()},
    }


def stage_of(round_: Round, now: datetime) -> dict[str, Any] | None:
    """Who is on now and for how many seconds; None while nobody is."""
    if round_.on_stage_id is None or round_.on_stage_since is None:
        return None
    draw = db.session.scalar(select(Entrant.draw_number).where(Entrant.id == round_.on_stage_id))
    elapsed = int((now - round_.on_stage_since).total_seconds())
    return {"draw": draw or "", "elapsed": max(elapsed, 0)}


def stages_of(
    user_id: int, now: datetime, contest_id: int | None = None
) -> dict[int, dict[str, Any] | None]:
    """The stage of every round that somebody judges."""
    seats = judging.seats_of(user_id, contest_id)
    return {seat.round.id: stage_of(seat.round, now) for seat in seats}


def device(device_id: str) -> Device | None:
    """A tablet by its own id."""
    return db.session.get(Device, device_id, populate_existing=True)


def open_to(device: Device | None, user_id: int, held: str) -> bool:
    """Whether somebody may be at the tablet: it is new, theirs, or ``held`` by their browser."""
    return device is None or device.user_id == user_id or device.id == held


def user_of(device_id: str) -> tuple[Device, User] | None:
    """A tablet with the judge who used it last."""
    found = db.session.execute(
        select(Device, User).join(User, User.id == Device.user_id).where(Device.id == device_id)
    ).one_or_none()
    return (found[0], found[1]) if found else None


def devices_of(contest_id: int) -> list[tuple[Device, str]]:
    """Every tablet of a contest with its judge's name, the latest contact first."""
    found = db.session.execute(
        select(Device, User.name)
        .join(User, User.id == Device.user_id)
        .where(Device.contest_id == contest_id)
        .order_by(Device.last_contact.desc())
    )
    return [(one, name) for one, name in found]


def judges_of(contest_id: int) -> list[User]:
    """Everybody who judges in the contest, by name, 评委二 before 评委十."""
    found = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.contest_id == contest_id, Membership.role == "judge")
    )
    return sorted(found, key=lambda judge: natural(judge.name))


def cards_of(contest_id: int) -> dict[int, JudgeCard]:
    """The newest card of each judge."""
    found = db.session.scalars(
        select(JudgeCard).where(JudgeCard.contest_id == contest_id).order_by(JudgeCard.id)
    )
    return {card.user_id: card for card in found}


def pin_hash(user_id: int, contest_id: int) -> str | None:
    """What is kept of a judge's PIN in a contest, which is that of their newest card.

    A rehearsal goes by the cards of its contest too; a contest never by those of a rehearsal.
    """
    real = select(Contest.rehearsal_of).where(Contest.id == contest_id)
    return db.session.scalar(
        select(JudgeCard.pin_hash)
        .where(JudgeCard.user_id == user_id)
        .where(or_(JudgeCard.contest_id == contest_id, JudgeCard.contest_id.in_(real)))
        .order_by(JudgeCard.id.desc())
        .limit(1)
    )


def card_by(token_digest: str) -> tuple[JudgeCard, User] | None:
    """A card by the digest of its token, with its judge."""
    found = db.session.execute(
        select(JudgeCard, User)
        .join(User, User.id == JudgeCard.user_id)
        .where(JudgeCard.token_digest == token_digest)
    ).one_or_none()
    return (found[0], found[1]) if found else None
