"""Statistics against published worked examples, and floors of sample size."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain.statistics import (
    agreement,
    complete_matrices,
    concordance,
    distribution,
    judge_totals,
    outliers,
    strictness,
)
from tests.contest_texts import panel, ranked, rules, sheet

# Shrout & Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = [
    *([9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8]),
    *([7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]),
]


def test_agreement_of_the_published_example():
    found = agreement(SHROUT_FLEISS)
    assert (round(found.single, 2), round(found.panel, 2)) == (0.29, 0.62)
    assert (found.entrants, found.judges) == (6, 4)


def test_perfect_agreement_and_none():
    same = [[n, n, n] for n in range(6)]
    assert agreement(same).single == pytest.approx(1)
    assert agreement([[5, 5]] * 6) is None


def test_concordance_without_ties():
    assert concordance([[n, n * 2, n + 9] for n in range(5)]) == pytest.approx(1)
    assert concordance([[1, 5], [2, 4], [3, 3], [4, 2], [5, 1]]) == pytest.approx(0)


def test_concordance_corrects_for_ties():
    tied = [[1, 1], [1, 1], [2, 2], [3, 3], [4, 4]]
    assert concordance(tied) == pytest.approx(1)
    assert concordance([[1, 1]] * 5) is None


def test_concordance_of_the_published_example_with_ties():
    x = [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10]  # Kendall, Rank Correlation Methods: W = 0.828
    y = [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5]
    z = [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10]
    assert round(concordance(list(zip(x, y, z, strict=True))), 3) == 0.828


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=5, max_size=15))
def test_concordance_is_the_spread_of_rank_sums_over_what_the_judges_ranks_allow(matrix):
    ranks = [[_mid_rank(marks, mark) for mark in marks] for marks in zip(*matrix, strict=True)]
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    possible = len(ranks) * sum(_squares(each) for each in ranks)
    if possible:
        assert concordance(matrix) == pytest.approx(_squares(sums) / possible)


def _mid_rank(marks, mark):
    return sum(other < mark for other in marks) + (marks.count(mark) + 1) / 2


def _squares(values):
    return sum((each - fmean(values)) ** 2 for each in values)


def test_agreement_of_parallel_panels_is_told_apart():
    first = {f"{n}": {"J1": n, "J2": n, "J3": n} for n in range(5)}
    second = {f"{n}": {"J4": n, "J5": -n} for n in range(5, 11)}
    recused = {"99": {"J1": 1, "J3": 2}}
    found = complete_matrices(first | second | recused)
    assert {panel: len(rows) for panel, rows in found.items()} == {
        ("J1", "J2", "J3"): 5,
        ("J4", "J5"): 6,
    }


def test_outlier_is_far_from_the_others_and_two_judges_have_none():
    totals = {"1": {"J1": 80, "J2": 82, "J3": 60}, "2": {"J1": 50, "J2": 90}}
    (found,) = outliers(totals, 15)
    assert (found.entrant, found.judge, found.others, found.difference) == ("1", "J3", 81, -21)
    assert outliers(totals, 22) == ()


@pytest.mark.parametrize("matrix", [[], [[1, 2]] * 4, [[1]] * 9])
def test_too_small_a_sample_gives_no_figure(matrix):
    assert agreement(matrix) is None
    assert concordance(matrix) is None


def test_distribution_counts_and_spread():
    found = distribution([0, 55, 60, 65, 100], 0, 100)
    assert found.bins == (1, 0, 0, 0, 0, 1, 2, 0, 0, 1)
    assert (found.lowest, found.quartiles, found.highest, found.mean) == (0, (55, 60, 65), 100, 56)
    assert distribution([], 0, 100) is None
    assert distribution([7], 0, 10).quartiles == (7, 7, 7)


OF = rules(panel())


def test_strictness_is_against_the_other_judges_of_the_same_entrants():
    ranking = ranked(OF, *sheet(1, 60, 70, 80), *sheet(2, 50, 60, 70), "3,case,J1,,9")
    totals = judge_totals(ranking, "case")
    found = {each.judge: (each.mean_difference, each.entrants) for each in strictness(totals)}
    assert found == {"J1": (-15, 2), "J2": (0, 2), "J3": (15, 2)}
    assert complete_matrices(totals) == {("J1", "J2", "J3"): [[60, 70, 80], [50, 60, 70]]}
