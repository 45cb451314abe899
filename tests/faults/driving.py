"""Drives a deed through death at chosen steps, and counts."""

from __future__ import annotations

import random
from contextlib import contextmanager
from dataclasses import dataclass, field

from competition.app import create_app
from competition.models import db
from tests.faults.deeds import DEEDS
from tests.faults.dying import do

AWAY = 503
PEACEFUL = 2


@dataclass
class Tally:
    """What came of it; ``wrong`` names everything that must never be."""

    deed: str
    steps: int = 0
    killed: int = 0
    acknowledged: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def every(count):
    """All steps, and one after the last."""
    return range(1, count + 2)


def some(number, seed):
    """A few steps, always with the first, the last, and the moment after the answer among them."""

    def choose(count):
        dice = random.Random(seed)  # noqa: S311 -- the same steps in each run
        return sorted({1, count, count + 1, *dice.sample(range(1, count + 1), min(number, count))})

    return choose


@contextmanager
def installed(settings):
    """An application of the parent's own over the database that the children share."""
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        db.create_all()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def silent(_text):
    """Tell nobody how far it is."""


def suffer(app, name, choose, server=None, tell=silent):
    """Do the deed twice in peace, then once for each chosen step with a death at it.

    Twice, because the first sheet or version has fewer steps than all that replace another: its
    last step would not be theirs, and nobody would die between a commit and its answer.
    ``tell`` hears how far it is, in words.
    """
    deed, settings = DEEDS[name](app), app.extensions["settings"]
    tally = Tally(name)
    for n in range(PEACEFUL):
        code, answer, seen = do(settings, deed.order(n))
        assert code == 0, answer
        assert deed.again(n, deed.acknowledged(answer))
    tally.steps = len(seen)
    steps = list(choose(len(seen)))
    for n, at in enumerate(steps, start=PEACEFUL):
        order = deed.order(n)
        victims = server.processes() if server else ()
        code, answer, _ = do(settings, order, at=at, victims=victims)
        if server:
            server.start_again()
        assert server or code, f"nobody died at step {at}"
        _judge(tally, deed, (n, at), answer)
        tell(f"{n - PEACEFUL + 1} of {len(steps)} died, at step {at} of {len(seen)}")
    tally.wrong += deed.count()
    return tally


def _judge(tally, deed, place, answer):
    n, at = place
    db.session.rollback()
    told = deed.acknowledged(answer)
    tally.killed += 1  # at the step, or just after the answer: somebody dies each time
    tally.acknowledged += bool(told)
    if answer and not told:
        tally.refused += 1
        if answer[0] != AWAY or "Traceback" in answer[1]:
            tally.wrong.append(f"step {at}: answered {answer[0]}")
    if deed.again(n, told) != told and told:
        tally.wrong.append(f"step {at}: another acknowledgement than before")
