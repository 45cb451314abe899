"""No rules file gives a traceback, and what is taken can be ranked under and written back."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from competition.domain.contest import WHOLE, Entrant, Field, RoundRecord, Sheet
from competition.domain.ranking import rank
from competition.exchange.faults import FileFault
from competition.exchange.rules_file import read_rules, read_rules_bytes, write_rules
from tests.contest_texts import FULL


def told(text):
    """The fault's sentence, or nothing but the name for a file that is taken."""
    try:
        read_rules_bytes(text if isinstance(text, bytes) else text.encode(), "r.toml")
    except FileFault as fault_found:
        return fault_found.sentence("zh")
    return "r.toml"


@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(raw):
    assert told(raw).startswith("r.toml")


@given(
    st.integers(0, len(FULL) - 1),
    st.integers(0, 30),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
def test_no_damage_to_a_good_file_gives_a_traceback(start, length, put):
    text = FULL[:start] + put + FULL[start + length :]
    assert told(text).startswith("r.toml")
    if told(text) == "r.toml":
        of = read_rules_bytes(text.encode(), "r.toml")
        assert read_rules(write_rules(of), "again.toml") == of
        assert len(rank(of, some_field(of)).lines) == 4


def some_field(of):
    """Four entrants with marks for whatever the rules ask: 0, a half, all, and nothing."""
    return Field(tuple(some_entrant(of, share) for share in ("0", "0.5", "1", None)))


def some_entrant(of, share):
    rounds = {} if share is None else {r.key: some_record(r, Decimal(share)) for r in of.rounds}
    group = of.ranking.groups[0] if of.ranking.groups else None
    return Entrant(str(share), group=group, held_level=3, rounds=rounds)


def some_record(round_, share):
    marks = {c.key: c.full_mark * share for c in round_.criteria} or {
        WHOLE: round_.full_mark * share
    }
    judges = [""] if round_.judging == "single" else [f"J{n}" for n in range(5)]
    return RoundRecord(sheets=tuple(Sheet(judge, marks) for judge in judges))


LINES = FULL.splitlines()
VALUES = ["1", "true", "[]", "{}", '""', "1.5", '"x"', "[1, 2]", "nan", "1979-05-27", "[[]]", "-1"]


@given(st.integers(0, len(LINES) - 1), st.sampled_from(VALUES))
def test_no_value_of_another_type_gives_a_traceback(number, value):
    line = LINES[number]
    changed = f"{line.split(' = ')[0]} = {value}" if " = " in line else line
    assert told("\n".join([*LINES[:number], changed, *LINES[number + 1 :]])).startswith("r.toml")


@given(st.permutations(LINES))
def test_no_shuffled_lines_give_a_traceback(lines):
    assert told("\n".join(lines)).startswith("r.toml")
