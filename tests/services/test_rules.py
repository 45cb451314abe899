"""Rules: free before the first mark, by two people after it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competition.domain.errors import DomainError, Invalid, NotAllowed
from competition.domain.rules import Settled
from competition.exchange.presets import preset
from competition.models import db
from competition.queries.field import rules_of
from competition.queries.rules import would_move
from competition.services.rules import confirm_rules, discard_rules, propose_rules, set_rules
from tests import scenes, scenes_results
from tests.scenes_organise import NOW, actor, organised

pytestmark = pytest.mark.usefixtures("app")


def weighted(theory, case):
    rules = preset("quzhou")
    first, second = rules.rounds
    rounds = (replace(first, weight=Decimal(theory)), replace(second, weight=Decimal(case)))
    return replace(rules, rounds=rounds)


def marked():
    contest, organiser = organised("judging")
    judge = scenes.person("li", contest, "judge")
    first, second = scenes.entrants(contest, 2)
    for entrant, theory, case in ((first, 60, 90), (second, 90, 70)):
        scenes_results.theory(entrant, theory, by=judge)
        scenes_results.case(entrant, [case] * 3, by=judge)
    db.session.commit()
    return contest, organiser, actor(scenes.person("wang", contest, "chief_judge"), "chief_judge")


def test_rows_follow_the_rules_and_keep_their_ids():
    contest, organiser = organised()
    before = {round_.key: round_.id for round_ in contest.rounds}
    set_rules(organiser, NOW, contest.id, preset("three-rounds"))
    assert [round_.key for round_ in contest.rounds] == ["theory", "practice", "defence"]
    assert contest.rounds[0].id == before["theory"]
    assert contest.slug == "quzhou-2023"
    assert rules_of(contest).contest.slug == "quzhou-2023"


def test_rules_freeze_at_the_first_mark():
    contest, organiser, _ = marked()
    with pytest.raises(DomainError, match="rules_frozen"):
        set_rules(organiser, NOW, contest.id, weighted("0.4", "0.6"))


def test_second_person_puts_a_proposal_in_force():
    contest, organiser, chief = marked()
    wanted = weighted("0.7", "0.3")
    assert [move.entrant for move in would_move(contest, wanted)] == ["002", "001"]
    proposal = propose_rules(organiser, NOW, contest.id, wanted, "组委会决议")
    assert rules_of(contest).rounds[0].weight == Decimal("0.30")
    confirm_rules(chief, NOW, contest.id, proposal.id)
    assert rules_of(contest).rounds[0].weight == Decimal("0.7")
    with pytest.raises(DomainError, match="proposal_decided"):
        discard_rules(chief, NOW, contest.id, proposal.id)


def test_tie_that_the_committee_decided_is_put_into_the_rules_by_two_people():
    contest, organiser, chief = marked()
    decided = Settled(entrants=("002", "001"), reason="加试一题，见会议纪要")
    wanted = preset("quzhou")
    wanted = replace(wanted, ranking=replace(wanted.ranking, settled=(decided,)))
    proposal = propose_rules(organiser, NOW, contest.id, wanted, "组委会裁定同分")
    confirm_rules(chief, NOW, contest.id, proposal.id)
    assert rules_of(contest).ranking.settled == (decided,)


def test_nobody_confirms_their_own_proposal():
    contest, organiser, _ = marked()
    proposal = propose_rules(organiser, NOW, contest.id, weighted("0.4", "0.6"), "决议")
    with pytest.raises(NotAllowed, match="second_person_needed"):
        confirm_rules(organiser, NOW, contest.id, proposal.id)


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_missing"), ("决议", "rules_unchanged")])
def test_proposal_needs_a_reason_and_a_change(reason, code):
    contest, organiser, _ = marked()
    with pytest.raises(Invalid, match=code):
        propose_rules(organiser, NOW, contest.id, preset("quzhou"), reason)


def test_one_proposal_at_a_time():
    contest, organiser, _ = marked()
    propose_rules(organiser, NOW, contest.id, weighted("0.4", "0.6"), "决议")
    with pytest.raises(DomainError, match="proposal_waiting"):
        propose_rules(organiser, NOW, contest.id, weighted("0.5", "0.5"), "决议")


def test_round_with_marks_cannot_be_dropped():
    contest, organiser, _ = marked()
    with pytest.raises(DomainError, match="round_has_marks"):
        propose_rules(organiser, NOW, contest.id, preset("two-rounds"), "决议")
