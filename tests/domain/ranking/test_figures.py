"""Rounding against the decimal module, and how numbers are written."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain.ranking.figures import (
    decimal_rounded,
    in_full,
    in_places,
    rounded,
    square_root,
)
from competition.domain.rules import Rounding

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
}
DECIMALS = st.decimals(-1000, 1000, places=4)


@given(DECIMALS, st.integers(0, 6), st.sampled_from(sorted(MODES)))
def test_rounding_agrees_with_the_decimal_module(value, places, mode):
    expected = value.quantize(Decimal(1).scaleb(-places), MODES[mode])
    rounding = Rounding(places, mode)
    assert rounded(Fraction(value), rounding) == Fraction(expected)
    assert decimal_rounded(value, rounding) == expected


@given(st.fractions())
def test_without_rounding_nothing_changes(value):
    assert rounded(value, Rounding(2, "none")) == value


@given(DECIMALS)
def test_a_decimal_is_written_in_full_and_reads_back(value):
    assert Fraction(in_full(Fraction(value))) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.33333333333333333333"),
        (Fraction(-2, 3), "-0.66666666666666666667"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
        (Fraction(-1, 10**30), "-0.000000000000000000000000000001"),
        (Fraction(80), "80"),
        (Fraction(0), "0"),
    ],
)
def test_written_in_full(value, text):
    assert in_full(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Fraction(153, 2), 2, "76.50"), (Fraction(-1, 1000), 2, "0.00"), (Fraction(5), 0, "5")],
)
def test_written_in_places(value, places, text):
    assert in_places(value, places) == text


@given(st.fractions(min_value=0, max_value=10**6))
def test_the_root_of_a_square_is_exact(value):
    assert square_root(value * value) == (value, True)


@given(st.integers(2, 10**6))
def test_other_roots_are_right_to_sixty_places(value):
    root, exact = square_root(Fraction(value))
    assert exact == (root * root == value)
    assert root * root <= value < (root + Fraction(1, 10**60)) ** 2
