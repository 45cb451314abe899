"""A hall in which judging is on: judges with seats, entrants with draw numbers, clerks."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from competition.domain.actor import Actor
from competition.domain.sync import Submission
from competition.models import db
from competition.models.contest import Round
from competition.models.judging import Assignment
from competition.services import cards, sheets
from tests import scenes

FULL = {"law": "25.5", "analysis": "20", "strategy": "16", "speech": "12.5", "manner": "9"}


@dataclass
class Hall:
    """A contest that is being judged."""

    contest: object
    case: Round
    theory: Round
    judges: list = field(default_factory=list)

    def seat(self, user, seat, **columns):
        db.session.add(Assignment(round_id=self.case.id, user_id=user.id, seat=seat, **columns))
        db.session.commit()


def hall(judges=2, count=3, state="judging", **columns):
    """A hall with ``judges`` judges j1, j2, … in the case round and ``count`` entrants."""
    contest = scenes.contest(state, **columns)
    scenes.entrants(contest, count)
    case = round_of(contest, "case")
    made = Hall(contest, case, round_of(contest, "theory"))
    for place in range(1, judges + 1):
        judge = scenes.person(f"j{place}", contest, "judge")
        made.seat(judge, f"J{place}")
        made.judges.append(judge)
    return made


def card(contest, judge, pin="246810", word="token"):
    """A card with a PIN, as an organiser of the contest makes it."""
    kept = hashlib.sha256(word.encode()).hexdigest()
    secrets = kept, scenes.hash_password(pin)
    return cards.make_card(actor(judge, "organiser"), scenes.NOON, contest.id, judge.id, secrets)


def round_of(contest, key):
    return db.session.scalar(select(Round).where(Round.contest_id == contest.id, Round.key == key))


def actor(user, role="judge"):
    return Actor(kind="staff", id=user.id, name=user.name, role=role)


def marks(**changed):
    """A full set of marks for the case round; ``law="30"`` and so on changes some."""
    return {key: Decimal(text) for key, text in (FULL | changed).items()}


def submission(base=0, state="submitted", given=None, **columns):
    return Submission(
        columns.pop("id", None) or str(uuid.uuid4()),
        base,
        state,
        marks() if given is None else given,
        **columns,
    )


def submit(of, judge, draw="1", base=0, now=scenes.NOON, **columns):
    """``judge`` submits a sheet for ``draw``; the receipt that the server gave."""
    address = sheets.Address(of.case.id, draw)
    return sheets.submit_sheet(actor(judge), now, address, submission(base, **columns))
