"""The marks that invented judges give: without one highest and one lowest they give a score."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.rules import Criterion

HALF: Final = Decimal("0.5")
# How five judges differ: the middle three of each row sum to nothing.
SPREADS: Final = (
    ("-2", "-0.5", "0", "0.5", "2"),
    ("-1.5", "-1", "0.5", "0.5", "1.5"),
    ("-2.5", "-0.5", "-0.5", "1", "2"),
    ("-3", "0", "0", "0", "1.5"),
)
STRICT, LENIENT = 1, 3  # the places of the judges who are mostly lowest and mostly highest


def totals(number: str, score: Decimal) -> list[Decimal]:
    """What each of five judges gives in all; without the extremes the mean is ``score``."""
    chance = Random(number)  # nosec B311 # noqa: S311 -- invented marks, the same at each loading
    lowest, *middle, highest = (score + Decimal(step) for step in chance.choice(SPREADS))
    chance.shuffle(middle)
    places = [0, 1, 2, 3, 4]
    strict, lenient = (STRICT, LENIENT) if chance.random() < 0.7 else chance.sample(places, 2)  # noqa: PLR2004 -- mostly
    given = {strict: lowest, lenient: highest}
    rest = iter(middle)
    return [given[place] if place in given else next(rest) for place in places]


def spread_over(total: Decimal, criteria: Sequence[Criterion], turn: int) -> dict[str, Decimal]:
    """``total`` in half points over the criteria, in proportion to their full marks."""
    whole = sum((item.full_mark for item in criteria), Decimal(0))
    marks = {item.key: _half_down(total * item.full_mark / whole) for item in criteria}
    order = [*criteria[turn % len(criteria) :], *criteria[: turn % len(criteria)]]
    missing = total - sum(marks.values(), Decimal(0))
    while missing > 0:
        for item in order:
            if missing > 0 and marks[item.key] + HALF <= item.full_mark:
                marks[item.key] += HALF
                missing -= HALF
    return marks


def _half_down(value: Decimal) -> Decimal:
    return (value / HALF).to_integral_value(ROUND_FLOOR) * HALF
