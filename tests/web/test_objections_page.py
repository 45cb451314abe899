"""Objections, what-if, consistency and the hall in the browser."""

import json
from datetime import UTC, datetime

import pytest

from competition.domain.actor import Actor
from competition.models import db
from competition.models.contest import Contest, Proposal
from competition.models.results import Objection
from competition.services.contestants import objections as deeds
from tests import scenes
from tests import scenes_results as results

BASE = "/organise/quzhou-2023"


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(12)
    for name, role in (("li", "organiser"), ("qian", "arbiter")):
        scenes.person(name, made, role)
    return made


@pytest.fixture
def objection(contest):
    version = results.published(contest, now=datetime.now(UTC))
    whom = Actor("entrant", version.lines[0].entrant_id, "001", "contestant")
    return deeds.file_objection(
        whom, datetime.now(UTC), entrant_id=version.lines[0].entrant_id, text="漏计一分"
    )


@pytest.mark.parametrize(("search", "found"), [("漏计", True), ("多计", False)])
@pytest.mark.usefixtures("objection")
def test_objections_are_found_by_their_text(client, search, found):
    page = scenes.sign_in(client, "qian").get(f"{BASE}/objections", query_string={"q": search})
    assert ("漏计一分" in page.text) is found
    assert ("没有符合条件的申诉" in page.text) is not found


def test_an_arbiter_answers_with_a_reason(client, objection):
    arbiter = scenes.sign_in(client, "qian")
    assert "漏计一分" in arbiter.get(f"{BASE}/objections").text
    address = f"{BASE}/objections/{objection.id}"
    assert arbiter.post(address, data={"decision": "upheld"}).status_code == 422
    answer = {"decision": "rejected", "answer": "复核无误"}
    assert arbiter.post(address, data=answer).status_code == 302
    found = db.session.get(Objection, objection.id)
    assert (found.state, found.answer) == ("rejected", "复核无误")
    assert arbiter.post(address, data=answer).status_code == 409


def test_an_organiser_reads_but_does_not_answer(client, objection):
    organiser = scenes.sign_in(client, "li")
    assert "漏计一分" in organiser.get(f"{BASE}/objections").text
    answer = {"decision": "upheld", "answer": "x"}
    assert organiser.post(f"{BASE}/objections/{objection.id}", data=answer).status_code == 403


def test_what_if_shows_who_moves_and_changes_nothing(client, contest):
    before = contest.rules_sha256
    page = scenes.sign_in(client, "li").get(f"{BASE}/what-if?prize.0=2&lang=en").text
    assert ("Changes: 1" in page, "now 1" in page) == (True, True)
    assert db.session.get(Contest, contest.id).rules_sha256 == before


@pytest.mark.parametrize("figure", ["weight.theory=x", "highest.case=-1", "weight.case=1e999"])
def test_what_if_refuses_what_is_no_figure(client, contest, figure):
    del contest
    answer = scenes.sign_in(client, "li").get(f"{BASE}/what-if?{figure}")
    assert answer.status_code == 422


def test_adopting_waits_for_a_second_person(client, contest):
    contest.state = "judging"
    db.session.commit()
    wanted = {"weight.theory": "40", "weight.case": "60", "reason": "会议决定"}
    assert scenes.sign_in(client, "li").post(f"{BASE}/what-if", data=wanted).status_code == 302
    proposal = db.session.scalars(db.select(Proposal)).one()
    assert (proposal.kind, proposal.state) == ("rules", "waiting")


def test_consistency_page_and_its_figures_agree(client, contest):
    del contest
    organiser = scenes.sign_in(client, "li")
    figures = json.loads(organiser.get(f"{BASE}/consistency.json").data)
    strict = {each["judge"]: each["mean"] for each in figures["rounds"][1]["judges"]}
    page = organiser.get(f"{BASE}/consistency").text
    assert [judge for judge, mean in strict.items() if f"{mean:+.2f}" not in page] == []
    assert sum(figures["rounds"][0]["bins"]) == 12


def test_ceremony_goes_from_the_last_prize_to_the_first(client, contest):
    organiser = scenes.sign_in(client, "li")
    assert "尚未公布" in organiser.get("/c/quzhou-2023/ceremony").text
    results.published(contest)
    page = organiser.get("/c/quzhou-2023/ceremony").text
    places = [page.index(f"<h2>{prize}") for prize in ("优胜奖", "三等奖", "二等奖", "一等奖")]
    assert places == sorted(places)


def test_the_board_is_public_once_published(client, contest):
    assert client.get("/c/quzhou-2023/board").status_code == 404
    results.published(contest)
    assert "冻结画面" in client.get("/c/quzhou-2023/board").text


def test_the_bundle_is_handed_out_to_the_staff_only(client, contest):
    results.published(contest)
    assert client.get(f"{BASE}/publication/bundle.zip").status_code == 302
    answer = scenes.sign_in(client, "li").get(f"{BASE}/publication/bundle.zip")
    assert answer.data[:2] == b"PK"
