"""The page of personal data: what will go, what stays, two people."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from competition.models import db
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from tests import scenes

BASE = "/organise/quzhou-2023"
PAGE = f"{BASE}/archive/personal"


@pytest.fixture
def contest(client):
    contest = scenes.contest(state="certified", settings={"retention_days": 1})
    contest.created_at = scenes.NOON - timedelta(days=30)
    scenes.entrants(contest, 3, phone="13800000000", access_digest="digest")
    scenes.person("zhang", contest, "organiser", "supervisor")
    scenes.person("sun", contest, "supervisor")
    scenes.sign_in(client, "zhang")
    return contest


@pytest.mark.usefixtures("contest")
def test_page_says_what_goes_for_how_many_and_what_stays(client):
    page = client.get(PAGE).text
    assert page.count("3 人") == 2
    assert "仍会保留" in page
    assert client.get(PAGE, query_string={"lang": "en"}).status_code == 200


@pytest.mark.usefixtures("contest")
def test_second_person_erases_with_the_password(client):
    client.post(PAGE, data={"reason": "期满"})
    proposal = db.session.scalars(select(Proposal)).one()
    assert "须由另一位监督员登录后确认" in client.get(PAGE).text
    client.post("/sign-out")
    scenes.sign_in(client, "sun")
    typed = {"proposal": proposal.id, "password": "wrong"}
    assert client.post(f"{PAGE}/confirm", data=typed).status_code == 422
    typed["password"] = scenes.PASSWORD
    page = client.post(f"{PAGE}/confirm", data=typed, follow_redirects=True).text
    assert "没有可清除的个人信息" in page
    assert set(db.session.scalars(select(Entrant.phone))) == {None}


def test_refusal_stands_on_the_page(client, contest):
    contest.settings = {"retention_days": 36500}
    db.session.commit()
    answer = client.post(PAGE, data={"reason": "期满"})
    assert (answer.status_code, "保存期还没有到" in answer.text) == (422, True)


@pytest.mark.usefixtures("contest")
def test_proposal_is_dropped(client):
    client.post(PAGE, data={"reason": "期满"})
    proposal = db.session.scalars(select(Proposal)).one()
    client.post(f"{PAGE}/{proposal.id}/discard")
    assert db.session.scalars(select(Proposal.state)).one() == "discarded"


@pytest.mark.usefixtures("contest")
def test_copy_of_one_person_is_a_file(client):
    person = db.session.scalars(select(Entrant)).first()
    assert f"/entrants/{person.id}/copy" in client.get(f"{BASE}/entrants/{person.id}").text
    answer = client.post(f"{BASE}/entrants/{person.id}/copy")
    assert json.loads(answer.data)["person"]["phone"] == "13800000000"
