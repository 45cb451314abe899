"""The ``[ranking]`` of a rules file: tie-break chain, groups, and what the committee settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.rules import RankingRules, Settled, TieKey
from competition.exchange.faults import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.rules import Measure, Round, TieKind
    from competition.exchange.rules_file.table import Table

_KINDS: tuple[TieKind, ...] = ("round", "measure", "total")


def ranking_rules(
    table: Table | None, rounds: Sequence[Round], measures: Sequence[Measure]
) -> RankingRules:
    """The ranking rules; without the table, equal totals share a rank."""
    if table is None:
        return RankingRules()
    table.only("tie_break", "ties", "absent", "groups", "settled")
    known = {
        "round": [round_.key for round_ in rounds],
        "measure": [measure.key for measure in measures],
        "total": ["exact"],
    }
    return RankingRules(
        tie_break=tuple(_tie_key(item, known) for item in table.tables("tie_break")),
        ties=table.choice("ties", ("shared", "forbidden"), "shared"),
        absent=table.choice("absent", ("unranked", "zero"), "unranked"),
        groups=table.texts("groups"),
        settled=_all_settled(table),
    )


def _tie_key(table: Table, known: dict[str, list[str]]) -> TieKey:
    table.only("round", "measure", "total", "order")
    kinds = [kind for kind in _KINDS if table.has(kind)]
    if len(kinds) != 1:
        raise table.fault("one_of", choices=", ".join(_KINDS))
    kind = kinds[0]
    key = table.text(kind)
    if kind == "total":
        table.chosen(kind, key, known[kind])
    else:
        table.refer(kind, key, kind, known[kind])
    return TieKey(kind, key, table.choice("order", ("high", "low"), "high"))


def _all_settled(table: Table) -> tuple[Settled, ...]:
    tables = table.tables("settled")
    settled = tuple(_settled(item) for item in tables)
    before: dict[str, set[str]] = {}
    for item, decision in zip(tables, settled, strict=True):
        for first, second in zip(decision.entrants, decision.entrants[1:], strict=False):
            if _leads(before, second, first):
                raise item.fault(
                    "settled_contradicts",
                    "entrants",
                    first=clipped(first),
                    second=clipped(second),
                )
            before.setdefault(first, set()).add(second)
    return settled


def _settled(table: Table) -> Settled:
    table.only("entrants", "reason")
    entrants = table.texts("entrants")
    if len(entrants) <= 1:
        raise table.fault("settled_too_few", "entrants")
    return Settled(entrants, table.text("reason"))


def _leads(before: dict[str, set[str]], start: str, goal: str) -> bool:
    """Whether decisions put ``start`` before ``goal``, through others if need be."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        entrant = waiting.pop()
        if entrant == goal:
            return True
        if entrant not in seen:
            seen.add(entrant)
            waiting += before.get(entrant, ())
    return False
