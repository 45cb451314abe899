"""Prizes, promotions and titles, each with its reasons ("How it is computed", 6 to 8)."""

from __future__ import annotations

import pytest

from tests.contest_texts import panel, ranked, rules, single, theory

PASS = 'pass_mark = "60"'
PRIZES = (
    '[[prizes]]\nkey = "first"\nranks = [1, 1]\n'
    '[[prizes]]\nkey = "second"\nranks = [2, 3]\n'
    '[[prizes]]\nkey = "third"\nranks = [4, 6]\n'
)
TOP = '[[promotions]]\nlevel = 2\nranks = [1, 3]\npasses = ["theory"]\n'
OTHERS = '[[promotions]]\nlevel = 3\nother_prizes = true\npasses = ["theory"]\n'


def decided(of, *rows, optional=""):
    """For each entrant the level decided on, and whether it is granted."""
    return {
        line.entrant: (line.promotion.level, line.promotion.granted) if line.promotion else None
        for line in ranked(of, *rows, optional=optional).lines
    }


def reasons(of, entrant, *rows, optional=""):
    line = ranked(of, *rows, optional=optional).line(entrant)
    return [reason.sentence() for reason in line.promotion.reasons]


def prizes(of, *rows, optional=""):
    return {line.entrant: line.prize for line in ranked(of, *rows, optional=optional).lines}


def test_prizes_by_ranks_include_both_ends():
    assert prizes(rules(more=PRIZES), *theory(9, 8, 7, 6)) == {
        "1": "first",
        "2": "second",
        "3": "second",
        "4": "third",
    }


def test_a_shared_rank_shares_the_prize():
    assert prizes(rules(more=PRIZES), *theory(9, 9, 7)) == {
        "1": "first",
        "2": "first",
        "3": "second",
    }


def test_prizes_by_fraction_of_those_ranked():
    more = '[[prizes]]\nkey = "a"\nfraction = "0.25"\n[[prizes]]\nkey = "b"\nfraction = "0.5"\n'
    rows = [*theory(9, 8, 7, 6), "5", "6,theory,,,9", "6,,,,,unofficial"]
    assert prizes(rules(more=more), *rows) == {
        "1": "a",
        "2": "b",
        "3": None,
        "4": None,
        "5": None,
        "6": None,
    }


def test_prizes_by_fraction_count_each_group_apart():
    more = '[ranking]\ngroups = ["x", "y"]\n[[prizes]]\nkey = "a"\nfraction = "0.5"\n'
    rows = ["1,theory,,,9,,x", "2,theory,,,8,,x", "3,theory,,,7,,y"]
    given = prizes(rules(more=more), *rows, optional=",group")
    assert given == {"1": "a", "2": None, "3": None}


def test_prizes_by_total_reached_and_the_first_that_fits():
    more = '[[prizes]]\nkey = "a"\nat_least = "85"\n[[prizes]]\nkey = "b"\nat_least = "60.5"\n'
    given = prizes(rules(more=more), *theory(90, 85, "84.99", "60.5", 60))
    assert given == {"1": "a", "2": "a", "3": "b", "4": "b", "5": None}


def test_the_contest_of_the_report_promotes_top_three_and_other_prize_winners():
    of = rules(single(more=PASS), more=PRIZES + TOP + OTHERS)
    assert decided(of, *theory(90, 80, 70, 65, 55, 50, 45)) == {
        "1": (2, True),
        "2": (2, True),
        "3": (2, True),
        "4": (3, True),
        "5": (3, False),
        "6": (3, False),
        "7": None,
    }


def test_reasons_say_each_condition_met():
    of = rules(
        single(more=PASS), panel(more=PASS), more=TOP.replace('"theory"]', '"theory", "skill"]')
    )
    rows = ["1,theory,,,76.50", "1,case,J1,,88.3"]
    assert reasons(of, "1", *rows) == ["rank 1 is within 1–3", "theory 76.5 ≥ 60", "case 88.3 ≥ 60"]


