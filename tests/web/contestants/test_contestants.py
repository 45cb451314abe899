"""The contestant's own page."""

from datetime import UTC, datetime

import pytest

from competition.models import access_code, db
from competition.models.entrant import Entrant
from competition.models.results import Objection
from competition.web.limits import limiter
from tests import scenes_results as results

CODE = "ABCDE-FGHJK"
pytestmark = pytest.mark.usefixtures("contest")


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(6)
    for entrant in db.session.scalars(db.select(Entrant)):
        entrant.access_digest = access_code.digest(CODE)
    db.session.commit()
    return made


def enter(client, number="001", code=CODE, contest="quzhou-2023"):
    filled = {"contest": contest, "number": number, "code": code}
    return client.post("/me/sign-in", data=filled)


def entrant(number="001"):
    return db.session.scalars(db.select(Entrant).where(Entrant.number == number)).one()


@pytest.mark.parametrize("code", [CODE, "abcde fghjk", "ABCDEFGHJK", "ａｂｃｄｅ－ＦＧＨＪＫ　"])
def test_the_code_opens_the_page_however_it_is_typed(client, code):
    assert enter(client, code=code).headers["Location"] == "/me/"


@pytest.mark.parametrize("number", ["1", "01", "００１", " 001 ", "１"])
def test_the_number_opens_the_page_however_it_is_typed(client, number):
    assert enter(client, number).headers["Location"] == "/me/"


def test_a_number_that_could_be_two_opens_neither(client):
    entrant("002").number = "1"
    db.session.commit()
    assert enter(client, "01").status_code == 422
    assert enter(client, "1").headers["Location"] == "/me/"
    assert "选手2" in client.get("/me/").text


@pytest.mark.parametrize(("number", "code"), [("001", "WRONG-WRONG"), ("999", CODE), ("001", "x")])
def test_every_refusal_reads_alike(client, number, code):
    answer = enter(client, number, code)
    assert (answer.status_code, "参赛号或查询码不正确。" in answer.text) == (422, True)


def test_no_scores_before_publication(client):
    enter(client)
    page = client.get("/me/").text
    assert "为什么是这个名次" not in page
    assert "成绩已复核" in page


def test_why_this_place_is_told_without_the_seats_of_judges(client, contest):
    results.published(contest)
    enter(client, "005")
    page = client.get("/me/").text
    assert [
        w for w in ("为什么是这个名次", "计入", "去掉", "回避", "× 0.70") if w not in page
    ] == []
    assert "J1" not in page


@pytest.mark.parametrize(("number", "word"), [("002", "缺考"), ("003", "取消资格")])
def test_those_without_a_place_read_their_state(client, contest, number, word):
    results.published(contest)
    enter(client, number)
    assert f'own-state">{word}' in client.get("/me/").text


def test_consent_is_given_and_withdrawn(client):
    enter(client)
    client.post("/me/consent/give")
    assert entrant().consented_at is not None
    client.post("/me/consent/withdraw")
    assert entrant().consented_at is None


def test_an_objection_is_filed_once_and_taken_back(client, contest):
    results.published(contest, now=datetime.now(UTC))
    enter(client)
    assert client.post("/me/objections", data={"text": "扣分有误"}).status_code == 302
    assert client.post("/me/objections", data={"text": "again"}).status_code == 409
    assert "扣分有误" in client.get("/me/").text
    client.post("/me/objections/1/withdraw")
    assert db.session.scalars(db.select(Objection.state)).all() == ["withdrawn"]


def test_nobody_touches_the_objection_of_another(client, contest):
    results.published(contest, now=datetime.now(UTC))
    enter(client, "001")
    client.post("/me/objections", data={"text": "扣分有误"})
    enter(client, "006")
    assert client.post("/me/objections/1/withdraw").status_code == 404
    assert "扣分有误" not in client.get("/me/").text


def test_sessions_end_when_the_code_is_renewed(client):
    enter(client)
    entrant().session_epoch += 1
    db.session.commit()
    assert client.get("/me/").headers["Location"] == "/me/sign-in"


def test_guessing_codes_is_slowed(client):
    limiter.enabled = True
    answers = [enter(client, code=f"wrong{i}").status_code for i in range(8)]
    limiter.enabled = False
    limiter.reset()
    assert 429 in answers
