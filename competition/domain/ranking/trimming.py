"""Dropping the highest and lowest marks before the mean: whole totals, or one criterion."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.ranking.figures import places_of, rounded, rounded_ratio
from competition.domain.ranking.results import CriterionScore, Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from competition.domain.rules import Criterion, Panel


def trimmed(
    marks: Mapping[str, Decimal] | Mapping[str, Fraction], panel: Panel
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The judges kept and dropped: exactly so many of several equal extremes.

    Of equal marks the lowest drops the first judge by name, the highest the last, so the order
    in which marks came in changes nothing. Where dropping would leave none, all are kept.
    """
    order = [judge for _, judge in sorted((mark, judge) for judge, mark in marks.items())]
    last = len(order) - panel.drop_highest
    if last <= panel.drop_lowest:
        return tuple(sorted(order)), ()
    dropped = order[: panel.drop_lowest] + order[last:]
    return tuple(sorted(order[panel.drop_lowest : last])), tuple(sorted(dropped))


def trimmed_criterion(
    criterion: Criterion, marks: Mapping[str, Decimal], panel: Panel
) -> CriterionScore:
    """One criterion of a panel: drop, mean of the raw marks, round, × factor, round."""
    kept, dropped = trimmed(marks, panel)
    total = sum((marks[judge] for judge in kept), Decimal(0))
    numerator, denominator = total.as_integer_ratio()
    average = rounded_ratio(numerator, denominator * len(kept), criterion.rounding)
    points = average
    if criterion.factor != 1:
        points = rounded(average * Fraction(criterion.factor), criterion.rounding)
    places = places_of(criterion.rounding)
    return CriterionScore(
        criterion.key, Figure(average, places), Figure(points, places), kept, dropped
    )


def mean(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)
