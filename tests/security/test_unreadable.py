"""Text and JSON that no database, file or page can hold are refused, whichever database it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from competition.models import db
from competition.web.limits import limiter
from tests import scenes, scenes_api, scenes_two
from tests.routes_table import METHODS
from tests.scenes_api import OF, bearer
from tests.security.conftest import served
from tests.security.test_forms import FIELDS, paths

JSON = {"content_type": "application/json"}
DEEP = b"[" * 20_000
NEARLY_TOO_DEEP = b'{"username":' + b"[" * 900 + b"]" * 900 + b"}"  # read, but not printed again
HALF_A_PAIR = rb'{"username": "\ud800", "device": "\ud800", "pin": "\udfff", "password": "x"}'
RAW_HALF = b'{"username": "\xed\xa0\x80", "device": "\xed\xa0\x80"}'
NAME_OF_A_VALUE = rb'{"\ud800": 1}'
UNFIT = (DEEP, NEARLY_TOO_DEEP, HALF_A_PAIR, RAW_HALF, NAME_OF_A_VALUE)
PLACES = (
    "/sign-in",
    "/sign-out",
    "/judge/resume",
    "/judge/card/x",
    "/me/sign-in",
    "/me/sign-out",
    "/verify",
    "/account/confirm",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, settings, monkeypatch):
    """The application on either database; nothing is counted, so that every view is reached."""
    monkeypatch.setattr(limiter, "enabled", False)
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
        settings = replace(settings, database_url=url)
    with served(settings, WTF_CSRF_ENABLED=False) as app:
        monkeypatch.setattr(limiter, "enabled", False)
        yield app


@pytest.mark.parametrize("body", UNFIT)
@pytest.mark.parametrize("place", PLACES)
def test_json_that_nothing_can_hold_is_refused_before_anybody_is_known(limited, place, body):
    answer = limited.test_client().post(place, data=body, **JSON)
    assert answer.status_code < 500
    if place in {"/sign-in", "/judge/resume"}:
        assert answer.status_code in {400, 403}


def test_sentence_of_a_refused_body_is_the_usual_one(limited):
    answer = limited.test_client().post("/sign-in", data=DEEP, **JSON)
    usual = limited.test_client().post("/sign-in", data=b"{", **JSON)
    assert answer.status_code == usual.status_code == 400
    assert "error-summary" not in answer.text
    assert (
        answer.text.split("<main")[1].split("request")[0]
        == (usual.text.split("<main")[1].split("request")[0])
    )


@pytest.mark.parametrize("body", UNFIT)
def test_interface_names_a_body_that_nothing_can_hold(client, body):
    shown = scenes_api.secret(scenes.contest(state="open"), "entrants:write")
    answer = client.post(f"{OF}/entrants", data=body, headers=bearer(shown), **JSON)
    assert (answer.status_code, answer.json["code"]) == (422, "request_unfit")
    assert answer.json["errors"][0]["at"] == "json"


def test_pairs_and_what_only_looks_like_half_of_one_are_taken(client):
    shown = scenes_api.secret(scenes.contest(state="open"), "entrants:write")
    body = rb'{"entrants": [{"name": "\ud842\udfb7\u91ce", "employer": "C:\\ud800"}]}'
    asked = f"{OF}/entrants?dry_run=true"
    answer = client.post(asked, data=body, headers=bearer(shown), **JSON)
    assert answer.json == {"new": 1, "changed": 0, "unchanged": 0}


# The test client leaves the file open that a body which is refused was kept in.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_nul_is_a_server_error_where_the_database_holds_none(settings, fresh_postgres_url):
    """The client fails on any answer of 500 or more."""
    with served(replace(settings, database_url=fresh_postgres_url), WTF_CSRF_ENABLED=False) as app:
        limiter.enabled = False
        side = scenes_two.side("ours", "本校", 101)
        nul = dict.fromkeys(FIELDS, "a\x00b")
        shown = bearer(scenes_api.secret(side.contest, by="program"))
        client, stranger = (
            scenes.sign_in(app.test_client(), side.person.username),
            app.test_client(),
        )
        for method, path in sorted(set(paths(app, side, METHODS))):
            who = stranger if path.startswith(("/sign-", "/me/")) else client
            ways = [{"query_string": nul}] if method == "GET" else [{"data": nul}, {"json": nul}]
            for way in ways:
                who.open(path, method=method, **way, headers=shown)


def test_nul_in_a_name_is_told_to_the_program_that_sent_it(either):
    contest = scenes.contest(state="open")
    headers = bearer(scenes_api.secret(contest, "entrants:write"))
    sent = {"entrants": [{"name": "王\x00芳"}]}
    answer = either.test_client().post(f"{OF}/entrants", json=sent, headers=headers)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["at"] == "json/entrants/0/name"


@pytest.mark.parametrize("field", ["username", "password"])
def test_nul_at_the_sign_in_is_a_refusal(either, field):
    scenes.person("li")
    db.session.commit()
    given = {"username": "li", "password": scenes.PASSWORD} | {field: "li\x00"}
    for body in ({"data": given}, {"json": given}):
        answer = either.test_client().post("/sign-in", **body)
        assert answer.status_code in {200, 400}
