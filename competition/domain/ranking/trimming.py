"""Dropping the highest and lowest marks before the mean: whole totals, or one criterion."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.ranking.figures import places_of, rounded, rounded_ratio, sum_of
from competition.domain.ranking.results import CriterionScore, Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from competition.domain.rules import Criterion, Panel


def trimmed(
    marks: Mapping[str, Decimal] | Mapping[str, Fraction], panel: Panel
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The judges kept and dropped: exactly so many of several equal extremes.

    Of equal marks the lowest drops the first judge by name, the highest the last, so the order
    in which marks came in changes nothing. Where dropping would leave none, all are kept.
    """
    order = [judge for _, judge in sorted(zip(marks.values(), marks, strict=True))]
    last = len(order) - panel.drop_highest
    if last <= panel.drop_lowest:
        return tuple(sorted(order)), ()
    dropped = order[: panel.drop_lowest] + order[last:]
    return tuple(sorted(order[panel.drop_lowest : last])), tuple(sorted(dropped))


def trimmed_sum(marks: Iterable[Decimal], panel: Panel) -> Decimal:
    """The sum of what ``trimmed`` keeps, whoever gave it."""
    order = sorted(marks)
    last = len(order) - panel.drop_highest
    kept = order[panel.drop_lowest : last] if last > panel.drop_lowest else order
    return sum(kept, Decimal(0))


Averaged = tuple[Figure, Figure]


def trimmed_criterion(
    criterion: Criterion,
    marks: Mapping[str, Decimal],
    panel: Panel,
    known: dict[tuple[Decimal, int], Averaged],
) -> CriterionScore:
    """One criterion of a panel: drop, mean of the raw marks, round, × factor, round.

    ``known`` remembers what the sum of so many marks of this criterion comes to.
    """
    kept, dropped = trimmed(marks, panel)
    total = sum((marks[judge] for judge in kept), Decimal(0))
    averaged = known.get((total, len(kept)))
    if averaged is None:
        averaged = known[total, len(kept)] = _averaged(criterion, total, len(kept))
    return CriterionScore(criterion.key, *averaged, kept, dropped)


def _averaged(criterion: Criterion, total: Decimal, count: int) -> Averaged:
    numerator, denominator = total.as_integer_ratio()
    average = rounded_ratio(numerator, denominator * count, criterion.rounding)
    points = average
    if criterion.factor != 1:
        points = rounded(average * Fraction(criterion.factor), criterion.rounding)
    places = places_of(criterion.rounding)
    return Figure(average, places), Figure(points, places)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean of at least one value."""
    return sum_of(values) / len(values)
