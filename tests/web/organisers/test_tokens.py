"""The organisers' page of tokens."""

import re

import pytest

from competition.models import db
from competition.models.audit import AuditLine
from competition.models.staff import ApiToken
from tests import scenes, scenes_api
from tests.counting import counted
from tests.scenes_api import OF, bearer

PAGE = "/organise/quzhou-2023/tokens"
GIVEN = {"name": " 市总工会  大屏 ", "scopes": ["ranking:read", "marks:read"], "days": "30"}


@pytest.fixture
def organiser(client):
    scenes.person("zhao", scenes.contest(state="judging"), "organiser")
    return scenes.sign_in(client, "zhao")


def shown_on(page):
    return re.findall(r'value="(cmp_[\w-]{43})"', page)


def test_made_token_is_shown_once_and_opens_what_was_chosen(app, organiser):
    (secret,) = shown_on(organiser.post(PAGE, data=GIVEN).text)
    kept = db.session.query(ApiToken).one()
    assert (kept.name, kept.scopes) == ("市总工会 大屏", "marks:read ranking:read")
    assert secret not in str(vars(kept))
    assert shown_on(organiser.get(PAGE).text) == []
    program = app.test_client()
    asked = {
        path: program.get(f"{OF}/{path}", headers=bearer(secret))
        for path in ("ranking", "entrants")
    }
    assert [answer.status_code for answer in asked.values()] == [200, 403]


def test_revoked_token_opens_nothing_from_then_on(app, organiser):
    (secret,) = shown_on(organiser.post(PAGE, data=GIVEN).text)
    answer = organiser.post(f"{PAGE}/1/revoke", follow_redirects=True)
    assert "已撤销令牌“市总工会 大屏”" in answer.text
    assert app.test_client().get(f"{OF}/ranking", headers=bearer(secret)).status_code == 401
    assert organiser.post(f"{PAGE}/1/revoke").status_code == 409


def test_making_and_revoking_are_on_record_without_the_secret(organiser):
    (secret,) = shown_on(organiser.post(PAGE, data=GIVEN).text)
    organiser.post(f"{PAGE}/1/revoke")
    lines = db.session.query(AuditLine).filter(AuditLine.action.like("token:%")).all()
    assert [(line.action, line.role) for line in lines] == [
        ("token:made", "organiser"),
        ("token:revoked", "organiser"),
    ]
    assert secret not in str([line.content() for line in lines])


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}],
)
def test_unfit_token_is_not_made(organiser, wrong):
    answer = organiser.post(PAGE, data=GIVEN | wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(ApiToken).count() == 0


def test_token_of_another_contest_cannot_be_revoked(organiser):
    scenes_api.secret(scenes.contest(slug="other"))
    assert organiser.post(f"{PAGE}/1/revoke").status_code == 404
    assert db.session.query(ApiToken).one().revoked_at is None


@pytest.mark.parametrize("role", ["chief_judge", "judge", "clerk", "supervisor", "arbiter"])
def test_page_is_for_organisers(client, role):
    scenes.person("qian", scenes.contest(state="judging"), role)
    scenes.sign_in(client, "qian")
    assert client.get(PAGE).status_code == client.post(PAGE, data=GIVEN).status_code == 403


@pytest.mark.parametrize("language", ["zh", "en"])
def test_number_of_queries_does_not_grow_with_tokens(organiser, language):
    asked = []
    for count in (1, 2):
        for _ in range(count):
            organiser.post(PAGE, data=GIVEN)
        with counted() as seen:
            organiser.get(PAGE, query_string={"lang": language})
        asked.append(len(seen))
    assert asked[0] == asked[1]
