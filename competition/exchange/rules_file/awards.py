"""The ``[[prizes]]``, ``[[promotions]]`` and ``[[titles]]`` of a rules file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.rules import Part, Prize, Promotion, Title
from competition.exchange.rules_file.rounds import PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from competition.exchange.rules_file.table import Table

LEVELS = (1, 5)


def prizes(tables: Sequence[Table]) -> tuple[Prize, ...]:
    """All prizes, in their order."""
    taken: list[Prize] = []
    for table in tables:
        taken.append(_prize(table, [prize.key for prize in taken]))
    return tuple(taken)


def _prize(table: Table, taken: Sequence[str]) -> Prize:
    table.only("key", "title", "ranks", "fraction", "at_least")
    key = table.key(taken)
    _one_of(table, "ranks", "fraction", "at_least")
    return Prize(
        key=key,
        title=table.text("title", key),
        ranks=table.ranks("ranks"),
        fraction=_fraction(table),
        at_least=table.figure_if_any("at_least"),
    )


def _fraction(table: Table) -> Decimal | None:
    fraction = table.figure_if_any("fraction")
    if fraction is not None and not 0 < fraction <= 1:
        raise table.fault("fraction_range", "fraction")
    return fraction


def promotions(tables: Sequence[Table], given: Sequence[Prize]) -> tuple[Promotion, ...]:
    """All promotions, in their order."""
    return tuple(_promotion(table, given) for table in tables)


def _promotion(table: Table, given: Sequence[Prize]) -> Promotion:
    table.only(
        "level", "ranks", "prizes", "other_prizes", "passes", "pass_down", "on_fail", "held_level"
    )
    other_prizes = table.flag("other_prizes")
    if table.has("ranks") + table.has("prizes") + other_prizes != 1:
        raise table.fault("one_of", choices="ranks, prizes, other_prizes = true")
    return Promotion(
        level=table.integer("level", *LEVELS),
        ranks=table.ranks("ranks"),
        prizes=_prize_keys(table, given),
        other_prizes=other_prizes,
        passes=_passes(table),
        pass_down=_pass_down(table),
        on_fail=table.choice("on_fail", ("none", "next"), "none"),
        held_level=table.choice("held_level", ("skip", "raise"), "skip"),
    )


def titles(tables: Sequence[Table], given: Sequence[Prize]) -> tuple[Title, ...]:
    """All titles, in their order."""
    taken: list[Title] = []
    for table in tables:
        taken.append(_title(table, [title.key for title in taken], given))
    return tuple(taken)


def _title(table: Table, taken: Sequence[str], given: Sequence[Prize]) -> Title:
    table.only("key", "title", "issuer", "ranks", "prizes", "passes", "pass_down")
    key = table.key(taken)
    _one_of(table, "ranks", "prizes")
    return Title(
        key=key,
        title=table.text("title", key),
        issuer=table.text("issuer", ""),
        ranks=table.ranks("ranks"),
        prizes=_prize_keys(table, given),
        passes=_passes(table),
        pass_down=_pass_down(table),
    )


def _one_of(table: Table, *choices: str) -> None:
    if sum(table.has(choice) for choice in choices) != 1:
        raise table.fault("one_of", choices=", ".join(choices))


def _prize_keys(table: Table, given: Sequence[Prize]) -> tuple[str, ...]:
    keys = table.texts("prizes")
    if table.has("prizes") and not keys:
        raise table.fault("empty_text", "prizes")
    for key in keys:
        table.refer("prizes", key, "prize", [prize.key for prize in given])
    return keys


def _passes(table: Table) -> tuple[Part, ...]:
    return tuple(table.chosen("passes", part, PARTS) for part in table.texts("passes"))


def _pass_down(table: Table) -> bool:
    pass_down = table.flag("pass_down")
    if pass_down and not table.has("ranks"):
        raise table.fault("pass_down_needs_ranks", "pass_down")
    return pass_down