def test_top_three_with_a_failed_part_gets_the_prize_but_no_level_by_default():
    of = rules(single(more=PASS), more=PRIZES + TOP + OTHERS)
    line = ranked(of, *theory(59, 50)).line("1")
    assert (line.prize, line.promotion.level, line.promotion.granted) == ("first", 2, False)
    assert [r.sentence() for r in line.promotion.reasons] == [
        "rank 1 is within 1–3",
        "theory 59 < 60",
    ]


def test_on_fail_next_lets_later_rules_speak():
    more = PRIZES + TOP + 'on_fail = "next"\n' + OTHERS.replace('["theory"]', "[]")
    line = ranked(rules(single(more=PASS), more=more), *theory(59)).line("1")
    assert (line.promotion.level, line.promotion.granted) == (3, True)
    assert [(each.level, each.granted) for each in line.promotion.refused] == [(2, False)]


def test_on_fail_next_without_a_later_rule_keeps_the_refusal():
    of = rules(single(more=PASS), more=TOP + 'on_fail = "next"\n')
    assert decided(of, *theory(59)) == {"1": (2, False)}


def test_a_part_needs_every_round_with_a_pass_mark():
    rounds = [single("a", more=PASS), single("b", more=PASS), single("c")]
    of = rules(*rounds, more=TOP)
    assert decided(of, "1,a,,,60", "1,b,,,59.99", "1,c,,,0") == {"1": (2, False)}
    assert decided(of, "1,a,,,60", "1,b,,,60", "1,c,,,0") == {"1": (2, True)}


def test_a_pass_looks_at_the_rounded_score():
    more = f'{PASS}\nrounding = {{ places = 0, mode = "half_up" }}'
    assert decided(rules(single(more=more), more=TOP), *theory("59.5")) == {"1": (2, True)}


def test_a_part_without_pass_marks_is_passed():
    assert decided(rules(more=TOP), *theory(1)) == {"1": (2, True)}


def test_promotion_by_named_prizes():
    more = PRIZES + '[[promotions]]\nlevel = 4\nprizes = ["second", "third"]\n'
    of = rules(more=more)
    assert decided(of, *theory(9, 8)) == {"1": None, "2": (4, True)}
    assert reasons(of, "2", *theory(9, 8)) == ["prize second is among second, third"]


def test_other_prizes_needs_a_prize():
    assert decided(rules(more=OTHERS), *theory(99)) == {"1": None}


def test_not_eligible_is_refused_with_the_reason_given():
    rows = ["1,theory,,,90,,promoted this year already"]
    of = rules(single(more=PASS), more=TOP)
    assert decided(of, *rows, optional=",eligible") == {"1": (2, False)}
    assert reasons(of, "1", *rows, optional=",eligible")[-1] == (
        "not eligible: promoted this year already"
    )


@pytest.mark.parametrize(
    ("rule", "held", "decision", "reason"),
    [
        ("skip", 3, (2, True), "level 2 is above level 3 held"),
        ("skip", 2, (2, False), "already holds level 2"),
        ("skip", 1, (2, False), "already holds level 1"),
        ("raise", 4, (2, True), "level 2 is above level 4 held"),
        ("raise", 3, (2, True), "level 2 is above level 3 held"),
        ("raise", 2, (1, True), "holds level 2, raised to level 1"),
        ("raise", 1, (2, False), "already holds level 1, there is none above it"),
    ],
)
def test_a_level_already_held(rule, held, decision, reason):
    of = rules(more=f'{TOP}held_level = "{rule}"\n')
    rows = [f"1,theory,,,90,,{held}"]
    assert decided(of, *rows, optional=",held_level") == {"1": decision}
    assert reasons(of, "1", *rows, optional=",held_level")[-1] == reason


DOWN = TOP + "pass_down = true\n"


