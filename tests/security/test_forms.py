"""Every form: refused without its token, and never a server error whatever is sent to it."""

from __future__ import annotations

import os
import random
import time

import pytest

from competition.models import db
from tests import scenes, scenes_two
from tests.routes_table import METHODS, routes

# The test client leaves the file open that a body which is refused was kept in.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PARTS = {"round_key": "case", "key": "case", "entry": "first", "choice": "give", "wanted": "open"}
SECONDS = 30
# How many malformed requests to send, however long that takes; without it, as many as fit.
MALFORMED = int(os.environ.get("MALFORMED", "0"))
NASTY = (
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "9" * 400,
    "\x00",
    "\ud800",
    "\u202e\u200b",
    "' OR 1=1 --",
    "<script>",
    "{{7*7}}",
    "%s%n",
    "../../..",
    "\r\nX: y",
    "=1+1",
    "一" * 5000,
    "true",
    "[]",
    "1,25",
    "2" * 20,
)
FIELDS = [
    "reason",
    "state",
    "mode",
    "name",
    "number",
    "code",
    "contest",
    "username",
    "password",
    "roles",
    "kind",
    "seed",
    "way",
    "revision",
    "base",
    "check",
    "deed",
    "draw",
    "points",
    "mark-law",
    "secret",
    "pin",
    "device",
    "person",
    "panel",
    "present",
    "wanted",
    "proposal",
    "decision",
    "answer",
    "text",
    "days",
    "scopes",
    "title",
    "slug",
    "start",
    "rules",
    "reason_class",
    "chosen",
    "issuer",
    "holder",
    "document_type",
    "document_number",
    "phone",
    "held_level",
    "consent",
    "correction",
    "withdrawal_reason",
    "codes",
    "rounds-0-key",
    "rounds-0-weight",
    "publicity_days",
    "zone",
    "active",
    "trainee",
    "page",
    "sort",
    "size",
    "version",
]


@pytest.fixture
def sides(app):  # noqa: ARG001 -- the rows need its database
    return scenes_two.side("ours", "本校", 101), scenes_two.side("theirs", "外校", 901)


def paths(app, side, methods):
    """Every address with the side's own ids in it: method, path."""
    ids = side.ids | PARTS | {"slug": side.slug, "kind": "level", "design": "level-classic"}
    ids |= {"purpose": "revocation", "code": "ours-1"}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static" or rule.endpoint.startswith("api-docs"):
                continue
            wanted = {part: ids.get(part, "1") for part in rule.arguments}
            for method in sorted(rule.methods & METHODS & methods):
                yield method, app.url_for(rule.endpoint, **wanted)


def test_post_without_a_token_is_refused_everywhere(app, client, sides):
    ours, _ = sides
    scenes.sign_in(client, ours.person.username)
    with client.session_transaction() as session:
        session["entrant"] = (ours.ids["entrant_id"], 0)
    app.config["WTF_CSRF_ENABLED"] = True
    before, wrong, tried = scenes_two.everything(), [], 0
    for method, path in paths(app, ours, METHODS - {"GET"}):
        if path.startswith("/api/"):
            continue  # by bearer token: test_session_opens_no_api
        for body in ({"data": {"reason": "x"}}, {"json": {"reason": "x"}}):
            answer = client.open(path, method=method, **body)
            tried += 1
            if answer.status_code not in {400, 404, 405}:
                wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert tried > 120
    assert scenes_two.everything() == before


def test_session_opens_no_api(client, sides):
    ours, _ = sides
    scenes.sign_in(client, ours.person.username)
    base = f"/api/v1/contests/{ours.slug}"
    asked = [client.get(f"{base}/{name}") for name in ("entrants", "marks", "ranking")]
    asked.append(client.post(f"{base}/entrants", json={"entrants": [{"name": "甲"}]}))
    assert [answer.status_code for answer in asked] == [401] * 4


def body_of(dice):
    names = dice.sample(FIELDS, dice.randint(0, 12))
    return {name: dice.choice(NASTY) for name in names}


def malformed(dice):
    """The keywords of one request that no form of ours would send."""
    kind = dice.randrange(6)
    if kind == 0:
        return {"json": dice.choice([None, [], 1, "x", {"a": []}, {"entrants": 1}, body_of(dice)])}
    if kind == 1:
        return {"data": dice.randbytes(dice.randrange(300)), "content_type": dice.choice(TYPES)}
    clean = {name: text.encode("utf-8", "surrogatepass") for name, text in body_of(dice).items()}
    if kind == 2:
        return {"query_string": {name: text.decode("latin-1") for name, text in clean.items()}}
    return {"data": {name: text.decode("utf-8", "replace") for name, text in clean.items()}}


TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/xml",
    "\x7f/;;",
)


def test_malformed_requests_never_end_in_a_server_error(app, client, sides):
    """The checking client fails on any answer of 500 or more, and reads every page it gets."""
    ours, _ = sides
    scenes.sign_in(client, ours.person.username)
    dice, ended, asked = random.Random(20231020), time.monotonic() + SECONDS, 0  # noqa: S311 -- no secret
    known = sorted(set(paths(app, ours, METHODS)))
    known = [one for one in known if "sign-out" not in one[1] and "what-if" not in one[1]]
    while asked < MALFORMED if MALFORMED else time.monotonic() < ended:
        method, path = dice.choice(known)
        ours.contest.state = dice.choice(["setup", "open", "judging", "reviewed", "final"])
        db.session.commit()
        client.open(path, method=method, **malformed(dice))
        asked += 1
    assert asked == MALFORMED or asked > 100


def test_addresses_with_unfit_parts_are_not_found(app, client, sides):
    ours, _ = sides
    scenes.sign_in(client, ours.person.username)
    rules = {rule for _, rule, _ in routes(app) if "<" in rule}
    for rule in sorted(rules):
        for text in ("99999999999999999999999", "%00", "%F0%9F%92%A9", "..%2f..", "x" * 3000):
            parts = rule.split("/")
            path = "/".join(text if "<" in part else part for part in parts)
            client.get(path.replace(text, ours.slug, 1) if "<slug>" in rule else path)
