"""The ranking of a field under its rules: the one place where ranks, prizes and promotions arise.

Pages, API, exports, certificates, bundle and command line all show the answer of ``rank``.
"""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from competition.domain.ranking.prizes import with_prizes
from competition.domain.ranking.promotion import with_promotions, with_titles
from competition.domain.ranking.results import Line, Ranking
from competition.domain.ranking.scoring import EXACT_DECIMALS
from competition.domain.ranking.ties import places
from competition.domain.ranking.totals import score_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from competition.domain.contest import Field
    from competition.domain.ranking.ties import Place
    from competition.domain.ranking.totals import Scored
    from competition.domain.rules import Rules


def rank(rules: Rules, field: Field, known: dict[str, Scored] | None = None) -> Ranking:
    """Scores, ranks, prizes, promotions and titles of every entrant of ``field``.

    ``known``: see ``score_all``; it saves time and changes nothing.
    """
    with localcontext(EXACT_DECIMALS):
        scored = score_all(rules, field.entrants, known)
    lines: list[Line] = []
    for members in in_groups(rules, scored):
        ranked = with_prizes(rules, _ranked(rules, members))
        lines += with_titles(rules, with_promotions(rules, ranked))
    return Ranking(rules.contest.slug, tuple(sorted(lines, key=_listed)))


def places_among(rules: Rules, scored: Sequence[Scored]) -> dict[str, int]:
    """The place of everybody who is ranked, shared ones too: ``Line.place`` and nothing more.

    For those who rank hundreds of times over, without prizes, promotions and titles.
    """
    return {
        number: place.place
        for members in in_groups(rules, [each for each in scored if each.state == "ranked"])
        for number, place in places(rules, members).items()
    }


def in_groups(rules: Rules, scored: Sequence[Scored]) -> Iterable[list[Scored]]:
    """Those ranked together: everybody, or each group apart."""
    if not rules.ranking.groups:
        return [list(scored)]
    apart: dict[str | None, list[Scored]] = {}
    for each in scored:
        apart.setdefault(each.entrant.group, []).append(each)
    return apart.values()


def _ranked(rules: Rules, members: Sequence[Scored]) -> list[Line]:
    placed = places(rules, [each for each in members if each.state == "ranked"])
    return [_line(each, placed.get(each.entrant.number)) for each in members]


def _line(scored: Scored, place: Place | None) -> Line:
    entrant = scored.entrant
    settled = place is not None and place.decided_by != "unresolved"
    return Line(
        entrant=entrant.number,
        group=entrant.group,
        state=scored.state,
        rank=place.place if place is not None and settled else None,
        tied=place is not None and place.tied,
        decided_by=place.decided_by if place is not None else None,
        total=scored.total,
        total_exact=scored.total_exact,
        rounds=scored.rounds,
        place=place.place if place is not None else None,
        held_level=entrant.held_level,
        ineligible=entrant.ineligible,
    )


def _listed(line: Line) -> tuple[bool, int, str]:
    return (line.rank is None, line.rank or 0, line.entrant)
