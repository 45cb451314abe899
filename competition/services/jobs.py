"""Background work is asked for, taken up, reported on and ended. What it does is not known here.

Only the asking is a deed of a person and has its audit line; the work itself writes its own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from competition.domain.actor import Actor
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.job import Job

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to know of a piece of work that it has taken up."""

    job_id: str
    kind: str
    contest_id: int | None
    actor: Actor
    arguments: dict[str, Any]


def request(
    actor: Actor,
    now: datetime,
    kind: str,
    contest_id: int | None = None,
    arguments: dict[str, Any] | None = None,
) -> str:
    """Ask for work of ``kind``; its id comes back at once. ``arguments`` are plain JSON values."""
    with transaction() as session:
        job = Job(
            id=str(uuid4()),
            contest_id=contest_id,
            kind=kind,
            arguments=arguments or {},
            actor=asdict(actor),
            made_by=actor.id if actor.kind == "staff" else None,
            made_at=now,
        )
        session.add(job)
        record(session, actor, now, "job:requested", kind, contest_id=contest_id)
        return job.id


def take_up(now: datetime, job_id: str, lease: timedelta) -> Order | None:
    """Take up work that waits, or that nobody has touched for ``lease``; none if others have it.

    Work that was taken up ``MAX_ATTEMPTS`` times and never ended has failed.
    """
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or not _free(job, now, lease):
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, now, "failed", {"error": "job_gave_up", "params": {}})
            return None
        job.state, job.touched_at, job.attempts = "running", now, job.attempts + 1
        return Order(job.id, job.kind, job.contest_id, Actor(**job.actor), dict(job.arguments))


def _free(job: Job, now: datetime, lease: timedelta) -> bool:
    abandoned = job.state == "running" and (job.touched_at is None or job.touched_at + lease <= now)
    return job.state == "waiting" or abandoned


def report(
    now: datetime, job_id: str, done: int | None = None, total: int | None = None, message: str = ""
) -> None:
    """Say how far the work is, or only that it is still being done."""
    with transaction() as session:
        job = _job(session, job_id)
        job.touched_at = now
        if done is not None:
            job.done, job.message = done, message
        if total is not None:
            job.total = total


def finish(now: datetime, job_id: str, outcome: dict[str, Any]) -> None:
    """The work is done; ``outcome`` is what came of it, in plain JSON values."""
    with transaction() as session:
        job = _job(session, job_id)
        job.done = job.total = max(job.total, job.done)
        _end(job, now, "done", outcome)


def fail(now: datetime, job_id: str, code: str, params: dict[str, Any]) -> None:
    """The work was refused or went wrong; ``code`` and ``params`` word the reason."""
    with transaction() as session:
        _end(_job(session, job_id), now, "failed", {"error": code, "params": params})


def give_back(now: datetime, job_id: str) -> None:
    """Something the work needs is away for now: let it wait for another attempt."""
    with transaction() as session:
        job = _job(session, job_id)
        job.state, job.touched_at = "waiting", now


def _end(job: Job, now: datetime, state: str, outcome: dict[str, Any]) -> None:
    job.state, job.outcome, job.touched_at = state, outcome, now


def _job(session: Session, job_id: str) -> Job:
    return session.get_one(Job, job_id, with_for_update=True)
