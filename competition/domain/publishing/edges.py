"""Who stands on an edge: within a hundredth of a line that a prize, a pass or a promotion hangs on.

Nothing is decided by it; it tells the committee where to look twice before publishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from competition.domain.ranking.figures import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from competition.domain.ranking.results import Line, Ranking
    from competition.domain.rules import Promotion, Rules, Title

NEAR = Fraction(1, 100)
AWAY = frozenset({"withdrawn", "disqualified"})  # nothing hangs on their scores any more

Kind = Literal["pass", "cut", "neighbour"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One line that an entrant is near: a pass mark, a prize's cut-off or the next entrant.

    ``name`` is the round, the prize or the other entrant; ``gap`` the distance in points,
    negative below the line.
    """

    kind: Kind
    name: str
    gap: str


def edges(rules: Rules, ranking: Ranking) -> Mapping[str, tuple[Edge, ...]]:
    """The edges that entrants stand on, by entry number; only those who stand on one."""
    found: dict[str, list[Edge]] = {}
    marks = _bounds((each.key, each.pass_mark) for each in rules.rounds)
    cuts = _bounds((each.key, each.at_least) for each in rules.prizes)
    for line in ranking.lines:
        for edge in (*_passes(marks, line), *_cuts(cuts, line)):
            found.setdefault(line.entrant, []).append(edge)
    for above, below in _neighbours(rules, ranking):
        gap = _gap(rules, above) - _gap(rules, below)
        found.setdefault(above.entrant, []).append(Edge("neighbour", below.entrant, in_full(gap)))
        found.setdefault(below.entrant, []).append(Edge("neighbour", above.entrant, in_full(-gap)))
    return {entrant: tuple(each) for entrant, each in found.items()}


class _Bound(NamedTuple):
    """A mark that something hangs on, and how far below and above it is still near."""

    low: Fraction
    at: Fraction
    high: Fraction

    @classmethod
    def of(cls, mark: Decimal) -> _Bound:
        at = Fraction(mark)
        return cls(at - NEAR, at, at + NEAR)


def _bounds(marks: Iterable[tuple[str, Decimal | None]]) -> dict[str, _Bound]:
    return {key: _Bound.of(mark) for key, mark in marks if mark is not None}


def _passes(marks: Mapping[str, _Bound], line: Line) -> Iterator[Edge]:
    if line.state in AWAY:
        return
    for key, mark in marks.items():
        score = line.rounds[key].score
        if score is not None and mark.low <= score.value <= mark.high:
            yield Edge("pass", key, in_full(score.value - mark.at))


def _cuts(cuts: Mapping[str, _Bound], line: Line) -> Iterator[Edge]:
    if line.state != "ranked" or line.total is None:
        return
    for key, cut in cuts.items():
        if cut.low <= line.total.value <= cut.high:
            yield Edge("cut", key, in_full(line.total.value - cut.at))


def _neighbours(rules: Rules, ranking: Ranking) -> Iterator[tuple[Line, Line]]:
    """Those next to each other on two sides of a line, at most a hundredth apart."""
    lasts = _last_ranks(rules)
    for group in _groups(rules, ranking):
        for above, below in pairwise(group):
            parted = above.prize != below.prize or any(
                (above.place or 0) <= last < (below.place or 0) for last in lasts
            )
            if parted and _gap(rules, above) - _gap(rules, below) <= NEAR:
                yield above, below


def _groups(rules: Rules, ranking: Ranking) -> Iterable[list[Line]]:
    apart: dict[str | None, list[Line]] = {}
    for line in ranking.lines:
        if line.place is not None:
            apart.setdefault(line.group if rules.ranking.groups else None, []).append(line)
    return [sorted(group, key=lambda line: line.place or 0) for group in apart.values()]


def _last_ranks(rules: Rules) -> frozenset[int]:
    """The last ranks of promotions and titles; a prize's line shows in the prizes themselves."""
    awards: tuple[Promotion | Title, ...] = (*rules.promotions, *rules.titles)
    return frozenset(award.ranks[1] for award in awards if award.ranks)


def _gap(rules: Rules, line: Line) -> Fraction:
    figure = line.total if rules.total.rank_on == "rounded" else line.total_exact
    return figure.value if figure else Fraction(0)
