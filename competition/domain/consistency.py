"""Whether a published table agrees with itself: totals with the scores, ranks with the totals.

A wrong total is reported once, on its own row; ranks are judged by the totals as published, so
that one slip doesn't make all rows below it look wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.ranking import in_groups
from competition.domain.ranking.results import Figure
from competition.domain.ranking.scoring import EXACT_DECIMALS
from competition.domain.ranking.ties import places
from competition.domain.ranking.totals import Scored, score_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from competition.domain.contest import Field
    from competition.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """What a published table says of one entrant; ``None`` and absent keys say nothing."""

    entrant: str
    total: Decimal | None = None
    rank: int | None = None
    rounds: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One published figure that the marks and rules do not give."""

    entrant: str
    figure: str
    published: str
    computed: str | None

    def sentence(self) -> str:
        """The contradiction in English."""
        if self.figure == "entrant":
            return f"entrant {self.entrant} is published but has no row in the marks"
        computed = "none" if self.computed is None else self.computed
        shown = f"{self.figure} {self.published} is published, {computed} computed"
        return f"entrant {self.entrant}: {shown}"


def contradictions(
    rules: Rules, field: Field, published: Sequence[PublishedRow]
) -> tuple[Contradiction, ...]:
    """Every figure of the published table that does not follow, in the table's order."""
    with localcontext(EXACT_DECIMALS):
        scored = {each.entrant.number: each for each in score_all(rules, field.entrants)}
    ranks = _ranks(rules, scored, published)
    return tuple(found for row in published for found in _row(row, scored.get(row.entrant), ranks))


def _row(
    row: PublishedRow, scored: Scored | None, ranks: Mapping[str, int]
) -> Iterator[Contradiction]:
    if scored is None:
        yield Contradiction(row.entrant, "entrant", row.entrant, None)
        return
    for key, value in row.rounds.items():
        yield from _figure(row.entrant, f"round:{key}", value, scored.rounds[key].score)
    if row.total is not None:
        yield from _figure(row.entrant, "total", row.total, scored.total)
    rank = ranks.get(row.entrant)
    if row.rank is not None and row.rank != rank:
        computed = None if rank is None else str(rank)
        yield Contradiction(row.entrant, "rank", str(row.rank), computed)


def _figure(
    entrant: str, name: str, published: Decimal, computed: Figure | None
) -> Iterator[Contradiction]:
    if computed is None or computed.value != Fraction(published):
        shown = None if computed is None else str(computed)
        yield Contradiction(entrant, name, f"{published:f}", shown)


def _ranks(
    rules: Rules, scored: Mapping[str, Scored], published: Sequence[PublishedRow]
) -> dict[str, int]:
    """The ranks that the totals as published give, with the rules' tie-breaks."""
    totals = {row.entrant: row.total for row in published if row.total is not None}
    ranked = [
        _as_published(each, totals.get(number))
        for number, each in scored.items()
        if each.state == "ranked"
    ]
    return {
        number: place.place
        for members in in_groups(rules, ranked)
        for number, place in places(rules, members).items()
        if place.decided_by != "unresolved"
    }


def _as_published(scored: Scored, total: Decimal | None) -> Scored:
    if total is None or scored.total is None or scored.total.value == Fraction(total):
        return scored
    figure = Figure(Fraction(total), scored.total.places)
    return replace(scored, total=figure, total_exact=figure)
