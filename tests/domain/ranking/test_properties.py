"""What holds for every field: order of rows, one's own marks, partition into ranks, trimming."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from competition.domain.contest import WHOLE, Entrant, Field, RoundRecord, Sheet
from competition.domain.ranking import places_among, rank
from competition.domain.ranking.totals import score_all
from competition.domain.ranking.trimming import trimmed, trimmed_sum
from competition.domain.rules import Panel
from tests.contest_texts import TWO_PLACES, criterion, panel, rules, single

TRIMS = ("totals", "criteria")
CRITERIA = criterion("a", TWO_PLACES) + criterion("b", f'factor = "0.7"\n{TWO_PLACES}')
MARKS = st.integers(0, 40).map(lambda halves: Decimal(halves) / 2)
TIES = '[ranking]\nties = "{}"\ntie_break = [{{ round = "case" }}, {{ total = "exact" }}]\n'


def of(trim, ties="shared"):
    options = f'trim = "{trim}", drop_highest = 1, drop_lowest = 1, minimum = 2'
    more = TIES.format(ties)
    coarse = 'rounding = { places = 0, mode = "down" }'  # so that equal totals are frequent
    rounds = (single(weight="0.03"), panel(options, more=CRITERIA, weight="0.07"))
    return rules(*rounds, total=coarse, more=more)


@st.composite
def fields(draw, lowest=1):
    count = draw(st.integers(lowest, 6))
    return Field(tuple(draw(entrants(str(number))) for number in range(count)))


@st.composite
def entrants(draw, number):
    judges = draw(st.integers(1, 5))
    sheets = tuple(
        Sheet(f"J{judge}", {"a": draw(MARKS), "b": draw(MARKS)}) for judge in range(judges)
    )
    theory = Sheet("", {WHOLE: draw(MARKS)})
    state = draw(st.sampled_from([None, None, None, "unofficial", "withdrawn"]))
    rounds = {"theory": RoundRecord(sheets=(theory,)), "case": RoundRecord(sheets=sheets)}
    return Entrant(number, state=state, rounds=rounds)


@given(fields(), st.sampled_from(TRIMS), st.randoms())
def test_permuting_entrants_and_judges_changes_nothing(field, trim, chance):
    shuffled = [reordered(entrant, chance) for entrant in field.entrants]
    chance.shuffle(shuffled)
    assert rank(of(trim), Field(tuple(shuffled))) == rank(of(trim), field)


def reordered(entrant, chance):
    sheets = list(entrant.rounds["case"].sheets)
    chance.shuffle(sheets)
    rounds = {**entrant.rounds, "case": RoundRecord(sheets=tuple(sheets))}
    return Entrant(entrant.number, state=entrant.state, rounds=rounds)


@given(fields(), st.sampled_from(TRIMS))
def test_shared_ranks_partition_the_ranked(field, trim):
    lines = [line for line in rank(of(trim), field).lines if line.state == "ranked"]
    taken = sorted(line.rank for line in lines)
    expected = [1 + sum(other < each for other in taken) for each in taken]
    assert taken == expected
    assert all(line.rank is None for line in rank(of(trim), field).lines if line not in lines)


@given(fields(), st.sampled_from(TRIMS))
def test_forbidden_ties_leave_the_same_places_and_no_shared_rank(field, trim):
    shared, forbidden = rank(of(trim), field), rank(of(trim, "forbidden"), field)
    ranks = [line.rank for line in forbidden.lines if line.rank is not None]
    assert len(ranks) == len(set(ranks))
    for line in forbidden.lines:
        assert line.place == shared.line(line.entrant).rank


@given(fields(), st.sampled_from(TRIMS), st.sampled_from(["shared", "forbidden"]))
def test_places_alone_are_those_of_the_ranking(field, trim, ties):
    lines = rank(of(trim, ties), field).lines
    wanted = {line.entrant: line.place for line in lines if line.place is not None}
    scored = score_all(of(trim, ties), field.entrants)
    assert places_among(of(trim, ties), scored) == wanted


@given(fields(lowest=2), st.sampled_from(TRIMS), st.data())
def test_raising_one_mark_never_lowers_ones_own_rank(field, trim, data):
    """Holds with weights, factors ≥ 0, no standardisation, high orders: nothing then falls."""
    chosen = data.draw(st.sampled_from(field.entrants))
    judge = data.draw(st.sampled_from(chosen.rounds["case"].sheets)).judge
    key = data.draw(st.sampled_from(["a", "b"]))
    better = Field(tuple(raised(e, judge, key) if e is chosen else e for e in field.entrants))
    before, after = (rank(of(trim), each).line(chosen.number) for each in (field, better))
    if before.rank is not None:
        assert after.rank <= before.rank


def raised(entrant, judge, key):
    sheets = tuple(
        Sheet(s.judge, {**s.marks, key: s.marks[key] + 5}) if s.judge == judge else s
        for s in entrant.rounds["case"].sheets
    )
    rounds = {**entrant.rounds, "case": RoundRecord(sheets=sheets)}
    return Entrant(entrant.number, state=entrant.state, rounds=rounds)


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 5).map(Decimal), min_size=1, max_size=9),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_trimming_drops_so_many_extremes_or_none(marks, highest, lowest):
    panel = Panel(drop_highest=highest, drop_lowest=lowest)
    kept, dropped = trimmed(marks, panel)
    assert sorted((*kept, *dropped)) == sorted(marks)
    assert len(dropped) == (highest + lowest if highest + lowest < len(marks) else 0)
    values = sorted(marks.values())
    assert trimmed_sum(values, panel) == sum(marks[judge] for judge in kept)
    if dropped:
        assert sorted(marks[j] for j in kept) == values[lowest : len(values) - highest]


@given(st.lists(MARKS, min_size=3, max_size=9))
def test_a_trimmed_mean_lies_within_the_marks(marks):
    field = Field(
        (Entrant("1", rounds={"case": RoundRecord(sheets=tuple(
            Sheet(f"J{n}", {WHOLE: mark}) for n, mark in enumerate(marks)
        ))}),)
    )  # fmt: skip
    score = rank(rules(panel("drop_highest = 1, drop_lowest = 1")), field).line("1").total.value
    assert Fraction(min(marks)) <= score <= Fraction(max(marks))


def first_difference(one, other):
    """The first key that parts two lines, by the letter of the contract; 9 when none does."""
    keys = [
        (one.rounds["case"].score.value, other.rounds["case"].score.value),
        (one.total_exact.value, other.total_exact.value),
    ]
    return next((index for index, (a, b) in enumerate(keys) if a != b), 9)


@given(fields(lowest=2), st.sampled_from(TRIMS), st.sampled_from(["shared", "forbidden"]))
def test_decided_by_is_the_deepest_key_needed_against_any_of_equal_total(field, trim, ties):
    lines = [line for line in rank(of(trim, ties), field).lines if line.state == "ranked"]
    level = "shared" if ties == "shared" else "unresolved"
    names = {-1: "total", 0: "round:case", 1: "total:exact", 9: level}
    for line in lines:
        rivals = [o for o in lines if o is not line and o.total == line.total]
        deepest = max((first_difference(line, o) for o in rivals), default=-1)
        assert line.decided_by == names[deepest]
