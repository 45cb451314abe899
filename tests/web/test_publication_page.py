"""Publishing in the browser: proposal, second person, password."""

import pytest
from sqlalchemy import func, select

from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.queries.publishing.results import current
from competition.services import publication
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


def withdrawn(contest):
    """The contest after its version was taken back, as before a wrong mark can be corrected."""
    first, second = results.pair()
    asked = publication.propose_withdrawal(
        first, scenes.NOON, contest_id=contest.id, reason="漏计扣分"
    )
    publication.confirm(second, scenes.NOON, contest_id=contest.id, proposal_id=asked.id)


def entrant(number="005", **columns):
    found = results.db.session.scalars(select(Entrant).where(Entrant.number == number)).one()
    for column, value in columns.items():
        setattr(found, column, value)
    results.db.session.commit()
    return found


def test_what_a_correction_changes_is_shown_after_a_withdrawal_as_well(client, contest):
    results.published(contest)
    withdrawn(contest)
    entrant("006", state="withdrawn")
    for name in ("li", "sun"):
        assert "第 1 版相比" in as_(client, name).get(ADDRESS).text
    results.published(contest, reason="006 弃权")
    history = client.get("/c/quzhou-2023/results/history").text
    assert ("与上一版相比" in history, "弃权</strong>" in history) == (True, True)


def test_a_corrected_name_can_be_published(client, contest):
    entrant(consented_at=scenes.NOON)
    results.published(contest)
    li = as_(client, "li")
    assert "提出公布第 2 版" not in li.get(ADDRESS).text
    entrant(name="选手伍")
    page = li.get(ADDRESS).text
    assert ("提出公布第 2 版" in page, "<strong>选手伍</strong>" in page) == (True, True)


def test_the_page_says_how_a_wrong_mark_is_corrected(client, contest):
    results.published(contest)
    assert "先撤回第 1 版" in as_(client, "li").get(ADDRESS).text


def test_history_tells_of_a_corrected_name_without_the_wrong_one(client, contest):
    entrant(consented_at=scenes.NOON, name="选手误", employer="误写单位")
    results.published(contest)
    entrant(name="选手伍", employer="某单位")
    results.published(contest, reason="姓名有误")
    history = "/c/quzhou-2023/results/history"
    page = client.get(history).text
    assert "与上一版相比，有 2 处不同" in page
    assert ("<strong>选手伍</strong>" in page, "<strong>某单位</strong>" in page) == (True, True)
    assert "已更正，不再显示" in page
    assert ("选手误" in page, "误写单位" in page) == (False, False)
    assert "Corrected, no longer shown" in client.get(f"{history}?lang=en").text
    entrant(consented_at=None)
    page = client.get(f"{history}?lang=zh").text
    assert "选手伍" not in page
    assert "与上一版的成绩没有不同。" in page


def test_a_right_address_is_not_doubted(client, contest):
    doubt = "请检查网址是否完整"
    early = client.get("/c/quzhou-2023/results/history")
    assert (early.status_code, "成绩尚未公布。" in early.text) == (404, True)
    assert doubt not in early.text
    results.published(contest)
    withdrawn(contest)
    entrant("006", state="withdrawn")
    results.published(contest, reason="006 弃权")
    gone = client.get("/c/quzhou-2023/results?version=1")
    assert (gone.status_code, "已经撤回" in gone.text) == (404, True)
    assert doubt not in gone.text
    assert doubt in client.get("/c/quzhou-2023/results?version=9").text
    assert doubt in client.get("/c/none/").text
