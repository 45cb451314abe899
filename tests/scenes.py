"""Small worlds for tests, made of rows: no service is needed to stand on them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from flask_security import hash_password

import competition
from competition.models import db
from competition.models.contest import Contest, Criterion, Round
from competition.models.entrant import Entrant
from competition.models.staff import Membership, User
from competition.web.signin import datastore

NOON = datetime(2023, 10, 20, 4, 0, tzinfo=UTC)
PRESET = Path(competition.__file__).parent / "exchange/presets/quzhou.toml"
PASSWORD = "correct horse battery"


def contest(state="setup", rules=None, slug="quzhou-2023", **columns):
    """A contest with its rounds and criteria mirrored from ``rules`` (default: the preset)."""
    text = rules or PRESET.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    made = Contest(
        slug=slug,
        title=table["contest"]["title"],
        state=state,
        rules_text=text,
        rules_sha256=sha256(text.encode()).hexdigest(),
        created_at=NOON,
        rounds=[_round(position, item) for position, item in enumerate(table["rounds"])],
        **columns,
    )
    db.session.add(made)
    db.session.commit()
    return made


def _round(position, item):
    whole = {"key": "", "title": item["title"], "full_mark": item["full_mark"]}
    return Round(
        key=item["key"],
        title=item["title"],
        position=position,
        judging=item["judging"],
        state="open",
        criteria=[
            Criterion(
                key=one["key"],
                title=one["title"],
                position=place,
                full_mark=Decimal(one["full_mark"]),
                step=Decimal(one["step"]) if "step" in one else None,
            )
            for place, one in enumerate(item.get("criteria", [whole]))
        ],
    )


def entrants(of, count, **columns):
    """``count`` entrants 001, 002, … with draw numbers 1, 2, …"""
    made = [
        Entrant(
            contest_id=of.id,
            number=f"{place:03}",
            draw_number=str(place),
            name=f"选手{place}",
            employer="某单位",
            **columns,
        )
        for place in range(1, count + 1)
    ]
    db.session.add_all(made)
    db.session.commit()
    return made


def person(name, of=None, *roles, trainee=False):
    """A member of the staff called ``name`` with ``roles`` in the contest ``of``."""
    user = datastore.create_user(
        username=name, name=name, email=f"{name}@example.org", password=hash_password(PASSWORD)
    )
    db.session.flush()
    assert isinstance(user, User)
    for role in roles:
        seated(user, of, role, trainee=trainee)
    db.session.commit()
    return user


def seated(user, of, role, *, trainee=False):
    """One more role for somebody; not committed."""
    db.session.add(Membership(contest_id=of.id, user_id=user.id, role=role, trainee=trainee))


def sign_in(client, name):
    """Sign ``name`` in through the real form."""
    answer = client.post("/sign-in", data={"username": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client
