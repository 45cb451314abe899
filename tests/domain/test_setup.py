"""What is missing, rules in words, and who would move."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competition.domain.contest import Entrant, Field, RoundRecord, Sheet
from competition.domain.ranking import rank
from competition.domain.setup.adjusting import adjusted, figures
from competition.domain.setup.readiness import Facts, RoundFacts, ready, steps
from competition.domain.setup.rule_sentences import in_words
from competition.domain.setup.what_if import moves
from competition.exchange.presets import PRESETS, preset

THEORY = RoundFacts("理论考试", "single", judges=0)
CASE = RoundFacts("案例讲解", "panel", judges=3, minimum=3)
OPEN = Facts(
    "open", entrants=36, enterers=2, roles=frozenset({"chief_judge"}), rounds=(THEORY, CASE)
)


def missing(facts):
    return [step.code for step in steps(facts) if not step.done and step.weight == "needed"]


def test_contest_with_everything_is_ready_for_judging():
    assert missing(OPEN) == []
    assert ready(OPEN)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"entrants": 0}, "has_entrants"),
        ({"without_draw": 1}, "draw_made"),
        ({"rounds": (THEORY, replace(CASE, judges=2))}, "judges_assigned"),
        ({"enterers": 1}, "two_enter"),
        ({"enterers": 1, "double_entry": False}, "two_confirm"),
        ({"roles": frozenset()}, "has_chief_judge"),
        ({"rules_proposed": 1}, "rules_stand"),
        ({"state": "judging", "rounds": (replace(CASE, waiting=1),)}, "round_scored"),
        ({"state": "judging", "rounds": (replace(THEORY, differing=1),)}, "round_differs"),
        (
            {"state": "judging", "rounds": (replace(THEORY, differing=1, waiting=2),)},
            "round_scored_and_differs",
        ),
        ({"state": "judging", "rounds": (replace(CASE, unsigned=1),)}, "round_signed"),
        ({"state": "locked", "unresolved": 2}, "ties_settled"),
    ],
)
def test_what_is_missing_keeps_the_contest_back(change, code):
    facts = replace(OPEN, **change)
    assert code in missing(facts)
    assert not ready(facts)


def test_too_few_entrants_are_told_and_do_not_keep_it_back():
    facts = replace(OPEN, entrants=12, minimum_entrants=30)
    told = next(step for step in steps(facts) if step.code == "enough_entrants")
    assert not told.done
    assert ready(facts)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_of_every_preset_can_be_told(name, language):
    sections = in_words(preset(name), language)
    assert len(sections) >= 4
    assert all(sentence for section in sections for sentence in section.sentences)


def test_rules_say_weights_trimming_and_promotion():
    told = [line for section in in_words(preset("quzhou"), "zh") for line in section.sentences]
    assert "理论考试：占总成绩的 30%，满分 100 分，属于理论部分。" in told
    assert any("去掉 1 个最高分、1 个最低分" in line for line in told)
    assert any(line.startswith("第 1 至 3 名且理论、技能合格，晋升二级/技师") for line in told)


def scored(number, theory, case):
    sheets = {
        "theory": RoundRecord(sheets=(Sheet("", {"": Decimal(theory)}),)),
        "case": RoundRecord(sheets=tuple(Sheet(f"J{n}", {"": Decimal(case)}) for n in (1, 2, 3))),
    }
    return Entrant(number, rounds=sheets)


def test_other_weights_tell_who_moves():
    rules = preset("quzhou")
    theory, case = (replace(item, criteria=()) for item in rules.rounds)
    before = replace(rules, rounds=(theory, case))
    heavy = replace(theory, weight=Decimal("0.7")), replace(case, weight=Decimal("0.3"))
    field = Field((scored("001", 60, 90), scored("002", 90, 70), scored("003", 80, 80)))
    found = moves(rank(before, field), rank(replace(before, rounds=heavy), field))
    assert [(move.entrant, move.before.rank, move.after.rank) for move in found] == [
        ("002", 3, 1),
        ("001", 1, 3),
    ]
    assert [move.entrant for move in found if move.awards_change] == ["002", "001"]


def test_same_rules_move_nobody():
    field = Field((scored("001", 60, 90),))
    theory, case = (replace(item, criteria=()) for item in preset("quzhou").rounds)
    rules = replace(preset("quzhou"), rounds=(theory, case))
    assert moves(rank(rules, field), rank(rules, field)) == ()


def test_weights_are_turned_in_percent():
    rules = preset("quzhou")
    first, second = (f"weight.{round_.key}" for round_ in rules.rounds)
    assert (figures(rules)[first], figures(rules)[second]) == ("30", "70")
    turned = adjusted(rules, {first: "33.5", second: " 66.5 "})
    assert [round_.weight for round_ in turned.rounds] == [Decimal("0.335"), Decimal("0.665")]


@pytest.mark.parametrize("state", ["setup", "open"])
def test_hosts_and_occupation_are_asked_for_before_the_first_mark(state):
    lacking = steps(Facts(state=state, hosts=0, lacks_occupation=True))
    told = {step.code: step.done for step in lacking}
    assert (told["hosts_named"], told["occupation_named"]) == (False, False)
    named = {step.code: step.done for step in steps(Facts(state=state))}
    assert (named["hosts_named"], named["occupation_named"]) == (True, True)


@pytest.mark.parametrize("state", ["setup", "open"])
def test_nobody_having_time_to_object_is_told_and_not_forbidden(state):
    def told(**known):
        return {step.code: step.weight for step in steps(Facts(state=state, **known))}

    assert told(publicity_days=0)["publicity_set"] == "advised"
    assert "publicity_set" not in told()


@pytest.mark.parametrize("name", PRESETS)
def test_promotion_speaks_of_no_rule_that_is_not_there(name):
    rules = preset(name)
    sections = in_words(rules, "zh")
    told = next(one.sentences for one in sections if "晋升" in one.heading)
    assert len(told) == len(rules.promotions)
    assert "其他获奖者" not in told[0]
    assert "后面的晋升规则" not in told[-1]
    assert all("后面的晋升规则" in one for one in told[:-1])
