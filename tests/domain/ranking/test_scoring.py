"""One entrant in one round: the sentences of "How it is computed", 1 to 3."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.contest_texts import TWO_PLACES, criterion, field, panel, ranked, rules, sheet, single

TRIMMED = 'trim = "totals", drop_highest = 1, drop_lowest = 1, minimum = 3'


def case(of, *rows):
    return ranked(of, *rows).line("1").rounds["case"]


def test_criterion_points_are_rounded_before_they_are_summed():
    of = rules(
        panel(more=criterion("a", f'factor = "0.5"\n{TWO_PLACES}') + criterion("b", 'factor = "2"'))
    )
    result = case(of, "1,case,J1,a,1.25", "1,case,J1,b,3.333")
    assert str(result.exact) == "7.296"  # 0.625 → 0.63, and 6.666 stays


def test_single_round_sums_its_criteria():
    of = rules(single("case", more=criterion("a") + criterion("b", 'factor = "3"')))
    assert str(case(of, "1,case,,a,10.5", "1,case,,b,2").score) == "16.5"


def test_totals_drop_exactly_one_of_equal_extremes():
    result = case(rules(panel(TRIMMED)), *sheet(1, 90, 90, 70, 80, 70))
    assert str(result.exact) == "80"
    assert (result.kept, result.dropped) == (("J1", "J4", "J5"), ("J2", "J3"))


def test_all_equal_marks_still_drop_two_judges():
    result = case(rules(panel(TRIMMED)), *sheet(1, 8, 8, 8, 8, 8))
    assert (str(result.score), len(result.kept), len(result.dropped)) == ("8", 3, 2)


def test_totals_mean_that_does_not_end_keeps_at_least_twelve_places():
    result = case(rules(panel(TRIMMED, more=TWO_PLACES)), *sheet(1, 80, 80, 81, 99, 1))
    assert str(result.exact) == "80.33333333333333333333"
    assert result.exact.value == Fraction(241, 3)
    assert str(result.score) == "80.33"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [((90, 60), "75"), ((90,), "90"), ((90, 60, 70), "70"), ((100, 60, 70, 80), "75")],
)
def test_fewer_marks_than_trimming_needs_take_the_plain_mean(marks, expected):
    few = 'trim = "totals", drop_highest = 1, drop_lowest = 1'
    assert str(case(rules(panel(few)), *sheet(1, *marks)).score) == expected


def test_more_than_one_judge_dropped_on_each_side():
    options = "drop_highest = 2, drop_lowest = 1"
    result = case(rules(panel(options)), *sheet(1, 10, 20, 30, 40, 50, 60))
    assert (str(result.score), result.dropped) == ("30", ("J1", "J5", "J6"))


def test_criteria_are_trimmed_each_on_its_own():
    options = 'trim = "criteria", drop_highest = 1, drop_lowest = 1'
    of = rules(panel(options, more=criterion("a") + criterion("b")))
    result = case(of, *sheet(1, 1, 2, 3, criterion="a"), *sheet(1, 30, 20, 40, criterion="b"))
    assert str(result.score) == "32"
    assert [(c.criterion, c.kept, c.dropped) for c in result.criteria] == [
        ("a", ("J2",), ("J1", "J3")),
        ("b", ("J1",), ("J2", "J3")),
    ]
    assert (result.kept, result.dropped) == (("J1", "J2"), ("J3",))


def test_criteria_round_the_mean_and_then_factor_times_mean():
    of = rules(panel('trim = "criteria"', more=criterion("a", f'factor = "1.5"\n{TWO_PLACES}')))
    result = case(of, *sheet(1, 1, 1, 2, criterion="a"))  # 1.333… → 1.33; 1.995 → 2.00
    assert (str(result.criteria[0].mean), str(result.exact)) == ("1.33", "2")


def test_criteria_without_rounding_are_exact_in_between():
    of = rules(panel('trim = "criteria"', more=criterion("a", 'factor = "3"')))
    assert str(case(of, *sheet(1, 1, 1, 2, criterion="a")).exact) == "4"


def test_penalties_come_off_after_aggregation():
    of = rules(panel(TRIMMED, more=TWO_PLACES))
    rows = [*sheet(1, 80, 80, 80, 80, 80), "1,case,,penalty,1.5", "1,case,,penalty,0.25"]
    result = case(of, *rows)
    assert (str(result.before_penalty), str(result.penalty), str(result.score)) == (
        "80",
        "1.75",
        "78.25",
    )


def test_penalties_never_lead_below_zero():
    assert str(case(rules(panel()), *sheet(1, 1), "1,case,,penalty,5").exact) == "0"


def test_a_zero_is_a_mark_and_a_missing_mark_is_none():
    of = rules(panel())
    line = ranked(of, "1,case,J1,,0", "2,case,J1,,1", "3")
    assert str(line.line("1").rounds["case"].score) == "0"
    assert line.line("1").rank == 2
    assert (line.line("3").state, line.line("3").rounds["case"].score) == ("incomplete", None)


def test_a_judge_who_gave_some_criteria_leaves_the_entrant_incomplete():
    of = rules(panel("minimum = 1", more=criterion("a") + criterion("b")))
    result = case(of, "1,case,J1,a,5", "1,case,J1,b,5", "1,case,J2,a,5")
    assert (result.state, result.score) == ("incomplete", None)
    assert result.missing.sentence() == "case: judge J2 has not marked b"


def test_a_single_round_with_a_criterion_missing_is_incomplete():
    of = rules(single("case", more=criterion("a") + criterion("b")))
    assert case(of, "1,case,,a,5").missing.sentence() == "case: b has no mark"


def test_fewer_judges_than_the_minimum_leave_the_entrant_incomplete():
    result = case(rules(panel(TRIMMED)), *sheet(1, 90, 80))
    assert (result.state, result.missing.code) == ("incomplete", "panel_too_small")


def test_a_recused_judge_is_left_out_and_makes_the_panel_smaller():
    of = rules(panel(TRIMMED))
    assert str(case(of, *sheet(1, 10, 20, 60), "1,case,J4,,,recused").score) == "20"
    assert case(of, *sheet(1, 10, 20), "1,case,J4,,,recused").state == "incomplete"
    assert str(case(of, *sheet(1, 10, 20, 60, 99), "1,case,J4,,,recused").score) == "20"


@pytest.mark.parametrize("state", ["absent", "withdrawn", "disqualified"])
def test_states_in_a_round_have_no_score(state):
    result = case(rules(panel()), f"1,case,,,,{state}")
    assert (result.state, result.score, result.passed) == (state, None, None)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("half_up", "80.13"), ("half_even", "80.12"), ("down", "80.12"), ("none", "80.125")],
)
def test_rounding_of_a_round_in_four_modes(mode, expected):
    of = rules(single("case", more=f'rounding = {{ places = 2, mode = "{mode}" }}'))
    assert str(case(of, "1,case,,,80.125").score) == expected


def test_a_score_is_written_with_the_places_of_its_rounding():
    of = rules(single("case", more='rounding = { places = 3, mode = "down" }'))
    result = case(of, "1,case,,,76.5")
    assert (str(result.score), str(result.exact)) == ("76.500", "76.5")


STANDARD = 'standardise = { mean = "100", deviation = "20" }'


def test_standardised_by_judge_with_the_population_deviation():
    of = rules(panel(STANDARD))
    rows = [*sheet(1, 60, 90), *sheet(2, 80, 90)]  # J1: mean 70, deviation 10; J2: deviation 0
    judges = case(of, *rows).judges
    assert [str(judge.standardised) for judge in judges] == ["80", "100"]
    assert str(case(of, *rows).exact) == "90"


def test_standardised_before_trimming():
    of = rules(panel(f"{STANDARD}, drop_highest = 1"))
    rows = [*sheet(1, 60, 90), *sheet(2, 80, 90)]
    assert case(of, *rows).dropped == ("J2",)


def test_standardised_over_all_whom_the_judge_marked_in_full_in_this_round():
    of = rules(panel(STANDARD, more=criterion("a") + criterion("b")))
    rows = [
        *("1,case,J1,a,60", "1,case,J1,b,0"),
        *("2,case,J1,a,80", "2,case,J1,b,0", "2,,,,,disqualified"),
        *("3,case,J1,a,99",),
        *("4,case,J1,a,99", "4,case,J1,b,0", "4,case,J1,,,recused"),
    ]
    assert str(case(of, *rows).exact) == "80"


def test_standardised_by_an_irrational_deviation_to_the_published_digit():
    of = rules(panel(STANDARD, more=TWO_PLACES))
    result = case(of, *sheet(1, 1), *sheet(2, 2), *sheet(3, 4))
    # mean 7/3, variance 14/9: 100 - 20·4/√14
    assert str(result.score) == "78.62"
    assert str(result.exact).startswith("78.619100647006")


def test_standardised_scores_that_cancel_are_exactly_the_mean():
    of = rules(panel(STANDARD))
    rows = [*sheet(1, 1, 6), *sheet(2, 2, 4), *sheet(3, 3, 2)]
    exact = [ranked(of, *rows).line(n).rounds["case"].exact for n in "123"]
    assert {str(each) for each in exact} == {"100"}


def test_the_order_of_rows_and_judges_does_not_reach_the_field():
    of = rules(panel(TRIMMED))
    rows = sheet(1, 70, 90, 90, 60, 80)
    assert ranked(of, *rows) == ranked(of, *reversed(rows))
    assert len(field(of, *rows).entrants) == 1


def test_a_standardised_mean_that_is_a_fraction_in_truth_is_that_fraction():
    """Judge A's deviation has no rational root, but entrant 2 stands exactly at A's mean."""
    marks = {"A": (0, 2, 4), "B": (None, 1, 4), "C": (None, 5, 5)}
    rows = [
        f"{number},case,{judge},,{mark}"
        for judge, given in marks.items()
        for number, mark in enumerate(given, start=1)
        if mark is not None
    ]
    line = ranked(rules(panel(STANDARD)), *rows).line("2")
    assert line.rounds["case"].exact.value == Fraction(280, 3)
