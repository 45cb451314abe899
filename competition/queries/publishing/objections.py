"""Objections, as their filer and the arbiters see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, NotFound
from competition.domain.publishing.objections import Earlier, instance_open
from competition.domain.publishing.working_days import deadline
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.models.results import Objection, ResultLine, ResultVersion
from competition.models.staff import User
from competition.queries.contests import settings_of
from competition.queries.publishing.results import own_line

if TYPE_CHECKING:
    from datetime import datetime

    from competition.models.contest import Contest


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection with the entry number of who filed it and the version it is against."""

    objection: Objection
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection with the version that it is against, and what that says of who filed it."""

    objection: Objection
    version: ResultVersion
    line: ResultLine


def objected(contest_id: int, objection_id: int) -> Objected:
    """What one objection of the contest is against. Raises NotFound ``objection_unknown``."""
    objection = db.session.get(Objection, objection_id)
    if objection is None or objection.contest_id != contest_id:
        raise NotFound("objection_unknown")
    version = db.session.get_one(ResultVersion, objection.version_id)
    line = own_line(version.id, objection.entrant_id)
    if line is None:
        raise NotFound("objection_unknown")
    return Objected(objection, version, line)


def judges_behind(version: ResultVersion, entrant_id: int) -> dict[str, list[tuple[str, str]]]:
    """By round, each letter of the version with the name of the judge whose sheet it stands for.

    Only of those who had a sheet of this entrant. The letters stand in the chain alone, in the
    line of the publication; whoever asks has passed the gate for them.
    """
    published = db.session.scalar(
        select(AuditLine)
        .where(AuditLine.contest_id == version.contest_id)
        .where(AuditLine.action == "result:published", AuditLine.subject == str(version.number))
    )
    letters = published.detail.get("letters", {}) if published else {}
    found = db.session.execute(
        select(Round.key, Sheet.seat, User.name)
        .join(Sheet, Sheet.round_id == Round.id)
        .join(User, User.id == Sheet.user_id)
        .where(Sheet.entrant_id == entrant_id, Sheet.trainee.is_(False))
        .order_by(Round.position)
    )
    judges: dict[str, list[tuple[str, str]]] = {}
    for key, seat, name in found:
        letter = letters.get(key, {}).get(seat)
        if letter:
            judges.setdefault(key, []).append((letter, name))
    return {key: sorted(named) for key, named in judges.items()}


def of_entrant(entrant_id: int) -> list[Filed]:
    """An entrant's own objections, newest first."""
    return _found(Objection.entrant_id == entrant_id)


def of_contest(contest_id: int) -> list[Filed]:
    """All objections of a contest, newest first."""
    return _found(Objection.contest_id == contest_id)


def _found(condition: object) -> list[Filed]:
    found = db.session.execute(
        select(Objection, Entrant.number, ResultVersion.number)
        .join(Entrant, Entrant.id == Objection.entrant_id)
        .join(ResultVersion, ResultVersion.id == Objection.version_id)
        .where(condition)  # type: ignore[arg-type]  # a comparison of columns
        .order_by(Objection.id.desc())
    )
    return [Filed(objection, number, version) for objection, number, version in found]


def instance_for(contest: Contest, version: ResultVersion, entrant_id: int, now: datetime) -> int:
    """Before which instance the entrant may file against the version now. Raises DomainError."""
    settings = settings_of(contest)
    earlier = db.session.scalars(
        select(Objection)
        .where(Objection.version_id == version.id, Objection.entrant_id == entrant_id)
        .order_by(Objection.id)
    )
    until = version.objections_until if version.standing == "provisional" else None
    return instance_open(
        now,
        until,
        [Earlier(each.state, appeal_until(contest, each)) for each in earlier],
        settings.objection_instances,
    )


def may_file(contest: Contest, version: ResultVersion, entrant_id: int, now: datetime) -> bool:
    """Whether an objection could be filed now."""
    try:
        instance_for(contest, version, entrant_id, now)
    except DomainError:
        return False
    return True


def appeal_until(contest: Contest, objection: Objection) -> datetime | None:
    """Until when a rejected objection may be taken to the next instance."""
    if objection.answered_at is None or objection.state != "rejected":
        return None
    return answer_due(contest, objection.answered_at)


def answer_due(contest: Contest, since: datetime) -> datetime:
    """The end of the days that the settings give for an answer."""
    settings = settings_of(contest)
    days = settings.objection_answer_days
    return deadline(since, days, contest.zone, settings.holidays)
