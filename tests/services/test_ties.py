"""A tie that the rules leave open: the committee decides by name, two people put it on record."""

from dataclasses import replace

import pytest

from competition.domain.errors import DomainError, Invalid, NotAllowed
from competition.domain.permissions import WrongState
from competition.domain.rules import Settled
from competition.exchange.presets import preset
from competition.exchange.rules_file import write_rules
from competition.models import db
from competition.queries.ranking import live
from competition.services.rules import confirm_rules, propose_rules, propose_settlement
from tests import scenes, scenes_results
from tests.scenes_organise import NOW, actor

pytestmark = pytest.mark.usefixtures("app")


def level(state="locked"):
    """Three entrants of whom the first two are level, under rules that forbid shared places."""
    rules = preset("quzhou")
    rules = replace(rules, ranking=replace(rules.ranking, ties="forbidden", tie_break=()))
    contest = scenes.contest(state=state, rules=write_rules(rules))
    judge = scenes.person("li", contest, "judge")
    for entrant, mark in zip(scenes.entrants(contest, 3), (80, 80, 70), strict=True):
        scenes_results.theory(entrant, mark, by=judge)
        scenes_results.case(entrant, [mark] * 3, by=judge)
    people = [scenes.person(role, contest, role) for role in ("organiser", "chief_judge")]
    db.session.commit()
    return contest, *(actor(one, one.username) for one in people)


def ranks(contest):
    return {line.entrant: line.rank for line in live(contest).ranking.lines}


def test_two_people_settle_a_tie_after_the_scores_are_locked():
    contest, organiser, chief = level()
    assert ranks(contest) == {"001": None, "002": None, "003": 3}
    decided = Settled(("002", "001"), "加试一题，2023-10-20 会议纪要")
    proposal = propose_settlement(organiser, NOW, contest.id, decided)
    assert ranks(contest)["002"] is None
    confirm_rules(chief, NOW, contest.id, proposal.id)
    assert ranks(contest) == {"002": 1, "001": 2, "003": 3}
    assert live(contest).ranking.line("002").decided_by == "committee"


def test_one_person_does_not_settle_a_tie_alone():
    contest, organiser, _ = level()
    proposal = propose_settlement(organiser, NOW, contest.id, Settled(("002", "001"), "纪要"))
    with pytest.raises(NotAllowed, match="second_person_needed"):
        confirm_rules(organiser, NOW, contest.id, proposal.id)
    assert ranks(contest)["001"] is None


@pytest.mark.parametrize(
    "numbers", [("001",), ("001", "001"), ("001", "003"), ("001", "999"), ("",)]
)
def test_only_entrants_of_one_open_tie_are_settled(numbers):
    contest, organiser, _ = level()
    with pytest.raises(Invalid, match="tie_not_standing"):
        propose_settlement(organiser, NOW, contest.id, Settled(numbers, "纪要"))


def test_a_decision_without_grounds_is_refused():
    contest, organiser, _ = level()
    with pytest.raises(Invalid, match="reason_missing"):
        propose_settlement(organiser, NOW, contest.id, Settled(("002", "001"), "  "))


def test_another_change_of_rules_is_not_confirmed_once_scores_are_locked():
    contest, organiser, chief = level("judging")
    wanted = preset("quzhou")
    proposal = propose_rules(organiser, NOW, contest.id, wanted, "改为并列")
    contest.state = "locked"
    db.session.commit()
    with pytest.raises(WrongState):
        confirm_rules(chief, NOW, contest.id, proposal.id)


def test_page_of_the_ranking_takes_the_decision(client):
    contest, *_ = level()
    scenes.sign_in(client, "organiser")
    page = client.get("/organise/quzhou-2023/ranking")
    assert "裁定同分：001 002" in page.text
    given = {"order": "002, 001", "reason": "加试一题"}
    answer = client.post("/organise/quzhou-2023/ranking/settle", data=given)
    assert "/rules/proposals/" in answer.headers["Location"]
    assert client.get(answer.headers["Location"]).status_code == 200
    refused = client.post("/organise/quzhou-2023/ranking/settle", data=given)
    assert refused.status_code == 409
    assert 'value="002 001"' in refused.text
    assert "加试一题</textarea>" in refused.text
    with pytest.raises(DomainError, match="proposal_waiting"):
        propose_settlement(
            actor(scenes.person("zhao", contest, "organiser"), "organiser"),
            NOW,
            contest.id,
            Settled(("002", "001"), "加试"),
        )
