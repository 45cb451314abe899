"""Background work, as pages and the worker ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from competition.domain.errors import NotFound
from competition.models.base import db
from competition.models.job import Job

if TYPE_CHECKING:
    from datetime import datetime

RECENT = 20


def job(contest_id: int, job_id: str) -> Job:
    """A piece of work of this contest. Raises NotFound."""
    found = db.session.get(Job, job_id)
    if found is None or found.contest_id != contest_id:
        raise NotFound("job_unknown")
    return found


def recent(contest_id: int, kind: str | None = None) -> list[Job]:
    """The newest pieces of work of a contest, of one ``kind`` or of all."""
    wanted = select(Job).where(Job.contest_id == contest_id)
    if kind:
        wanted = wanted.where(Job.kind == kind)
    return list(db.session.scalars(wanted.order_by(Job.made_at.desc(), Job.id).limit(RECENT)))


def running(contest_id: int, kind: str) -> Job | None:
    """The work of ``kind`` that is still to be done or being done, if any."""
    return db.session.scalar(
        select(Job)
        .where(Job.contest_id == contest_id, Job.kind == kind)
        .where(Job.state.in_(("waiting", "running")))
        .order_by(Job.made_at.desc())
        .limit(1)
    )


def unattended(touched_before: datetime) -> list[str]:
    """The ids of all work that waits, or runs but has not been touched since; oldest first."""
    forgotten = and_(
        Job.state == "running",
        or_(Job.touched_at.is_(None), Job.touched_at <= touched_before),
    )
    wanted = select(Job.id).where(or_(Job.state == "waiting", forgotten)).order_by(Job.made_at)
    return list(db.session.scalars(wanted))


def left_lying(since: datetime) -> int:
    """How many pieces of work are still to be done that nobody has touched since then."""
    touched = func.coalesce(Job.touched_at, Job.made_at)
    wanted = select(func.count()).where(Job.state.in_(("waiting", "running")), touched < since)
    return db.session.scalar(wanted) or 0


def counts() -> dict[str, int]:
    """How many pieces of work are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {state: number for state, number in rows}  # noqa: C416 -- rows are no plain tuples
