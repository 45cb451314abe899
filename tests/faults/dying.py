"""A process that dies at a chosen step of one deed: what ``kill -9`` does, but repeatable.

A step is a statement to the database, the moments before and after a commit, and those before and
after a file is made durable. The program itself knows nothing of this: the child hangs its steps
on the database's and the operating system's doors before it does the deed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import event

import certificates
from competition.app import create_app
from competition.domain.actor import SYSTEM
from competition.exchange import archive
from competition.models import db
from competition.services import backup
from tests.faults import orders
from tests.faults.servers import await_end
from tests.scenes import PASSWORD

certificates.load_all()  # once, in the server from which all children are forked
FILE_STEPS = ("fsync", "replace")
PATIENCE = 120


@dataclass
class Steps:
    """Counts the steps of the thread that does the deed; at step ``at`` the victim is killed."""

    at: int
    victims: tuple[int, ...]  # processes; none: this one
    armed: bool = False
    seen: list[str] = field(default_factory=list)
    thread: int = field(default_factory=threading.get_ident)

    def step(self, name):
        if not self.armed or threading.get_ident() != self.thread:
            return
        self.seen.append(name)
        if len(self.seen) == self.at:
            self.kill()

    def kill(self):
        for victim in self.victims or (os.getpid(),):
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for victim in self.victims:
            await_end(victim)  # before the deed goes on, or it might still answer


def hang_on(engine, steps):
    """Hang ``steps`` on the doors of the database and of the disk."""
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: steps.step(statement.split(maxsplit=1)[0]),
    )
    _around(engine.dialect, "do_commit", "commit", steps)
    for name in FILE_STEPS:
        _around(os, name, name, steps)


def _around(owner, attribute, name, steps):
    original = getattr(owner, attribute)

    def surrounded(*arguments, **named):
        steps.step(f"before {name}")
        answer = original(*arguments, **named)
        steps.step(f"after {name}")
        return answer

    setattr(owner, attribute, surrounded)


def _child(settings, order, at, victims, told):
    """The life of the child: prepare, arm, do the deed, tell what came of it if still alive."""
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        steps = Steps(at, victims)
        hang_on(db.engine, steps)
        deed = _restoring(order) if isinstance(order, orders.Restore) else _asking(app, order)
        steps.armed = True
        answer = deed()
        steps.armed = False
    told.send((answer, steps.seen))
    if at > len(steps.seen):
        steps.kill()  # just after the answer was given: what it promised must stand


def _asking(app, order):
    client = app.test_client()
    with app.app_context():
        client.post("/sign-in", data={"username": order.username, "password": PASSWORD})

    def deed():
        answer = client.post(order.path, data=order.form, json=order.body)
        return answer.status_code, answer.get_data(as_text=True), dict(answer.headers)

    return deed


def _restoring(order):
    def deed():
        with archive.opened(order.file) as (opened, manifest):
            backup.restore_backup(SYSTEM, datetime.now(UTC), opened, manifest, force=True)
        return 200, "", {}

    return deed


def do(settings, order, *, at=0, victims=()):
    """Do ``order`` in a process of its own that is killed at step ``at`` (0: never).

    Returns the exit code, the answer (None when the child died), and the steps that were seen.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.dying"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(settings, order, at, victims, theirs))
    child.start()
    theirs.close()
    answer, seen = _heard(ours)
    child.join(PATIENCE)
    code = child.exitcode
    child.close()
    return code, answer, seen


def _heard(pipe):
    try:
        return pipe.recv() if pipe.poll(PATIENCE) else (None, [])
    except EOFError:
        return None, []
    finally:
        pipe.close()
