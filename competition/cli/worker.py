"""``competition worker``: does the background work, beside the web server and apart from it."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from competition.app import create_app
from competition.cli.frame.parent import end_with
from competition.jobs.queue import queue_of, ring
from competition.jobs.running import unattended
from competition.services import jobs

if TYPE_CHECKING:
    from flask import Flask

    from competition.jobs.queue import Queue

LOOK_OUT_SECONDS = 15
AGAIN_SECONDS = 2
PATIENCE_SECONDS = 20
_log = logging.getLogger(__name__)


@click.command()
@click.option("--threads", default=1, show_default=True, help="Pieces of work done at once.")
@click.option("--parent", type=int, hidden=True, help="The only web server, and its worker's end.")
def worker(threads: int, parent: int | None) -> None:
    """The job worker alone: issues certificates and does other long work."""
    app = create_app()
    if parent:
        end_with(parent)
        free_all(app)
    consumer = reached(app).huey.create_consumer(
        workers=threads,
        periodic=False,
        max_delay=1.0,
        shutdown_timeout=PATIENCE_SECONDS,
        graceful_signal="TERM",
    )
    over = threading.Event()
    threading.Thread(target=_look_out, args=(app, over), daemon=True).start()
    try:
        consumer.run()
    finally:
        over.set()


def reached(app: Flask) -> Queue:
    """The queue of ``app``; while its server is away it is asked again, as by those who work on."""
    while True:
        try:
            return queue_of(app)
        except Exception as error:  # noqa: BLE001 -- each kind of queue has errors of its own
            _log.warning("queue_away", extra={"reason": str(error)})
            time.sleep(AGAIN_SECONDS)


def free_all(app: Flask) -> None:
    """Give back the work of a worker before us that was killed; only right when we are alone."""
    with app.app_context():
        for job_id in unattended(timedelta(0)):
            jobs.give_back(datetime.now(UTC), job_id)


def _look_out(app: Flask, over: threading.Event) -> None:
    """Find work whose bell was not heard, or whose worker died, now and then until the end."""
    while not over.is_set():
        with app.app_context():
            ring_again()
        over.wait(LOOK_OUT_SECONDS)


def ring_again() -> None:
    """Ring for all work that nobody is doing; a database that is away is asked again later."""
    try:
        for job_id in unattended():
            ring(job_id)
    except Exception as error:  # noqa: BLE001 -- whatever a database or a queue may raise
        _log.warning("look_out_failed", extra={"reason": str(error)})
