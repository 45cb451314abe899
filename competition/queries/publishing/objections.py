"""Objections, as their filer and the arbiters see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError
from competition.domain.publishing.objections import Earlier, instance_open
from competition.domain.publishing.working_days import deadline
from competition.models.base import db
from competition.models.entrant import Entrant
from competition.models.results import Objection, ResultVersion
from competition.queries.contests import settings_of

if TYPE_CHECKING:
    from datetime import datetime

    from competition.models.contest import Contest


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection with the entry number of who filed it and the version it is against."""

    objection: Objection
    number: str
    version: int


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
