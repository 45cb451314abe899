"""Statistics against published worked examples, floors of sample size, and resampling."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain.statistics import (
    Resampling,
    agreement,
    complete_matrices,
    concordance,
    distribution,
    judge_totals,
    line_certainty,
    outliers,
    strictness,
)
from tests.contest_texts import field, panel, ranked, rules, sheet

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


def test_a_clear_line_is_sure_and_a_narrow_one_is_not():
    rows = [*sheet(1, 90, 91, 92), *sheet(2, 60, 70, 80), *sheet(3, 79, 71, 59), *sheet(4, 5, 5, 5)]
    sure = line_certainty(OF, field(OF, *rows), "case", 2, Resampling(seed=7))
    assert (sure["1"], sure["4"]) == (1, 0)
    assert 0.2 < sure["2"] < 0.8


def test_entrant_with_a_recused_judge_shares_the_draw_of_the_panel():
    judges = [f"J{n}" for n in range(1, 6)]
    better = [f"1,case,{judge},,{50 + 10 * place}" for place, judge in enumerate(judges)]
    worse = [f"2,case,{judge},,{49 + 10 * place}" for place, judge in enumerate(judges)]
    apart = [row.replace("J", "K") for row in worse]
    how, sixth = Resampling(seed=7), "1,case,J6,,70"  # who did not mark entrant 2
    shared = line_certainty(OF, field(OF, *better, sixth, *worse), "case", 1, how)
    strangers = line_certainty(OF, field(OF, *better, sixth, *apart), "case", 1, how)
    assert shared["1"] > 0.65 > strangers["1"]


def test_the_same_seed_gives_the_same_answer():
    marks = field(OF, *sheet(1, 60, 70), *sheet(2, 70, 61), "3,case,J9,,65", "4")
    first, second = (line_certainty(OF, marks, "case", 1, Resampling(3, 20)) for _ in range(2))
    assert first == second
