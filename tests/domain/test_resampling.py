"""How sure a line is: against a slow resampling that ranks whole contests, and what must hold."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from competition.domain.contest import WHOLE, Entrant, Field, RoundRecord, Sheet
from competition.domain.ranking import rank
from competition.domain.resampling import Resampling, line_certainty
from tests.contest_texts import TWO_PLACES, criterion, field, panel, rules, sheet, single

OF = rules(panel())
CRITERIA = criterion("a", TWO_PLACES) + criterion("b", f'factor = "0.7"\n{TWO_PLACES}')
JUDGES = ("J1", "J2", "J3", "J4", "J5")
TRIMS = ("totals", "criteria")


def share(of, marks, last, how, near=None):
    near = near or {entrant.number for entrant in marks.entrants}
    return line_certainty(of, marks, near, "case", [last], how)[last]


def made_up(seed, count=8):
    chance = random.Random(seed)  # noqa: S311 -- invented marks
    return Field(tuple(made_up_entrant(str(number), chance) for number in range(count)))


def made_up_entrant(number, chance):
    def mark():
        return Decimal(chance.randrange(20, 41)) / 2

    sheets = tuple(Sheet(judge, {"a": mark(), "b": mark()}) for judge in JUDGES)
    rounds = {
        "theory": RoundRecord(sheets=(Sheet("", {WHOLE: mark()}),)),
        "case": RoundRecord(sheets=sheets),
    }
    return Entrant(number, rounds=rounds)


def slowly(of, marks, last, how):
    """The same question asked of the whole ranking, with every drawn panel written out."""
    chance, within = random.Random(how.seed), Counter()  # noqa: S311 -- no secret
    for _ in range(how.runs):
        drawn = Counter(chance.choices(JUDGES, k=len(JUDGES)))
        lines = rank(of, Field(tuple(seated(each, drawn) for each in marks.entrants))).lines
        within.update(line.entrant for line in lines if line.place and line.place <= last)
    return {each.number: within[each.number] / how.runs for each in marks.entrants}


def seated(entrant, drawn):
    sheets = tuple(
        replace(each, judge=f"{each.judge}#{copy}")
        for each in entrant.rounds["case"].sheets
        for copy in range(drawn[each.judge])
    )
    return replace(entrant, rounds={**entrant.rounds, "case": RoundRecord(sheets=sheets)})


@pytest.mark.parametrize("trim", TRIMS)
@pytest.mark.parametrize("seed", range(6))
def test_the_quick_way_answers_as_whole_rankings_do(trim, seed):
    options = f'trim = "{trim}", drop_highest = 1, drop_lowest = 1, minimum = 2'
    of = rules(single(weight="0.3"), panel(options, more=CRITERIA, weight="0.7"))
    marks, how = made_up(seed), Resampling(seed, 30)
    assert share(of, marks, 3, how) == slowly(of, marks, 3, how)


def test_several_lines_at_once_are_the_lines_one_by_one():
    of = rules(single(weight="0.3"), panel(more=CRITERIA, weight="0.7"))
    marks, how = made_up(1), Resampling(5, 20)
    near = {entrant.number for entrant in marks.entrants}
    both = line_certainty(of, marks, near, "case", [1, 4], how)
    assert both == {last: share(of, marks, last, how) for last in (1, 4)}


def test_a_clear_line_is_sure_and_a_narrow_one_is_not():
    rows = [*sheet(1, 90, 91, 92), *sheet(2, 60, 70, 80), *sheet(3, 79, 71, 59), *sheet(4, 5, 5, 5)]
    sure = share(OF, field(OF, *rows), 2, Resampling(seed=7))
    assert (sure["1"], sure["4"]) == (1, 0)
    assert 0.2 < sure["2"] < 0.8


def test_entrant_with_a_recused_judge_shares_the_draw_of_the_panel():
    judges = [f"J{n}" for n in range(1, 6)]
    better = [f"1,case,{judge},,{50 + 10 * place}" for place, judge in enumerate(judges)]
    worse = [f"2,case,{judge},,{49 + 10 * place}" for place, judge in enumerate(judges)]
    apart = [row.replace("J", "K") for row in worse]
    how, sixth = Resampling(seed=7), "1,case,J6,,70"  # who did not mark entrant 2
    shared = share(OF, field(OF, *better, sixth, *worse), 1, how)
    strangers = share(OF, field(OF, *better, sixth, *apart), 1, how)
    assert shared["1"] > 0.65 > strangers["1"]


def test_the_same_seed_gives_the_same_answer():
    marks = field(OF, *sheet(1, 60, 70), *sheet(2, 70, 61), "3,case,J9,,65", "4")
    first, second = (share(OF, marks, 1, Resampling(3, 20)) for _ in range(2))
    assert first == second


def test_those_far_from_the_line_still_say_how_strict_judges_of_another_round_were():
    standard = 'standardise = { mean = "70", deviation = "10" }'
    other = panel(f"{standard}, minimum = 1", weight="1").replace('"case"', '"talk"')
    of = rules(panel(weight="1"), other)
    rows = [*sheet(1, 70, 71), *sheet(2, 70, 71), *sheet(3, 10, 12), *sheet(4, 5, 8)]
    talk = [row.replace(",case,", ",talk,") for row in (*sheet(1, 60, 62), *sheet(2, 62, 60))]
    far = [row.replace(",case,", ",talk,") for row in (*sheet(3, 0, 59), *sheet(4, 90, 61))]
    marks, how = field(of, *rows, *talk, *far), Resampling(2, 10)
    everybody = share(of, marks, 1, how)
    assert share(of, marks, 1, how, {"1", "2"}) == {n: everybody[n] for n in ("1", "2")}
    alone = field(of, *rows[:4], *talk)
    assert share(of, alone, 1, how) != share(of, marks, 1, how, {"1", "2"})
