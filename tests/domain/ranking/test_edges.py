"""Who stands on an edge of a line that something hangs on."""

from decimal import Decimal

import pytest

from competition.domain.contest import Entrant, Field, RoundRecord, Sheet
from competition.domain.publishing.edges import Edge, edges
from competition.domain.publishing.explanation import explanation
from competition.domain.ranking import rank
from competition.exchange.rules_file import read_rules

RULES = """
schema = 1
[contest]
slug = "edge"
[[rounds]]
key = "paper"
title = "笔试"
part = "theory"
weight = "1"
full_mark = "100"
pass_mark = "60"
judging = "single"
[total]
rounding = { places = 2, mode = "half_up" }
[[prizes]]
key = "first"
title = "一等奖"
ranks = [1, 1]
[[prizes]]
key = "good"
title = "优良奖"
at_least = "70"
[[promotions]]
level = 2
ranks = [1, 2]
passes = ["theory"]
"""
READ = read_rules(RULES, "rules.toml")


def ranked(*marks, state=None):
    return rank(
        READ,
        Field(
            tuple(
                Entrant(
                    number=str(place),
                    state=state,
                    rounds={"paper": RoundRecord(sheets=(Sheet("", {"": Decimal(mark)}),))},
                )
                for place, mark in enumerate(marks, start=1)
            )
        ),
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["90", "80"], {}),
        (["90.01", "90"], {"1": ("neighbour", "2", "0.01"), "2": ("neighbour", "1", "-0.01")}),
        (["90.02", "90"], {}),
        (["90", "59.99"], {"2": ("pass", "paper", "-0.01")}),
        (["90", "60"], {"2": ("pass", "paper", "0")}),
        (["90", "69.99"], {"2": ("cut", "good", "-0.01")}),
        (["95", "90", "90"], {}),
    ],
)
def test_edges(marks, expected):
    found = edges(READ, ranked(*marks))
    assert found == {number: (Edge(*edge),) for number, edge in expected.items()}


@pytest.mark.parametrize("state", ["withdrawn", "disqualified"])
def test_nobody_is_on_an_edge_whose_scores_count_no_more(state):
    assert edges(READ, ranked("60", "59.99", state=state)) == {}


def test_account_shows_the_sum_and_every_condition():
    line = ranked("59.99").line("1")
    account = explanation(READ, line)
    assert account["rounds"][0]["contribution"] == "59.99"
    reasons = account["promotion"]["reasons"]
    assert [(reason["code"], reason["met"]) for reason in reasons] == [
        ("rank_within", True),
        ("round_failed", False),
    ]
