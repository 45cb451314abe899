"""What an objection is against: the published line for the arbiter, and the judges' letters."""

import pytest

from competition.models import db
from competition.models.audit import AuditLine
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.models.results import Objection, ResultLine
from tests import scenes
from tests import scenes_results as results

DESK = "/organise/quzhou-2023"
HEADING = "字母代表的评委"
SEATS = ("J1", "J2", "J3", "J4", "J5")


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(12)
    for role in ("organiser", "supervisor", "arbiter", "chief_judge", "judge", "clerk"):
        scenes.person(role, made, role)
    for seat in SEATS:
        judge = scenes.person(f"judge-{seat}", made, "judge")
        judge.name = f"评委{seat}"
        for sheet in db.session.scalars(db.select(Sheet).filter_by(seat=seat)):
            sheet.user_id = judge.id
    db.session.commit()
    return made


@pytest.fixture
def objection(contest):
    version = results.published(contest)
    whom = db.session.scalars(db.select(Entrant).filter_by(number="010")).one()
    filed = Objection(
        contest_id=contest.id,
        version_id=version.id,
        entrant_id=whom.id,
        text="漏计一分",
        filed_at=scenes.NOON,
    )
    db.session.add(filed)
    db.session.commit()
    return filed


def opened(client, name, objection, desk=DESK, language="zh"):
    client.post("/sign-out")
    query = {"lang": language}
    address = f"{desk}/objections/{objection.id}/result"
    return scenes.sign_in(client, name).get(address, query_string=query)


def test_the_arbiter_is_led_there_from_the_list(client, objection):
    page = scenes.sign_in(client, "arbiter").get(f"{DESK}/objections").text
    assert f'href="{DESK}/objections/{objection.id}/result"' in page


def test_it_is_the_account_of_the_version_objected_to(client, contest, objection):
    line = db.session.scalars(
        db.select(ResultLine).filter_by(version_id=objection.version_id, number="010")
    ).one()
    total = line.total
    theory = db.session.scalars(
        db.select(Sheet).filter_by(entrant_id=objection.entrant_id, seat="")
    ).all()
    for sheet in theory:
        sheet.marks[0].mark -= 5
        sheet.revision += 1
    objection.state = "upheld"
    db.session.commit()
    assert results.published(contest, reason="更正").lines[0].total
    page = opened(client, "arbiter", objection).text
    assert f"<strong>{total}</strong>" in page
    assert "申诉所针对的第 1 版" in page
    assert "漏计一分" in page
    assert (
        "Version 1, against which the objection was filed"
        in opened(client, "arbiter", objection, language="en").text
    )


def test_arbiters_alone_see_which_judge_a_letter_stands_for(client, objection):
    line = db.session.scalars(db.select(AuditLine).filter_by(action="result:published")).one()
    letters = line.detail["letters"]["case"]
    page = opened(client, "arbiter", objection).text
    assert HEADING in page
    for seat in SEATS:
        assert f"<dt>{letters[seat]}</dt><dd>评委{seat}</dd>" in page
    for name in ("organiser", "supervisor"):
        answer = opened(client, name, objection)
        assert answer.status_code == 200
        assert HEADING not in answer.text
        assert "评委J1" not in answer.text


@pytest.mark.parametrize("name", ["chief_judge", "judge", "clerk"])
def test_who_may_not_see_objections_does_not_see_what_they_are_against(client, objection, name):
    assert opened(client, name, objection).status_code == 403


def test_an_objection_of_another_contest_is_unknown(client, contest, objection):  # noqa: ARG001 -- the first contest is there
    other = results.full(5, slug="other")
    scenes.person("stranger", other, "arbiter")
    assert opened(client, "stranger", objection, "/organise/other").status_code == 404
    assert opened(client, "stranger", objection).status_code == 403
