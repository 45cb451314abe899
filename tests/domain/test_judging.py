"""Marks as typed, missing marks, distance from the panel."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain import judging
from competition.domain.errors import Invalid
from competition.domain.rules import Criterion

LAW = Criterion("law", "法律适用", Decimal(30), Decimal("0.5"))
FEW = Criterion("manner", "仪表", Decimal(2), Decimal("0.5"))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("0", "0"),
        ("30", "30"),
        (" 25.5 ", "25.5"),
        ("07", "7"),
        ("12.50", "12.5"),
        ("２５．５", "25.5"),
    ],
)
def test_mark_is_read_as_typed(text, mark):
    assert judging.read_mark(LAW, text) == Decimal(mark)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,25", "mark_comma"),
        ("1\uff0c25", "mark_comma"),
        ("1、5", "mark_comma"),
        ("30.5", "mark_above_full"),
        ("25.3", "mark_off_step"),
        ("-1", "mark_not_number"),
        ("1e1", "mark_not_number"),
        (".5", "mark_not_number"),
        ("五", "mark_not_number"),
        ("\uff11\uff0c\uff12", "mark_comma"),
        ("8\u00b2", "mark_not_number"),
        ("9" * 40, "mark_not_number"),
    ],
)
def test_unfit_mark_is_refused_in_words(text, code):
    with pytest.raises(Invalid) as refused:
        judging.read_mark(LAW, text)
    assert refused.value.code == code


def test_comma_refusal_says_what_to_type():
    with pytest.raises(Invalid) as refused:
        judging.read_mark(LAW, "1,25")
    assert refused.value.params["remedy"] == "1.25"


@given(st.text(max_size=20))
def test_any_text_is_a_mark_in_bounds_or_refused(text):
    try:
        mark = judging.read_mark(LAW, text)
    except Invalid:
        return
    assert 0 <= mark <= 30
    assert mark % Decimal("0.5") == 0


def test_empty_field_is_no_mark_and_zero_is_one():
    reading = judging.read_marks([LAW, FEW], {"law": "", "manner": "0"})
    assert reading.marks == {"manner": Decimal(0)}
    assert judging.missing([LAW, FEW], reading.marks) == ("法律适用",)


def test_few_values_become_tiles_and_many_do_not():
    assert judging.values_of(FEW) == tuple(map(Decimal, ("0", "0.5", "1.0", "1.5", "2.0")))
    assert judging.values_of(LAW) == ()


@pytest.mark.parametrize(
    ("own", "others", "limit", "distance"),
    [
        ("90", ("70", "70"), "15", "20.00"),
        ("85", ("70", "70"), "15", None),
        ("90", ("70",), "15", None),
        ("90", ("70", "70"), "0", None),
    ],
)
def test_distance_from_panel(own, others, limit, distance):
    found = judging.distance_from_panel(
        Decimal(own), [Decimal(one) for one in others], Decimal(limit)
    )
    assert found == (Decimal(distance) if distance else None)


@pytest.mark.parametrize(
    ("panel", "group", "draw", "judges"),
    [
        ("", None, None, True),
        ("职工组", "职工组", "3", True),
        ("职工组", "学生组", "3", False),
        ("1-18", None, "18", True),
        ("1-18", None, "007", True),
        ("1-18", None, "19", False),
        ("1-18", None, "A3", False),
        ("1-18", None, None, False),
    ],
)
def test_panel_judges_a_group_or_a_range_of_draw_numbers(panel, group, draw, judges):
    assert judging.panel_judges(panel, group, draw) is judges


def test_disagreement_tells_not_given_from_zero():
    assert judging.disagreements([LAW], {"law": Decimal(0)}, {}) == ("law",)
    assert judging.disagreements([LAW], {"law": Decimal("30.0")}, {"law": Decimal(30)}) == ()


def test_draw_numbers_sort_as_people_count():
    assert sorted(["10", "2", "A10", "A2", "1"], key=judging.draw_order) == [
        "1", "2", "10", "A2", "A10",
    ]  # fmt: skip
