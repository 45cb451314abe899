"""Who stands before whom: the figure ranked on, the tie-break keys, the committee's decisions.

Each entrant gets a place and the deepest key that was needed to part them from one of equal figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from competition.domain.ranking.strata import strata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from competition.domain.ranking.totals import Scored
    from competition.domain.rules import Rules, Settled, TieKey


@dataclass(frozen=True, slots=True)
class Place:
    """An entrant's place, 1 for the first, and what decided it."""

    place: int
    tied: bool
    decided_by: str


@dataclass(frozen=True, slots=True)
class _Level:
    """Entrants not parted so far, and the last key that parted them from others."""

    members: Sequence[Scored]
    decided_by: str = ""


def places(rules: Rules, ranked: Sequence[Scored]) -> Mapping[str, Place]:
    """The place of each entrant that takes one, by number."""
    answer: dict[str, Place] = {}
    for same_figure in strata(ranked, _figures(rules, ranked)):
        for level in _parted(rules, same_figure):
            tied = len(level.members) > 1
            decided = _unparted(rules) if tied else level.decided_by or "total"
            place = Place(len(answer) + 1, tied, decided)
            answer |= {member.entrant.number: place for member in level.members}
    return answer


def _unparted(rules: Rules) -> str:
    return "shared" if rules.ranking.ties == "shared" else "unresolved"


def _parted(rules: Rules, same_figure: Sequence[Scored]) -> list[_Level]:
    levels = [_Level(same_figure)]
    if len(same_figure) == 1:
        return levels
    for key in rules.ranking.tie_break:
        levels = _next_levels(levels, key.name, partial(_by_key, key))
    return _next_levels(levels, "committee", partial(_settled, rules.ranking.settled))


def _next_levels(
    levels: Iterable[_Level],
    name: str,
    split: Callable[[Sequence[Scored]], list[list[Scored]]],
) -> list[_Level]:
    answer: list[_Level] = []
    for level in levels:
        parts = split(level.members) if len(level.members) > 1 else [level.members]
        decided = name if len(parts) > 1 else level.decided_by
        answer += [_Level(part, decided) for part in parts]
    return answer


def _figures(rules: Rules, ranked: Sequence[Scored]) -> list[Fraction | None]:
    exact = rules.total.rank_on == "exact"
    figures = [each.total_exact if exact else each.total for each in ranked]
    return [figure.value if figure else None for figure in figures]


def _by_key(key: TieKey, members: Sequence[Scored]) -> list[list[Scored]]:
    return strata(members, [_value(key, each) for each in members], high=key.order == "high")


def _value(key: TieKey, scored: Scored) -> Fraction | None:
    if key.kind == "measure":
        measured = scored.entrant.measures.get(key.key)
        return None if measured is None else Fraction(measured)
    figure = scored.total_exact if key.kind == "total" else scored.rounds[key.key].score
    return figure.value if figure else None


def _settled(decisions: Sequence[Settled], members: Sequence[Scored]) -> list[list[Scored]]:
    """The members in strata such that the committee put all of one before all of the next.

    A member whom no decision relates to the others stays level with them.
    """
    before = _precedence(decisions, {member.entrant.number for member in members})
    if len(before) < len(members):
        return [list(members)]  # somebody whom no decision names stands level with everybody
    order = sorted(members, key=lambda member: len(before.get(member.entrant.number, ())))
    parted: list[list[Scored]] = []
    rest = list(order)
    while rest:
        size = _first_stratum(before, rest)
        parted.append(rest[:size])
        rest = rest[size:]
    return parted


def _first_stratum(before: Mapping[str, set[str]], rest: Sequence[Scored]) -> int:
    """The size of the shortest start of ``rest`` that precedes all that follow."""
    head: set[str] = set()
    for size, member in enumerate(rest, start=1):
        head.add(member.entrant.number)
        if all(head <= before.get(after.entrant.number, set()) for after in rest[size:]):
            return size
    return len(rest)


def _precedence(decisions: Sequence[Settled], tied: set[str]) -> dict[str, set[str]]:
    """For each tied entrant those that decisions put before them, through others if need be."""
    before: dict[str, set[str]] = {}
    for decision in decisions:
        named = [entrant for entrant in decision.entrants if entrant in tied]
        for index, entrant in enumerate(named):
            before.setdefault(entrant, set()).update(named[:index])
    if not any(before.values()):
        return {}
    return {entrant: _closure(before, entrant) for entrant in before}


def _closure(before: Mapping[str, set[str]], entrant: str) -> set[str]:
    found: set[str] = set()
    waiting = set(before[entrant])
    while waiting:
        nearer = waiting.pop()
        if nearer not in found:
            found.add(nearer)
            waiting |= before.get(nearer, set())
    return found
