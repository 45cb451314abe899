"""Tokens: each scope against each route, and every way in which a token no longer opens one."""

from datetime import timedelta

import pytest

from competition.domain.permissions import SCOPES
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.staff import ApiToken, Membership, User
from tests import scenes, scenes_api
from tests import scenes_results as results
from tests.scenes_api import NEEDED, OF, bearer


def ask(client, route, headers=None):
    method, path = route
    body = {"json": {"entrants": [{"name": "王芳"}]}} if method == "POST" else {}
    return client.open(path, method=method, headers=headers, **body)


def outcomes(client, headers):
    """What each route answers: its status and the code of the refusal, if it is one."""
    answers = {route: ask(client, route, headers) for route in NEEDED}
    return {route: (each.status_code, each.json.get("code")) for route, each in answers.items()}


def everywhere(outcome):
    return dict.fromkeys(NEEDED, outcome)


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_opens_its_own_routes(client, scope):
    shown = scenes_api.secret(scenes.contest(state="open"), scope)
    expected = {
        route: (200, None) if needed == scope else (403, "token_scope")
        for route, needed in NEEDED.items()
    }
    assert outcomes(client, bearer(shown)) == expected


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "token_missing"),
        ({"Authorization": "Bearer "}, "token_missing"),
        ({"Authorization": "Basic bGk6eA=="}, "token_missing"),
        ({"Authorization": "Bearer cmp_guessed"}, "token_unknown"),
    ],
)
@pytest.mark.parametrize("there", [True, False])
def test_stranger_learns_nothing(client, headers, code, there):
    if there:
        scenes.contest(state="open")
    assert outcomes(client, headers) == everywhere((401, code))


def test_refusal_asks_for_a_token(client):
    answer = ask(client, ("GET", f"{OF}/ranking"))
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def spoil_by_revoking():
    db.session.query(ApiToken).one().revoked_at = scenes.NOON


def spoil_by_time():
    token = db.session.query(ApiToken).one()
    token.expires_at = token.made_at - timedelta(days=1)


def spoil_by_disabling():
    db.session.query(User).filter_by(username="li").one().active = False


@pytest.mark.parametrize("spoil", [spoil_by_revoking, spoil_by_time, spoil_by_disabling])
def test_token_that_is_over_opens_nothing(client, spoil):
    shown = scenes_api.secret(scenes.contest(state="open"))
    spoil()
    db.session.commit()
    assert outcomes(client, bearer(shown)) == everywhere((401, "token_unknown"))


def test_token_opens_no_more_than_its_maker_may(client):
    shown = scenes_api.secret(scenes.contest(state="open"))
    db.session.query(Membership).one().role = "judge"
    db.session.commit()
    assert outcomes(client, bearer(shown)) == everywhere((403, "not_allowed"))


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("open", (403, "token_elsewhere")), ("setup", (404, "contest_unknown"))],
)
def test_token_of_another_contest_opens_nothing(client, state, outcome):
    scenes.contest(state=state)
    shown = scenes_api.secret(scenes.contest(state="open", slug="other"))
    assert outcomes(client, bearer(shown)) == everywhere(outcome)


def test_entrants_are_written_only_while_entries_are_open(client):
    shown = scenes_api.secret(results.full(2, state="judging"))
    answer = ask(client, ("POST", f"{OF}/entrants"), bearer(shown))
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_state")


def test_use_is_on_record_once_an_hour(client):
    shown = scenes_api.secret(results.full(2))
    for _ in range(3):
        assert client.get(f"{OF}/ranking", headers=bearer(shown)).status_code == 200
    lines = db.session.query(AuditLine).filter_by(action="token:used").all()
    assert [(line.subject, line.actor_name) for line in lines] == [("大屏", "li (大屏)")]


def test_cookie_of_an_organiser_is_no_token(client):
    contest = results.full(2)
    scenes.person("zhao", contest, "organiser")
    scenes.sign_in(client, "zhao")
    assert client.get(f"{OF}/ranking").status_code == 401


def test_token_signs_nobody_in(client):
    contest = results.full(2)
    shown = scenes_api.secret(contest)
    answer = client.get("/organise/quzhou-2023/", headers=bearer(shown))
    assert answer.status_code in {302, 401}
