"""The field: totals, states, ties and ranks ("How it is computed", 4 and 5)."""

from __future__ import annotations

import pytest

from tests.contest_texts import TWO_PLACES, panel, ranked, rules, single, theory

MEASURE = '[[measures]]\nkey = "minutes"\n'


def ranks(ranking):
    return {line.entrant: line.rank for line in ranking.lines}


def decided(ranking):
    return {line.entrant: line.decided_by for line in ranking.lines}


def test_total_is_weighted_of_scores_and_total_exact_of_exacts():
    of = rules(single("a", "0.30", TWO_PLACES), single("b", "0.70", TWO_PLACES), total=TWO_PLACES)
    line = ranked(of, "1,a,,,76.505", "1,b,,,88.304").line("1")
    assert (str(line.total), str(line.total_exact)) == ("84.76", "84.7643")
    assert (str(line.rounds["a"].score), str(line.rounds["b"].score)) == ("76.51", "88.30")


def test_a_negative_weight_subtracts_and_a_total_may_be_negative():
    of = rules(single("a"), single("b", "-1"), total='rounding = { places = 1, mode = "half_up" }')
    line = ranked(of, "1,a,,,1", "1,b,,,1.25").line("1")
    assert (str(line.total), line.total.value) == ("-0.3", line.total.value)


def test_equal_totals_share_a_rank_and_the_next_is_skipped():
    ranking = ranked(rules(), *theory(80, 90, 90, 70))
    assert ranks(ranking) == {"2": 2 - 1, "3": 1, "1": 3, "4": 4}
    assert decided(ranking) == {"2": "shared", "3": "shared", "1": "total", "4": "total"}
    assert [line.tied for line in ranking.lines] == [True, True, False, False]


def test_lines_are_ordered_by_rank_then_entrant_and_those_without_rank_come_last():
    ranking = ranked(rules(), "b,theory,,,5", "a,theory,,,5", "z,theory,,,9", "0", "c,theory,,,1")
    assert [line.entrant for line in ranking.lines] == ["z", "a", "b", "c", "0"]


@pytest.mark.parametrize(
    ("rank_on", "expected"),
    [("rounded", {"1": 1, "2": 1}), ("exact", {"1": 2, "2": 1})],
)
def test_ranked_on_the_rounded_or_the_exact_total(rank_on, expected):
    total = f'rank_on = "{rank_on}"\n{TWO_PLACES}'
    assert ranks(ranked(rules(total=total), *theory("80.001", "80.002"))) == expected


def test_exact_total_comes_from_unrounded_rounds():
    of = rules(
        single(more='rounding = { places = 0, mode = "half_up" }'), total='rank_on = "exact"'
    )
    ranking = ranked(of, *theory("80.4", "80.3"))
    assert (ranks(ranking), str(ranking.line("1").total)) == ({"1": 1, "2": 2}, "80")


def chain(keys, more=""):
    return f"{MEASURE}[ranking]\ntie_break = [{keys}]\n{more}"


def test_tie_break_by_a_round_high_and_low():
    for order, first in (("", "2"), (', order = "low"', "1")):
        of = rules(single("a"), single("b"), more=chain(f'{{ round = "b"{order} }}'))
        ranking = ranked(of, "1,a,,,60", "1,b,,,40", "2,a,,,40", "2,b,,,60")
        assert ranking.lines[0].entrant == first
        assert decided(ranking) == {"1": "round:b", "2": "round:b"}


def test_tie_break_by_a_measure_puts_those_without_it_last():
    of = rules(more=chain('{ measure = "minutes", order = "low" }'))
    ranking = ranked(
        of, *theory(80, 80, 80, 80), "1,,,minutes,12.5", "2,,,minutes,9", "4,,,minutes,0"
    )
    assert ranks(ranking) == {"4": 1, "2": 2, "1": 3, "3": 4}


@pytest.mark.parametrize("order", ["high", "low"])
def test_two_without_the_measure_stand_level_behind_those_with_it(order):
    of = rules(more=chain(f'{{ measure = "minutes", order = "{order}" }}'))
    ranking = ranked(of, *theory(80, 80, 80), "2,,,minutes,-5")
    assert ranks(ranking) == {"2": 1, "1": 2, "3": 2}
    assert decided(ranking) == {"2": "measure:minutes", "1": "shared", "3": "shared"}


def test_tie_break_by_the_exact_total():
    of = rules(total=TWO_PLACES, more=chain('{ total = "exact" }'))
    ranking = ranked(of, *theory("80.001", "80.002", "70"))
    assert decided(ranking) == {"2": "total:exact", "1": "total:exact", "3": "total"}


def test_decided_by_names_the_deepest_key_needed():
    of = rules(single("a"), single("b"), more=chain('{ round = "a" }, { measure = "minutes" }'))
    rows = ["1,a,,,50", "1,b,,,50", "2,a,,,40", "2,b,,,60", "3,a,,,40", "3,b,,,60"]
    ranking = ranked(of, *rows, "2,,,minutes,1", "3,,,minutes,2")
    assert ranks(ranking) == {"1": 1, "3": 2, "2": 3}
    assert decided(ranking) == {"1": "round:a", "2": "measure:minutes", "3": "measure:minutes"}


def settled(*lists, ties="shared"):
    return f'[ranking]\nties = "{ties}"\n' + "".join(
        f'[[ranking.settled]]\nentrants = {list(names)}\nreason = "minute 1"\n'.replace("'", '"')
        for names in lists
    )


