"""A hall at work while its processes are killed: judges send, two publish, one issues, one keeps.

``weather`` runs it for some seconds and returns the counts; the same serves the quick test and the
long run of ``benchmarks/faults.py``.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from competition.app import create_app
from competition.cli.db import upgrade
from competition.jobs.running import run, unattended
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.contest import Contest
from competition.models.judging import Receipt, SheetRevision
from competition.models.staff import Membership
from config import load
from tests import scenes, scenes_issuing, scenes_judging, scenes_results
from tests.faults.counting import certificates_wrong, chain_wrong, versions_wrong
from tests.faults.crowd import Issuer, Judge, Person, Publisher
from tests.faults.installation import Installation
from tests.faults.keeping import Keeper, put_back_wrong

JUDGES, ENTRANTS, CONTESTS = 4, 6, 4
STALE = timedelta(seconds=8)  # in which three certificates are made
LAST_WORDS = 60  # seconds in which everybody ends what was begun


@dataclass
class Counts:
    """What happened, and what must never be."""

    kills: Counter = field(default_factory=Counter)
    acknowledged: int = 0
    repeats: int = 0
    published: int = 0
    certificates: int = 0
    backups: int = 0
    refused_backups: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def stage(home, database=None, redis_url=None):
    """An installation with its contests, and the parent's own view of the database."""
    with closing(Installation(home, database, redis_url)) as installation:
        settings = replace(load(installation.environ), testing=True)
        with create_app(settings).app_context():
            upgrade()
            people = _people()
            scenes_issuing.making_keys(settings)
            installation.start()
            try:
                yield installation, people
            finally:
                db.session.remove()
                db.engine.dispose()


def _people():
    """Everybody's names and numbers, once their contests are there."""
    hall = scenes_judging.hall(JUDGES, ENTRANTS)
    contest = scenes_results.full(5, slug="publish")
    for name, role in (("qian", "organiser"), ("sun", "supervisor")):
        scenes.person(name, contest, role)
    zhao = scenes.person("zhao")
    slugs = tuple(f"contest-{n}" for n in range(CONTESTS))
    for slug in slugs:
        made = scenes_issuing.decided(slug=slug, result=scenes_issuing.RESULT[2:4])
        db.session.add(Membership(contest_id=made.id, user_id=zhao.id, role="organiser"))
    db.session.commit()
    return {judge.username: judge.id for judge in hall.judges}, slugs


def silent(_text):
    """Tell nobody how far it is."""


def weather(installation, people, kills, seed, *, pause=(0.5, 2.5), tell=silent):  # noqa: PLR0913
    """Let everybody work while something is killed ``kills`` times, ``pause`` apart; count.

    ``tell`` hears how far it is, in words.
    """
    over, counts = threading.Event(), Counts()
    judges, others = _crowd(installation.address, people, over)
    keeper = Keeper(installation, installation.home / "kept", over, judges)
    with _at_work((*judges, *others, keeper), over, tell):
        for n, name in enumerate(
            _kills(installation, keeper, kills, random.Random(seed), pause),  # noqa: S311 -- the same kills in each run
            start=1,
        ):
            counts.kills[name] += 1
            tell(f"{n} of {kills} killed: {name}")
        installation.wait()
    counts.wrong += installation.ended_by_itself
    counts.published = sum(getattr(one, "published", 0) for one in others)
    _end_issuing(installation, people[1])
    tell("the last backup, and back")
    keeper.keep(keeper.folder / "last.zip")
    counts.wrong += put_back_wrong(installation, keeper.taken[-1], installation.home / "after")
    for person in (*judges, *others, keeper):
        counts.wrong += [f"{person.name_} goes on"] * person.is_alive() + person.errors
    counts.backups, counts.refused_backups = len(keeper.taken), keeper.refused
    tell("counting")
    _count(counts, judges)
    return counts


@contextmanager
def _at_work(people, over, tell):
    """Everybody works until the end, whatever ends it, and nobody beyond it."""
    for person in people:
        person.start()
    try:
        yield
    finally:
        over.set()
        tell("everybody ends what was begun")
        for person in people:
            person.join(LAST_WORDS)


def _crowd(address, people, over):
    ids, slugs = people
    draws = tuple(str(place) for place in range(1, ENTRANTS + 1))
    judges = [Judge(address, name, over, user_id=id_, draws=draws) for name, id_ in ids.items()]
    partner = Person(address, "sun", over)
    publisher = Publisher(address, "qian", over, partner=partner)
    return judges, [publisher, Issuer(address, "zhao", over, slugs=slugs)]


def _kills(installation, keeper, kills, dice, pause):
    """Everything that can be killed has its turn, in an order of the dice, and then again."""
    names = []
    for _ in range(kills):
        installation.wait()
        time.sleep(dice.uniform(*pause))
        victims = installation.victims() | {"a backup": keeper.kill}
        names = names or dice.sample(sorted(victims), len(victims))
        name = names.pop()
        victims[name]()
        yield name


def _end_issuing(installation, slugs):
    """The work that a killed worker left is taken up; here at once, by the next after 90 s."""
    app = create_app(replace(load(installation.environ), testing=True))
    deadline = time.monotonic() + LAST_WORDS
    while time.monotonic() < deadline and _uncertified(slugs):
        for job_id in unattended(timedelta(0)):
            run(app, job_id, STALE)
        time.sleep(0.5)
    with app.app_context():
        db.engine.dispose()


def _uncertified(slugs):
    db.session.rollback()
    wanted = select(Contest.slug).where(Contest.slug.in_(slugs), Contest.state != "certified")
    return list(db.session.scalars(wanted))


def _count(counts, judges):
    receipts = {name: told for judge in judges for name, told in judge.receipts.items()}
    counts.acknowledged = len(receipts)
    counts.repeats = sum(judge.repeats for judge in judges)
    counts.wrong += _marks_wrong(receipts)
    counts.wrong += versions_wrong() + certificates_wrong(each=3) + chain_wrong()
    issued = select(AuditLine).where(AuditLine.action == "certificates:issued")
    counts.certificates = sum(len(line.detail["numbers"]) for line in db.session.scalars(issued))


def _marks_wrong(receipts):
    """Every acknowledged sheet is stored once, as it was sent, under the number that was told."""
    db.session.rollback()
    kept = {one.submission_id: one for one in db.session.scalars(select(Receipt))}
    told = [
        line.detail["submission"]
        for line in db.session.scalars(select(AuditLine).where(AuditLine.action.like("sheet:%")))
    ]
    stored = {
        (one.sheet_id, one.revision): one.marks for one in db.session.scalars(select(SheetRevision))
    }
    wrong = [f"lost {name}" for name in receipts if name not in kept]
    wrong += [f"doubled {name}" for name, times in Counter(told).items() if times > 1]
    revisions = {(one.sheet_id, one.revision) for one in kept.values()}
    wrong += ["receipts and revisions differ"] * (revisions != set(stored))
    for name in receipts.keys() & kept.keys():
        number, revision, _draw, marks = receipts[name]
        row = kept[name]
        if (row.number, row.revision) != (number, revision):
            wrong.append(f"another receipt for {name}")
        if _plain(stored.get((row.sheet_id, row.revision))) != _plain(marks):
            wrong.append(f"other marks for {name}")
    return wrong


def _plain(marks):
    return {key: float(text) for key, text in (marks or {}).items()}
