"""Worlds with marks: what judges and clerks would have left in the tables."""

from __future__ import annotations

import random
from decimal import Decimal

from sqlalchemy import select

from competition.domain.actor import Actor
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.entrant import Attendance
from competition.models.judging import Sheet, SheetMark
from competition.models.staff import User
from competition.services import publication
from tests import scenes


def round_of(contest, key):
    return next(item for item in contest.rounds if item.key == key)


def sheet(entrant, round_, marks, *, by, **columns):
    """A sheet with ``marks`` by criterion (a plain figure: the one mark of the round)."""
    columns = {"state": "signed", "revision": 1, "updated_at": scenes.NOON, **columns}
    given = marks if isinstance(marks, dict) else {"": marks}
    made = Sheet(
        round_id=round_.id,
        entrant_id=entrant.id,
        user_id=by.id,
        **columns,
        marks=[SheetMark(criterion=key, mark=Decimal(str(mark))) for key, mark in given.items()],
    )
    db.session.add(made)
    return made


def theory(entrant, mark, *, by, state="signed"):
    """A theory mark that two entries agree on."""
    of = db.session.get(Contest, entrant.contest_id)
    for entry in ("first", "second"):
        sheet(entrant, round_of(of, "theory"), mark, by=by, entry=entry, state=state)


FULL = {"law": 60, "analysis": 50, "strategy": 40, "speech": 30, "manner": 20}  # in half points


def _shared(total):
    """Marks of the five criteria, each on its step, that add up to ``total`` (a multiple of ½)."""
    left, room, marks = round(2 * Decimal(str(total))), sum(FULL.values()), {}
    for key, full in FULL.items():
        half_points = -(-left * full // room)
        marks[key] = Decimal(half_points) / 2
        left, room = left - half_points, room - full
    return marks


def case(entrant, totals, *, by, state="signed"):
    """Case sheets of the seats J1, J2, … whose criteria add up to ``totals``."""
    of = db.session.get(Contest, entrant.contest_id)
    for place, total in enumerate(totals, start=1):
        marks = _shared(total)
        sheet(entrant, round_of(of, "case"), marks, by=by, seat=f"J{place}", state=state)


SPECIAL = 5  # from so many entrants on, the special cases are among them


def full(count, *, seed=7, state="reviewed", slug="quzhou-2023", panel=5):
    """A contest of ``count`` entrants with every mark given, but for one of each special case.

    002 is absent from the case, 003 disqualified, 004 out of competition; J2 recused from 005.
    """
    of = scenes.contest(state=state, slug=slug)
    entrants = scenes.entrants(of, count)
    clerk = scenes.person(f"clerk-{slug}", of, "clerk")
    dice = random.Random(seed)  # noqa: S311 -- invented marks
    for entrant in entrants:
        level = dice.uniform(58, 95)
        theory(entrant, _step(level + dice.uniform(-9, 6)), by=clerk)
        if entrant.number != "002" or count < SPECIAL:
            case(entrant, [_step(level + dice.uniform(-5, 5)) for _ in range(panel)], by=clerk)
    _special(of, {entrant.number: entrant for entrant in entrants})
    db.session.commit()
    return of


def _special(of, by_number):
    if len(by_number) < SPECIAL:
        return
    case = round_of(of, "case")
    db.session.add(Attendance(entrant=by_number["002"], round_id=case.id, state="absent"))
    by_number["003"].state = "disqualified"
    by_number["004"].state = "unofficial"
    db.session.flush()
    recused = db.session.scalar(
        select(Sheet).where(Sheet.entrant_id == by_number["005"].id, Sheet.seat == "J2")
    )
    recused.state = "recused"
    recused.marks.clear()


def _step(mark):
    return Decimal(min(max(round(mark * 2), 0), 200)) / 2


def pair():
    """Two people who publish: one proposes, the other confirms."""
    for name in ("proposer", "confirmer"):
        if not db.session.scalar(select(User.id).where(User.username == name)):
            scenes.person(name)
    ids = {user.username: user.id for user in db.session.scalars(select(User))}
    return (
        Actor("staff", ids["proposer"], "proposer", "organiser"),
        Actor("staff", ids["confirmer"], "confirmer", "supervisor"),
    )


def published(contest, *, reason="", now=scenes.NOON):
    """The contest's next version, proposed by one and confirmed by another."""
    first, second = pair()
    proposal = publication.propose_publication(first, now, contest_id=contest.id, reason=reason)
    return publication.confirm(second, now, contest_id=contest.id, proposal_id=proposal.id)


def certificate(version, entrant_id, kind, award):
    """An issued certificate as its table holds it; there is no file behind it."""
    return Certificate(
        contest_id=version.contest_id,
        version_id=version.id,
        entrant_id=entrant_id,
        kind=kind,
        award=award,
        number="0001",
        code="CODE",
        holder_masked="选*",
        holder_index="index",
        issuer="衢州市总工会",
        issued_on=scenes.NOON.date(),
        specimen=True,
        facts="{}",
        design="prize-classic",
        state="issued",
        status_index=1,
    )
