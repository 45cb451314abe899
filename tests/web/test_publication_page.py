"""Publishing in the browser: proposal, second person, password."""

import pytest
from sqlalchemy import func, select

from competition.models.contest import Proposal
from competition.queries.publishing.results import current
from tests import scenes
from tests import scenes_results as results

ADDRESS = "/organise/quzhou-2023/publication"


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(6)
    for name, role in (("li", "organiser"), ("sun", "supervisor"), ("wu", "chief_judge")):
        scenes.person(name, made, role)
    return made


def as_(client, name):
    client.post("/sign-out")
    return scenes.sign_in(client, name)


def propose(client):
    return as_(client, "li").post(f"{ADDRESS}/propose", data={"reason": ""})


def confirm(client, password=scenes.PASSWORD):
    return client.post(f"{ADDRESS}/confirm", data={"proposal": 1, "password": password})


def test_proposed_by_one_confirmed_by_the_other(client, contest):
    assert propose(client).status_code == 302
    assert confirm(as_(client, "sun")).status_code == 302
    assert current(contest.id).number == 1
    assert "第 1 版" in client.get(ADDRESS).text


def test_a_wrong_password_publishes_nothing(client, contest):
    propose(client)
    answer = confirm(as_(client, "sun"), "guess")
    assert (answer.status_code, "密码不正确" in answer.text) == (422, True)
    assert current(contest.id) is None


@pytest.mark.parametrize(("name", "status"), [("li", 403), ("wu", 403)])
def test_only_a_supervisor_confirms(client, contest, name, status):
    propose(client)
    assert confirm(as_(client, name)).status_code == status
    assert current(contest.id) is None


def test_the_checklist_says_what_is_missing(client, contest):
    contest.state = "locked"
    results.db.session.commit()
    page = as_(client, "li").get(ADDRESS, query_string={"lang": "en"}).text
    assert "After locking, the scores must be reviewed" in page
    assert "Propose version 1" not in page


def test_withdrawal_is_proposed_with_a_reason(client, contest):
    results.published(contest)
    li = as_(client, "li")
    assert li.post(f"{ADDRESS}/withdraw", data={}).status_code == 422
    assert li.post(f"{ADDRESS}/withdraw", data={"withdrawal_reason": "x"}).status_code == 302
    assert "确认撤回" in as_(client, "sun").get(ADDRESS).text


def test_a_confirmed_withdrawal_is_called_one(client, contest):
    results.published(contest)
    as_(client, "li").post(f"{ADDRESS}/withdraw", data={"withdrawal_reason": "x"})
    proposal = results.db.session.scalar(select(func.max(Proposal.id)))
    signed = {"proposal": proposal, "password": scenes.PASSWORD}
    sun = as_(client, "sun")
    assert (
        "第 1 版已撤回" in sun.post(f"{ADDRESS}/confirm", data=signed, follow_redirects=True).text
    )
