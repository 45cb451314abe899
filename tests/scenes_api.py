"""Programs with tokens, and a contest for them to read."""

from __future__ import annotations

from datetime import UTC, datetime

from competition.domain.actor import Actor
from competition.domain.permissions import SCOPES
from competition.services import tokens
from tests import scenes
from tests import scenes_results as results

API = "/api/v1"
OF = f"{API}/contests/quzhou-2023"
NEEDED = {
    ("GET", f"{OF}/entrants"): "entrants:read",
    ("POST", f"{OF}/entrants"): "entrants:write",
    ("GET", f"{OF}/marks"): "marks:read",
    ("GET", f"{OF}/ranking"): "ranking:read",
}


def published(count=6, **columns):
    """A contest with every kind of entrant and one published version."""
    contest = results.full(count, **columns)
    results.published(contest)
    return contest


def secret(contest, *scopes, by="li", days=90, made=None):
    """The secret of a token with ``scopes`` (none: all) that an organiser of the contest made."""
    maker = scenes.person(by, contest, "organiser")
    actor = Actor("staff", maker.id, maker.name, "organiser")
    wanted = tokens.Wanted("大屏", scopes or tuple(SCOPES), days)
    return tokens.make_token(actor, made or datetime.now(UTC), contest_id=contest.id, wanted=wanted)


def bearer(shown):
    """The headers that show a token."""
    return {"Authorization": f"Bearer {shown}"}
