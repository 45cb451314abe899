"""Every refusal is a problem document, whoever raised it."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from competition.app import create_app
from competition.web.limits import limiter
from tests import scenes, scenes_api
from tests.scenes_api import API, OF, bearer
from tests.services_external import free_port

KEYS = {"type", "title", "status", "code", "detail", "request_id"}


def is_problem(answer, status, code):
    assert answer.mimetype == "application/problem+json"
    assert answer.json.keys() - {"errors"} == KEYS
    assert (answer.status_code, answer.json["status"], answer.json["code"]) == (
        status,
        status,
        code,
    )
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]
    return answer


def test_unknown_address(client):
    is_problem(client.get(f"{API}/nothing"), 404, "not_found")
    is_problem(client.get("/api/v2/contests"), 404, "not_found")


def test_unknown_contest_in_both_languages(client):
    answer = client.get(OF, headers={"Accept-Language": "zh"})
    assert is_problem(answer, 404, "contest_unknown").json["detail"] == "没有找到这个竞赛。"
    english = client.get(OF, headers={"Accept-Language": "en"})
    assert english.json["detail"].isascii()
    assert "Accept-Language" in english.headers["Vary"]


def test_wrong_method_says_which_are_right(client):
    answer = is_problem(client.delete(f"{API}/contests"), 405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_wrong_media_type(client):
    shown = scenes_api.secret(scenes.contest(state="open"))
    answer = client.post(f"{OF}/entrants", data="name，王芳", headers=bearer(shown))
    is_problem(answer, 415, "media_type_unknown")


@pytest.mark.parametrize("query", ["version=x", "version=0", "version=9999999999", "verison=1"])
def test_unfit_query_is_named(client, query):
    scenes_api.published()
    answer = is_problem(client.get(f"{OF}/results?{query}"), 422, "request_unfit")
    assert [error["at"] for error in answer.json["errors"]] == [f"query/{query.split('=')[0]}"]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("{", "json"),
        ("[]", "json/_schema"),
        ("{}", "json/entrants"),
        ('{"entrants": []}', "json/entrants"),
        ('{"entrants": [{"name": "王", "colour": 1}]}', "json/entrants/0/colour"),
        ('{"entrants": [{"name": 5}]}', "json/entrants/0/name"),
        ('{"entrants": [{"name": "王", "held_level": 9}]}', "json/entrants/0/held_level"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_unfit_body_is_named(client, body, at, language):
    shown = scenes_api.secret(scenes.contest(state="open"))
    headers = bearer(shown) | {"Accept-Language": language, "Content-Type": "application/json"}
    answer = client.post(f"{OF}/entrants", data=body, headers=headers)
    errors = is_problem(answer, 422, "request_unfit").json["errors"]
    assert [error["at"] for error in errors] == [at]
    assert errors[0]["detail"].isascii() == (language == "en")


@pytest.fixture
def limited(app, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield app.test_client()
    limiter.reset()


def test_codes_cannot_be_tried_out(limited):
    answers = [limited.get(f"{API}/certificates/ABCDEFGH{n:04}") for n in range(61)]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    assert int(is_problem(answers[-1], 429, "too_many_requests").headers["Retry-After"]) > 0


def test_each_token_has_its_own_allowance(limited):
    contest = scenes.contest(state="open")
    first, second = (bearer(scenes_api.secret(contest, by=name)) for name in ("li", "zhao"))
    left = [limited.get(f"{OF}/entrants", headers=h) for h in (first, first, second)]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in left] == [599, 598, 599]


def test_token_that_is_made_up_has_no_allowance_of_its_own(limited):
    made_up = [bearer(f"made up {n}") for n in range(3)]
    left = [limited.get(f"{API}/contests", headers=one) for one in ({}, *made_up)]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in left] == [599, 598, 597, 596]


def test_database_away(settings):
    away = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    client = create_app(replace(settings, database_url=away)).test_client()
    answer = is_problem(client.get(f"{API}/contests"), 503, "database_away")
    assert int(answer.headers["Retry-After"]) > 0


def test_error_of_our_own_tells_nothing(app, monkeypatch):
    app.testing, app.test_client_class = False, FlaskClient
    monkeypatch.setattr("competition.queries.contests.open_to_public", None)
    answer = is_problem(app.test_client().get(f"{API}/contests"), 500, "server_error")
    assert "NoneType" not in answer.text


@pytest.mark.parametrize("sent", ["Basic é", "Basic !", "Bearer é", "Digest é", "é", "Bearer"])
@pytest.mark.parametrize("path", [f"{API}/contests", f"{OF}/entrants"])
def test_credentials_of_any_make_are_answered(client, sent, path):
    """The framework stumbles over a Basic whose letters are not ASCII: anybody had a 500."""
    answer = client.get(path, headers={"Authorization": sent})
    assert answer.status_code == (200 if path == f"{API}/contests" else 401)