@pytest.mark.parametrize("ties", ["shared", "forbidden"])
def test_the_committee_settles_a_tie_first_named_first(ties):
    ranking = ranked(rules(more=settled(("2", "3", "1"), ties=ties)), *theory(80, 80, 80))
    assert ranks(ranking) == {"2": 1, "3": 2, "1": 3}
    assert set(decided(ranking).values()) == {"committee"}
    assert not any(line.tied for line in ranking.lines)


def test_the_committee_moves_nobody_past_a_better_figure():
    ranking = ranked(rules(more=settled(("2", "1"))), *theory(90, 80))
    assert (ranks(ranking), decided(ranking)) == ({"1": 1, "2": 2}, {"1": "total", "2": "total"})


def test_a_settled_list_may_name_more_than_those_tied():
    ranking = ranked(rules(more=settled(("4", "2", "1"))), *theory(80, 80))
    assert ranks(ranking) == {"2": 1, "1": 2}


def test_decisions_chain_and_leave_the_unnamed_level():
    ranking = ranked(rules(more=settled(("3", "1"), ("3", "2"))), *theory(80, 80, 80))
    assert ranks(ranking) == {"3": 1, "1": 2, "2": 2}
    assert decided(ranking) == {"3": "committee", "1": "shared", "2": "shared"}


def test_a_decision_on_two_of_three_parts_nobody_from_the_third():
    ranking = ranked(rules(more=settled(("2", "1"))), *theory(80, 80, 80))
    assert set(ranks(ranking).values()) == {1}


def test_a_forbidden_tie_is_reported_and_no_rank_is_made_up():
    more = '[ranking]\nties = "forbidden"\n[[prizes]]\nkey = "p"\nat_least = "0"\n'
    ranking = ranked(rules(more=more), *theory(90, 80, 80, 70))
    assert ranks(ranking) == {"1": 1, "4": 4, "2": None, "3": None}
    line = ranking.line("2")
    assert (line.state, line.tied, line.decided_by, line.prize, line.place) == (
        *("ranked", True, "unresolved", None, 2),
    )
    assert [each.entrant for each in ranking.unresolved] == ["2", "3"]


def test_groups_are_ranked_apart():
    of = rules(more='[ranking]\ngroups = ["a", "b"]\n')
    rows = ["1,theory,,,90,,a", "2,theory,,,80,,b", "3,theory,,,70,,a", "4,theory,,,80,,b"]
    ranking = ranked(of, *rows, optional=",group")
    assert ranks(ranking) == {"1": 1, "2": 1, "4": 1, "3": 2}
    assert ranking.line("4").group == "b"


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (["1,theory,,,5", "1,case,J1,,5"], "ranked"),
        (["1,theory,,,5"], "incomplete"),
        (["1"], "incomplete"),
        (["1,theory,,,,absent"], "absent"),
        (["1,theory,,,,absent", "1,,,,,unofficial"], "unofficial"),
        (["1,theory,,,,withdrawn", "1,,,,,unofficial"], "withdrawn"),
        (["1,theory,,,,withdrawn", "1,case,,,,disqualified"], "disqualified"),
        (["1,,,,,withdrawn", "1,,,,,disqualified"], "disqualified"),
        (["1,theory,,,5", "1,case,J1,,5", "1,,,,,withdrawn"], "withdrawn"),
    ],
)
def test_the_strongest_state_applies(rows, state):
    line = ranked(rules(single(), panel()), *rows).line("1")
    assert (line.state, line.rank) == (state, 1 if state == "ranked" else None)


def test_unofficial_is_scored_and_shown_but_takes_no_rank_prize_or_slot():
    more = (
        '[[prizes]]\nkey = "p"\nranks = [1, 1]\n[[titles]]\nkey = "t"\nprizes = ["p"]\n'
        "[[promotions]]\nlevel = 2\nranks = [1, 3]\n"
    )
    ranking = ranked(rules(more=more), *theory(99, 80), "1,,,,,unofficial")
    line = ranking.line("1")
    assert (str(line.total), line.rank, line.prize, line.promotion, line.titles) == (
        *("99", None, None, None, ()),
    )
    assert (ranking.line("2").rank, ranking.line("2").prize) == (1, "p")


def test_an_absent_round_counts_zero_where_the_rules_say_so():
    more = '[ranking]\nabsent = "zero"\n'
    of = rules(single(more=f'pass_mark = "60"\n{TWO_PLACES}'), panel(), more=more)
    line = ranked(of, "1,theory,,,,absent", "1,case,J1,,40").line("1")
    result = line.rounds["theory"]
    assert (line.state, line.rank, str(line.total)) == ("ranked", 1, "40")
    assert (result.state, str(result.score), str(result.exact), result.passed) == (
        *("absent", "0.00", "0", False),
    )


def test_a_disqualified_entrant_keeps_round_scores_but_has_no_total():
    line = ranked(rules(), *theory(80), "1,,,,,disqualified").line("1")
    assert (line.total, line.total_exact, str(line.rounds["theory"].score)) == (None, None, "80")


def test_unrounded_total_is_written_in_full():
    of = rules(single(weight="0.333"), total="")
    line = ranked(of, *theory("77.77")).line("1")
    assert (str(line.total), str(line.total_exact)) == ("25.89741", "25.89741")
