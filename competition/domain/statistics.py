"""How judges marked: spread, strictness and agreement.

Binary floats are good enough here, because nothing of it enters a score. Below the floors of
sample size a figure is ``None`` rather than misleading.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import fsum
from statistics import fmean, median, pstdev, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from competition.domain.ranking.results import Ranking

FEWEST_ENTRANTS = 5  # for agreement; McGraw & Wong's intervals are useless below
FEWEST_JUDGES = 2
FEWEST_FOR_QUARTILES = 2
MOST_OUTLIERS = 20  # a list to look through, not to print


@dataclass(frozen=True, slots=True)
class Distribution:
    """The spread of some scores, with counts in bins of equal width; the last bin is closed."""

    count: int
    lowest: float
    quartiles: tuple[float, float, float]
    highest: float
    mean: float
    deviation: float
    bins: tuple[int, ...]
    width: float
    start: float


def distribution(
    scores: Sequence[float], start: float, end: float, bins: int = 10
) -> Distribution | None:
    """The spread of ``scores`` over ``start``–``end``; ``None`` without any."""
    if not scores:
        return None
    width = (end - start) / bins
    counted = Counter(min(max(int((score - start) / width), 0), bins - 1) for score in scores)
    return Distribution(
        count=len(scores),
        lowest=min(scores),
        quartiles=_quartiles(scores),
        highest=max(scores),
        mean=fmean(scores),
        deviation=pstdev(scores),
        bins=tuple(counted[index] for index in range(bins)),
        width=width,
        start=start,
    )


def _quartiles(scores: Sequence[float]) -> tuple[float, float, float]:
    if len(scores) < FEWEST_FOR_QUARTILES:
        return scores[0], scores[0], scores[0]
    low, middle, high = quantiles(scores, n=4, method="inclusive")
    return low, middle, high


@dataclass(frozen=True, slots=True)
class Strictness:
    """How far one judge lies from the others' mean for the same entrants; below 0 is strict."""

    judge: str
    entrants: int
    mean_difference: float
    median_difference: float
    deviation: float


def judge_totals(ranking: Ranking, round_key: str) -> dict[str, dict[str, float]]:
    """For each entrant with a score in the round, each judge's total as it was given."""
    return {
        line.entrant: {each.judge: float(each.total.value) for each in result.judges}
        for line in ranking.lines
        if (result := line.rounds[round_key]).judges
    }


def strictness(totals: Mapping[str, Mapping[str, float]]) -> tuple[Strictness, ...]:
    """Each judge against the mean of the other judges, over the entrants they share."""
    differences: dict[str, list[float]] = {}
    for given in totals.values():
        for judge, total, others in _against_others(given):
            differences.setdefault(judge, []).append(total - others)
    return tuple(
        Strictness(judge, len(found), fmean(found), median(found), pstdev(found))
        for judge, found in sorted(differences.items())
    )


def _against_others(given: Mapping[str, float]) -> Iterator[tuple[str, float, float]]:
    """Each judge, the judge's total, and the mean of the others'; nothing for a lone judge."""
    marks = list(given.values())
    if len(marks) < FEWEST_JUDGES:
        return
    for at, (judge, total) in enumerate(given.items()):
        yield judge, total, fsum(marks[:at] + marks[at + 1 :]) / (len(marks) - 1)


@dataclass(frozen=True, slots=True)
class Outlier:
    """One judge's total for one entrant, far from the other judges' mean for the same entrant."""

    entrant: str
    judge: str
    total: float
    others: float

    @property
    def difference(self) -> float:
        """In points; below 0 when the judge gave less than the others."""
        return self.total - self.others


def outliers(
    totals: Mapping[str, Mapping[str, float]], limit: float, most: int = MOST_OUTLIERS
) -> tuple[Outlier, ...]:
    """The totals at least ``limit`` points from the mean of the others', farthest first.

    With fewer than two others nobody can say who is the odd one.
    """
    far = [
        Outlier(entrant, judge, total, others)
        for entrant, given in totals.items()
        if len(given) > FEWEST_JUDGES
        for judge, total, others in _against_others(given)
        if abs(total - others) >= limit
    ]
    return tuple(sorted(far, key=lambda one: (-abs(one.difference), one.entrant, one.judge))[:most])


def complete_matrices(
    totals: Mapping[str, Mapping[str, float]],
) -> dict[tuple[str, ...], list[list[float]]]:
    """For each panel one row an entrant whom all of it marked, one column a judge, by name.

    A panel is a set of judges who marked the same entrants and that no larger set contains: a
    judge's recusal makes no panel of those who are left.
    """
    sets = {frozenset(given) for given in totals.values()}
    panels = sorted(tuple(sorted(each)) for each in sets if not any(each < other for other in sets))
    return {
        panel: [[given[j] for j in panel] for given in totals.values() if set(panel) == set(given)]
        for panel in panels
    }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Intraclass correlation, two-way random, absolute agreement: one judge's, the panel's."""

    single: float
    panel: float
    entrants: int
    judges: int


def agreement(matrix: Sequence[Sequence[float]]) -> Agreement | None:
    """ICC(2,1) and ICC(2,k) after Shrout & Fleiss (1979); ``None`` below the floors."""
    if not _enough(matrix):
        return None
    n, k = len(matrix), len(matrix[0])
    rows, columns, rest = _mean_squares(matrix)
    single = rows + (k - 1) * rest + k * (columns - rest) / n
    panel = rows + (columns - rest) / n
    if not single or not panel:
        return None  # everybody got the same mark from everybody: nothing to agree on
    return Agreement((rows - rest) / single, (rows - rest) / panel, n, k)


def _mean_squares(matrix: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Between entrants, between judges, and what is left."""
    n, k = len(matrix), len(matrix[0])
    grand = fmean(mark for row in matrix for mark in row)
    rows = k * sum((fmean(row) - grand) ** 2 for row in matrix)
    columns = n * sum((fmean(column) - grand) ** 2 for column in zip(*matrix, strict=True))
    total = sum((mark - grand) ** 2 for row in matrix for mark in row)
    rest = max(total - rows - columns, 0.0)
    return rows / (n - 1), columns / (k - 1), rest / ((n - 1) * (k - 1))


def concordance(matrix: Sequence[Sequence[float]]) -> float | None:
    """Kendall's W, 0–1, corrected for ties; ``None`` below the floors or when all is tied."""
    if not _enough(matrix):
        return None
    n, judges = len(matrix), list(zip(*matrix, strict=True))
    k = len(judges)
    ranked = [_mid_ranks(marks) for marks in judges]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    spread = sum((each - fmean(sums)) ** 2 for each in sums)
    ties = sum(count**3 - count for marks in judges for count in Counter(marks).values())
    possible = k**2 * (n**3 - n) - k * ties
    return 12 * spread / possible if possible else None


def _mid_ranks(marks: Sequence[float]) -> list[float]:
    """Ranks from 1 with equal marks sharing the mean of their ranks."""
    below = Counter(marks)
    ranks: dict[float, float] = {}
    taken = 0
    for mark in sorted(below):
        ranks[mark] = taken + (below[mark] + 1) / 2
        taken += below[mark]
    return [ranks[mark] for mark in marks]


def _enough(matrix: Sequence[Sequence[float]]) -> bool:
    return len(matrix) >= FEWEST_ENTRANTS and len(matrix[0]) >= FEWEST_JUDGES
