"""A contest whose result is final, for tests about certificates."""

from __future__ import annotations

from hashlib import sha256

from certificates import make_authority
from competition.domain.actor import Actor
from competition.models import db
from competition.models.results import ResultVersion
from tests import scenes

NAMES = ("郑文博", "王芳", "王芳", "古丽·买买提", "李娜")
BODY = "S000033000001"


def line(entrant, place=None, prize=None, level=None, titles=()):
    """One entrant of a result as the contract has it, as far as awards go."""
    promotion = {"level": level, "granted": True, "reasons": []} if level else None
    return {
        "entrant": entrant,
        "rank": place,
        "prize": prize,
        "promotion": promotion,
        "titles": list(titles),
    }


RESULT = (
    line("001", 1, "first", 2, ("gold-worker", "skill-expert")),
    line("002", 2, "second", 2, ("gold-worker", "skill-expert")),
    line("003", 3, "second"),
    line("004", 4, "third", 3),
    line("005", 11),
)
GRANTED = 11  # certificates that RESULT grants


def decided(state="final", result=RESULT, slug="quzhou-2023", **columns):
    """A contest with five entrants and a final result that grants eleven certificates."""
    contest = scenes.contest(state=state, slug=slug, **columns)
    for entrant, name in zip(scenes.entrants(contest, len(NAMES)), NAMES, strict=True):
        entrant.name, entrant.document_number = name, "330802199001011234"
    db.session.commit()
    published(contest, result)
    return contest


def published(contest, result, number=1, standing="final"):
    """A version of the result."""
    chief = scenes.person(f"chief-{contest.slug}-{number}", contest, "organiser")
    version = ResultVersion(
        contest_id=contest.id,
        number=number,
        standing=standing,
        rules_text=contest.rules_text,
        rules_sha256=contest.rules_sha256,
        marks_text="",
        marks_sha256=sha256(b"").hexdigest(),
        result={"schema": 1, "contest": contest.slug, "entrants": list(result)},
        result_sha256="0" * 64,
        audit_head="0" * 64,
        proposed_by=chief.id,
        published_by=chief.id,
        published_at=scenes.NOON,
    )
    db.session.add(version)
    db.session.commit()
    return version


def organiser(contest, name="zhao", *roles):
    """A person who issues, and the actor that the services see."""
    user = scenes.person(name, contest, *(roles or ("organiser",)))
    return Actor(kind="staff", id=user.id, name=user.name, role="organiser")


def making_keys(settings):
    """The signing keys of an installation, for processes that must find the same ones."""
    make_authority(settings.keys)
