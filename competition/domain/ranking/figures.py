"""Exact numbers: rounding in the modes of the rules file, and how a number is written.

Binary floats do not occur; a figure is a ``Fraction`` until it is written.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isqrt, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from competition.domain.rules import Rounding

ENDLESS_PLACES = 20  # written places of a decimal that does not end
ROOT_PLACES = 60  # decimal places of a square root that is not rational
CLOSE = Fraction(1, 10**54)  # how near to its true value a figure stays that went through one
SIMPLE = 10**24  # two fractions with denominators up to this differ by far more than that
SETTLED_PLACES = 40  # places of such a figure where it is no simple fraction


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """``value`` rounded as the rules say; half up means away from zero, as 四舍五入 does."""
    if rounding.mode == "none":
        return value
    return rounded_ratio(value.numerator, value.denominator, rounding)


def rounded_ratio(numerator: int, denominator: int, rounding: Rounding) -> Fraction:
    """``rounded`` for a ratio that need not be in lowest terms; ``denominator`` > 0."""
    if rounding.mode == "none":
        return Fraction(numerator, denominator)
    scale = 10**rounding.places
    whole, rest = divmod(abs(numerator) * scale, denominator)
    if _goes_up(whole, 2 * rest, denominator, rounding.mode):
        whole += 1
    return Fraction(whole if numerator >= 0 else -whole, scale)


def _goes_up(whole: int, twice_rest: int, denominator: int, mode: str) -> bool:
    if mode == "half_up":
        return twice_rest >= denominator
    if mode == "half_even":
        return twice_rest > denominator or (twice_rest == denominator and whole % 2 == 1)
    return False


def sum_of(values: Sequence[Fraction]) -> Fraction:
    """Their sum, over the least common denominator at once rather than step by step."""
    scale = lcm(*(value.denominator for value in values))
    return Fraction(sum(each.numerator * (scale // each.denominator) for each in values), scale)


def weighted_ratio(weighted: Iterable[tuple[Fraction, Fraction]]) -> tuple[int, int]:
    """The sum of weight × value as numerator and denominator, which need not be in lowest terms."""
    top, bottom = 0, 1
    for weight, value in weighted:
        denominator = weight.denominator * value.denominator
        top = top * denominator + weight.numerator * value.numerator * bottom
        bottom *= denominator
    return top, bottom


def in_places(value: Fraction, places: int) -> str:
    """``value`` with that many decimal places, rounded half up where it has more."""
    scaled = abs(value.numerator) * 10**places
    units = (2 * scaled + value.denominator) // (2 * value.denominator)
    sign = "-" if value < 0 and units else ""
    if not places:
        return f"{sign}{units}"
    digits = f"{units:0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def in_full(value: Fraction) -> str:
    """``value`` with all its places, or with ``ENDLESS_PLACES`` where it does not end."""
    places = ending_places(value)
    if places is None:
        return in_places(value, ENDLESS_PLACES)
    return in_places(value, places)


def ending_places(value: Fraction) -> int | None:
    """How many decimal places ``value`` needs, ``None`` when it does not end."""
    rest, twos = _without_factor(value.denominator, 2)
    rest, fives = _without_factor(rest, 5)
    return max(twos, fives) if rest == 1 else None


def _without_factor(number: int, factor: int) -> tuple[int, int]:
    count = 0
    while number % factor == 0:
        number //= factor
        count += 1
    return number, count


def square_root(value: Fraction) -> tuple[Fraction, bool]:
    """The root of ``value`` ≥ 0 and whether it is exact; else it is right to ``ROOT_PLACES``."""
    product = value.numerator * value.denominator
    root = isqrt(product)
    if root * root == product:
        return Fraction(root, value.denominator), True
    scale = 10**ROOT_PLACES
    return Fraction(isqrt(product * scale * scale), value.denominator * scale), False


def settled(value: Fraction) -> Fraction:
    """What ``value``, which went through an approximate root, is in truth.

    Where roots cancel the truth is a simple fraction, and only one can be this near; else no
    published digit depends on what is cut off.
    """
    simple = value.limit_denominator(SIMPLE)
    if abs(simple - value) < CLOSE:
        return simple
    unit = 10**SETTLED_PLACES
    return Fraction(round(value * unit), unit)


def decimal_rounded(value: Decimal, rounding: Rounding) -> Decimal:
    """``rounded`` for a decimal, which stays one."""
    if rounding.mode == "none":
        return value
    whole = rounded(Fraction(value), rounding)
    return Decimal(whole.numerator * (10**rounding.places // whole.denominator)).scaleb(
        -rounding.places
    )


def places_of(rounding: Rounding) -> int | None:
    """The decimal places a figure of that rounding is written with; ``None``: in full."""
    return None if rounding.mode == "none" else rounding.places
