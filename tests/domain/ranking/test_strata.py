"""Whole numbers part a list just as fractions do."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from competition.domain.ranking.strata import LONGEST_SCALE, common_scale, strata

FRACTIONS = st.fractions(min_value=-3, max_value=3, max_denominator=12)
HUGE = st.fractions(min_value=-3, max_value=3)
PRIMES = [p for p in range(2, 600) if all(p % d for d in range(2, p))]


@given(st.lists(st.none() | FRACTIONS | HUGE), st.booleans())
def test_strata_are_those_of_comparing_fractions(values, high):
    order = sorted(range(len(values)), key=lambda at: worth(values[at], high=high))
    wanted = [list(each) for _, each in groupby(order, key=lambda at: worth(values[at], high=high))]
    assert strata(range(len(values)), values, high=high) == wanted


def worth(value, *, high):
    return (True, 0) if value is None else (False, -value if high else value)


def test_denominators_without_a_short_multiple_are_compared_as_fractions():
    assert common_scale([2, 4, 10]) == 20
    assert common_scale(PRIMES) is None
    assert sum(prime.bit_length() for prime in PRIMES) > LONGEST_SCALE
    values = [Fraction(1, prime) for prime in PRIMES]
    assert strata(PRIMES, values) == [[prime] for prime in PRIMES]
    assert strata(PRIMES, values, high=False) == [[prime] for prime in reversed(PRIMES)]
