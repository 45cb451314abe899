"""A mark that turns the ranking moves no byte of what people outside are answered before it is out.

A page need not show a mark to tell of it: a tag, a length or a title that moves says as much. The
addresses come from the URL map, so that a new one is tried without anybody thinking of it.
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from competition.domain.actor import Actor
from competition.models import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.queries import ranking
from competition.services import theory
from competition.web.limits import limiter
from tests import scenes, scenes_results, scenes_two
from tests.security.test_forms import paths

# The same id for every request; an address outside, to which this machine's figures are not shown.
ASKED = {
    "headers": {"X-Request-ID": "side-doors-0001"},
    "environ_overrides": {"REMOTE_ADDR": "203.0.113.9"},
}
# What is new in each answer whoever asks, though the clock stands: tokens of forms and nonces.
NOISE = re.compile(
    rb'(?<=name="csrf_token" value=")[^"]+|(?<=name="csrf-token" content=")[^"]+|(?<="csrf":")[^"]+'
    rb"|(?<=nonce-)[\w+/=-]+|(?<=nonce=\")[^\"]+|(?<=Set-Cookie: session=)[^;]+"
)
SIGNED = re.compile(rb"(?<![\w.-])(eyJ[\w-]+)\.([\w-]+)\.[\w-]+")
HALF_AN_HOUR = timedelta(minutes=30)
LATER = scenes.NOON + 2 * HALF_AN_HOUR
UNDER_WAY = ("judging", "locked", "reviewed")


def first_time():
    """A contest that never had a result."""
    return scenes_two.Side(scenes_results.full(5, slug="ours"), None, None)


def withdrawn():
    """A contest whose result was out, with certificates, and is withdrawn."""
    made = scenes_two.side("ours", "本校", 101)
    made.version.standing = "withdrawn"
    return made


def answer_bytes(answer):
    """Status, headers and body in one, without what is new each time."""
    lines = [f"{name}: {value}" for name, value in sorted(answer.headers)]
    whole = "\n".join([answer.status, *lines, "", ""]).encode() + answer.get_data()
    answer.close()
    return SIGNED.sub(unsigned, NOISE.sub(b"*", whole))


def unsigned(match):
    """What a signed token says, without the signature."""
    return b"\n".join(base64.urlsafe_b64decode(part + b"==") for part in match.groups())


def answers(app, client, side):
    """Every address that can be got, and what it answers; signing out would change who asks."""
    known = sorted({path for _, path in paths(app, side, {"GET"}) if "sign-out" not in path})
    return {path: answer_bytes(client.get(path, **ASKED)) for path in known}


def differing(before, after):
    """The addresses that answer otherwise, each with the first lines that differ."""
    found = {}
    for path, known in before.items():
        if known != after[path]:
            lines = zip(known.splitlines(), after[path].splitlines(), strict=False)
            found[path] = [pair for pair in lines if pair[0] != pair[1]][:3]
    return found


def leader(side):
    db.session.expire_all()
    lines = ranking.live(db.session.get(Contest, side.contest.id)).ranking.lines
    return next(line.entrant for line in lines if line.rank == 1)


def turn(side, state):
    """A third person settles the leader's paper at nothing, as the service does it."""
    leading = leader(side)
    side.contest.state = "judging"
    db.session.commit()
    third = scenes.person("third")
    actor = Actor("staff", third.id, third.name, "chief_judge")
    paper = scenes_results.round_of(side.contest, "theory")
    theory.settle_paper(actor, LATER - HALF_AN_HOUR, paper.id, leading, {"": Decimal(0)})
    side.contest.state = state
    db.session.commit()
    assert leader(side) != leading


def as_contestant(client, side):
    """Sign the leader in: of all the contestants the one whose own page would move."""
    who = select(Entrant.id).where(
        Entrant.contest_id == side.contest.id, Entrant.number == leader(side)
    )
    with client.session_transaction() as session:
        session["entrant"] = (db.session.scalar(who), 0)
    client.get("/", **ASKED)  # the first answer alone sets a cookie


@pytest.fixture
def _still(monkeypatch, time_machine):
    """The clock stands, and no limit refuses: a refusal would be the same both times."""
    time_machine.move_to(LATER, tick=False)
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize("who", ["nobody", "contestant"])
@pytest.mark.parametrize("made", [first_time, withdrawn])
@pytest.mark.parametrize("state", UNDER_WAY)
def test_no_answer_moves_with_a_mark_before_publication(app, client, state, made, who):
    side = made()
    side.contest.state = state
    db.session.commit()
    if who == "contestant":
        as_contestant(client, side)
    before = answers(app, client, side)
    turn(side, state)
    assert differing(before, answers(app, client, side)) == {}
    answered = {path for path, whole in before.items() if whole.startswith(b"200 ")}
    assert {"/", "/c/ours/", "/c/ours/results", "/c/ours/cover.png", "/verify"} <= answered