def test_slots_pass_down_in_rank_order_to_those_who_pass():
    of = rules(single(more=PASS), single("extra"), more=DOWN + PRIZES + OTHERS)
    theory_marks = (50, 60, 61, 50, 62, 70)
    extra = (100, 80, 70, 60, 40, 0)
    rows = [
        f"{n},{key},,,{mark}"
        for key, given in (("theory", theory_marks), ("extra", extra))
        for n, mark in enumerate(given, start=1)
    ]
    assert decided(of, *rows) == {
        "1": (2, False),
        "2": (2, True),
        "3": (2, True),
        "4": (3, False),
        "5": (2, True),
        "6": (3, True),
    }
    assert reasons(of, "5", *rows)[0] == "rank 5 takes a slot passed down from ranks 1–3"


def test_slots_pass_by_those_who_are_not_eligible_or_hold_the_level():
    rows = ["1,theory,,,9,,,no", "2,theory,,,8,,2,", "3,theory,,,7", "4,theory,,,6", "5,theory,,,5"]
    of = rules(more=DOWN)
    given = decided(of, *rows, "6,theory,,,4", optional=",held_level,eligible")
    assert [n for n, decision in given.items() if decision == (2, True)] == ["3", "4", "5"]
    assert given["6"] is None


def test_a_tie_on_the_last_slot_lets_all_of_them_in():
    given = decided(rules(more=DOWN), *theory(9, 8, 7, 7, 7, 6))
    assert [n for n, decision in given.items() if decision] == ["1", "2", "3", "4", "5"]


def test_a_passed_down_tie_on_the_last_slot_lets_all_of_them_in():
    of = rules(single(more=PASS), single("extra"), more=DOWN)
    rows = [*theory(0, 90, 80, 70, 70), "1,extra,,,100"]
    rows += [f"{n},extra,,,0" for n in (2, 3, 4, 5)]
    given = decided(of, *rows)
    assert given == {
        "1": (2, False),
        "2": (2, True),
        "3": (2, True),
        "4": (2, True),
        "5": (2, True),
    }


def test_an_unresolved_tie_keeps_its_slots_occupied():
    of = rules(more='[ranking]\nties = "forbidden"\n' + DOWN)
    given = decided(of, *theory(9, 8, 8, 7))
    assert given == {"1": (2, True), "4": None, "2": None, "3": None}


def test_every_title_that_fits_is_given():
    titles = (
        '[[titles]]\nkey = "gold"\nissuer = "U"\nranks = [1, 3]\npasses = ["theory"]\n'
        '[[titles]]\nkey = "expert"\nprizes = ["first"]\n'
    )
    of = rules(single(more=PASS), more=PRIZES + titles)
    given = {line.entrant: line.titles for line in ranked(of, *theory(70, 60, 50, 40)).lines}
    assert given == {"1": ("gold", "expert"), "2": ("gold",), "3": (), "4": ()}


def test_a_title_refused_keeps_its_reasons():
    titles = '[[titles]]\nkey = "gold"\nranks = [1, 3]\npasses = ["theory"]\n'
    line = ranked(rules(single(more=PASS), more=titles), *theory(50)).line("1")
    decision = line.title_decisions[0]
    assert [r.sentence() for r in decision.reasons] == ["rank 1 is within 1–3", "theory 50 < 60"]
    assert not decision.granted


def test_titles_pass_down_too():
    titles = '[[titles]]\nkey = "gold"\nranks = [1, 1]\npasses = ["theory"]\npass_down = true\n'
    of = rules(single(more=PASS), single("extra"), more=titles)
    rows = [
        "1,theory,,,50",
        "1,extra,,,50",
        "2,theory,,,60",
        "2,extra,,,0",
        "3,theory,,,60",
        "3,extra,,,0",
    ]
    given = {line.entrant: line.titles for line in ranked(of, *rows).lines}
    assert given == {"1": (), "2": ("gold",), "3": ("gold",)}


def test_reasons_are_worded_in_chinese_too():
    of = rules(single(more=PASS), more=TOP)
    line = ranked(of, *theory(50)).line("1")
    assert line.promotion.reasons[0].sentence("zh") == "第 1 名，在第 1–3 名之内"
