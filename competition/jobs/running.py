"""Running one job: take it up, do it, say how far it is, write down how it ended."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import has_app_context
from sqlalchemy.exc import OperationalError

from competition.domain.errors import DomainError
from competition.jobs.kinds import KINDS, Work
from competition.queries import jobs as questions
from competition.services import jobs
from competition.storage import DISK_TROUBLES, StorageAway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from flask import Flask

    from competition.services.jobs import Order

LEASE = timedelta(seconds=90)
BEAT_SECONDS = 20

_log = logging.getLogger(__name__)


def run(app: Flask, job_id: str, lease: timedelta = LEASE) -> None:
    """Do the job unless another worker has it. Nothing is raised: the job's row tells all."""
    with _context(app):
        order = jobs.take_up(_now(), job_id, lease)
        if order is None:
            return
        with _heartbeat(app, job_id):
            _do(order)


def _do(order: Order) -> None:
    try:
        outcome = KINDS[order.kind](_work(order))
    except (OperationalError, StorageAway):
        _give_back(order)
    except DomainError as refusal:
        params = {name: str(value) for name, value in refusal.params.items()}
        jobs.fail(_now(), order.job_id, refusal.code, params)
    except Exception as error:  # noqa: BLE001 -- one job must not end the worker
        if isinstance(error, OSError) and error.errno in DISK_TROUBLES:
            _give_back(order)
        else:
            _log.exception("job_failed", extra={"job": order.job_id, "kind": order.kind})
            jobs.fail(_now(), order.job_id, "job_failed", {})
    else:
        jobs.finish(_now(), order.job_id, outcome or {})


def _give_back(order: Order) -> None:
    """A server or the disk is away or full: the same work may succeed a little later."""
    _log.exception("job_given_back", extra={"job": order.job_id})
    jobs.give_back(_now(), order.job_id)


def _work(order: Order) -> Work:
    def progress(done: int, total: int, message: str = "") -> None:
        jobs.report(_now(), order.job_id, done, total, message)

    return Work(order.job_id, order.actor, order.contest_id, order.arguments, progress)


def unattended(lease: timedelta = LEASE) -> list[str]:
    """The ids of the jobs that nobody is doing. With no ``lease``, running ones count as well."""
    return questions.unattended(_now() - lease)


def _context(app: Flask) -> AbstractContextManager[object]:
    """The application's context, unless the caller is in it: then its database session is used."""
    return nullcontext() if has_app_context() else app.app_context()


@contextmanager
def _heartbeat(app: Flask, job_id: str) -> Iterator[None]:
    """Touch the job now and then, so that no other worker takes it for abandoned."""
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(app, job_id, over), daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def _beat(app: Flask, job_id: str, over: threading.Event) -> None:
    while not over.wait(BEAT_SECONDS):
        with app.app_context():
            try:
                jobs.report(_now(), job_id)
            except OperationalError:
                _log.warning("heartbeat_missed", extra={"job": job_id})


def _now() -> datetime:
    return datetime.now(UTC)
