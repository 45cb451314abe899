"""The bell between web and worker: SQLite, PostgreSQL or Redis, as the settings say.

A message is only a job's id, signed; what is to be done stands in the job's row.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

from competition.jobs.running import run
from competition.services import jobs
from config import make_private

if TYPE_CHECKING:
    from flask import Flask

    from competition.domain.actor import Actor
    from config import Settings

NAME = "competition"
BUSY_SECONDS = 10

_log = logging.getLogger(__name__)
_making = threading.Lock()


def init_app(app: Flask) -> None:
    """The queue of ``app`` is made when it is first needed: its server may be away at the start."""
    app.extensions["queue"] = None


def enqueue(kind: str, contest_id: int | None, actor: Actor, **arguments: Any) -> str:  # noqa: ANN401 -- plain JSON values
    """Ask for work of ``kind`` and return its id; it outlives a queue that is away for now."""
    job_id = jobs.request(actor, datetime.now(UTC), kind, contest_id, arguments)
    ring(job_id)
    return job_id


def ring(job_id: str) -> None:
    """Tell a worker; if the queue is away, the workers' own look-out finds the job's row."""
    try:
        queue_of(current_app).ring(job_id)
    except Exception as error:  # noqa: BLE001 -- each kind of queue has errors of its own
        _log.warning("queue_away", extra={"reason": str(error)})


class Queue:
    """The queue of an application with its one task: to run a job by its id."""

    def __init__(self, app: Flask) -> None:
        self.huey = _queue(app.extensions["settings"])

        @self.huey.task(name="run")  # type: ignore[untyped-decorator]  # the library has no types
        def run_job(job_id: str) -> None:
            run(app, job_id)

        self.ring = run_job

    def check(self) -> None:
        """Raise whatever the queue's server raises when it is away."""
        self.huey.pending_count()

    def close(self) -> None:
        """Close what is open to the queue's server; the next call opens it anew."""
        self.huey.storage.close()


def queue_of(app: Flask) -> Queue:
    """The queue of ``app``, made at the first call."""
    app = getattr(app, "_get_current_object", lambda: app)()  # the proxy ends with the request
    with _making:
        queue: Queue | None = app.extensions["queue"]
        if queue is None:
            queue = app.extensions["queue"] = Queue(app)
    return queue


def _queue(settings: Settings) -> Huey:
    shared = {"results": False, "serializer": SignedSerializer(secret=settings.secret_key)}
    if settings.testing:
        return MemoryHuey(NAME, immediate=True, **shared)
    if settings.redis_url:
        return RedisHuey(NAME, url=settings.redis_url, **shared)
    if settings.database_url.startswith("postgresql"):
        dsn = settings.database_url.replace("+psycopg", "", 1)
        return PostgresHuey(NAME, dsn=dsn, **shared)
    make_private(settings.home)
    file = str(settings.home / "queue.sqlite3")
    return SqliteHuey(NAME, filename=file, timeout=BUSY_SECONDS, **shared)
