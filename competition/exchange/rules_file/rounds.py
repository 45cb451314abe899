"""The ``[[rounds]]`` of a rules file, with their criteria, panels and roundings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from competition.domain.rules import (
    EXACT,
    PENALTY,
    Band,
    Criterion,
    Panel,
    Round,
    Rounding,
    Standardise,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.rules import Judging, Part, RoundingMode
    from competition.exchange.rules_file.table import Table

PARTS: tuple[Part, ...] = ("theory", "skill")
_MODES: tuple[RoundingMode, ...] = ("half_up", "half_even", "down", "none")
_JUDGING: tuple[Judging, ...] = ("single", "panel")
MOST_PLACES = 30
_MOST_JUDGES = 1000


def rounds(root: Table) -> tuple[Round, ...]:
    """All rounds, of which there is at least one."""
    tables = root.tables("rounds")
    if not tables:
        raise root.fault("missing_key", key="[[rounds]]")
    taken: list[Round] = []
    for table in tables:
        taken.append(_round(table, [round_.key for round_ in taken]))
    return tuple(taken)


def _round(table: Table, taken: Sequence[str]) -> Round:
    table.only(
        "key", "title", "part", "weight", "full_mark", "pass_mark", "judging", "panel", "rounding",
        "criteria",
    )  # fmt: skip
    key = table.key(taken)
    judging = table.choice("judging", _JUDGING, None)
    criteria = _criteria(table.tables("criteria"))
    panel = _panel(table, judging, criteria)
    full_mark = table.above_zero("full_mark")
    return Round(
        key=key,
        title=table.text("title", key),
        part=_part(table),
        weight=table.figure("weight"),
        full_mark=full_mark,
        judging=judging,
        pass_mark=_pass_mark(table, full_mark, panel),
        panel=panel,
        rounding=rounding(table),
        criteria=criteria,
    )


def _part(table: Table) -> Part:
    """Which pass the round counts for; it may be left out where there is no pass mark."""
    return table.choice("part", PARTS, None if table.has("pass_mark") else "skill")


def _pass_mark(table: Table, full_mark: Decimal, panel: Panel | None) -> Decimal | None:
    pass_mark = table.figure_if_any("pass_mark")
    standardised = panel is not None and panel.standardise is not None
    if pass_mark is not None and pass_mark > full_mark and not standardised:
        raise table.fault("pass_above_full", "pass_mark", pass_mark=pass_mark, full_mark=full_mark)
    return pass_mark


def rounding(table: Table) -> Rounding:
    """The ``rounding`` of a table; without one, nothing is rounded."""
    found = table.table("rounding")
    if found is None:
        return EXACT
    found.only("places", "mode")
    mode = found.choice("mode", _MODES, "half_up")
    if mode == "none":
        found.integer("places", 0, MOST_PLACES, 0)
        return EXACT
    return Rounding(found.integer("places", 0, MOST_PLACES), mode)


def _criteria(tables: Sequence[Table]) -> tuple[Criterion, ...]:
    taken: list[Criterion] = []
    for table in tables:
        taken.append(_criterion(table, [criterion.key for criterion in taken]))
    return tuple(taken)


def _criterion(table: Table, taken: Sequence[str]) -> Criterion:
    table.only("key", "title", "full_mark", "step", "factor", "rounding", "description", "bands")
    key = not_reserved(table, table.key(taken))
    factor = table.figure_if_any("factor")
    return Criterion(
        key=key,
        title=table.text("title", key),
        full_mark=table.above_zero("full_mark"),
        step=table.above_zero("step") if table.has("step") else None,
        factor=Decimal(1) if factor is None else factor,
        rounding=rounding(table),
        description=table.text("description", ""),
        bands=_bands(table.tables("bands")),
    )


def _bands(tables: Sequence[Table]) -> tuple[Band, ...]:
    bands: list[Band] = []
    for table in tables:
        table.only("from", "description")
        bands.append(Band(table.figure("from"), table.text("description")))
    return tuple(sorted(bands, key=lambda band: band.lowest, reverse=True))


def _panel(table: Table, judging: Judging, criteria: Sequence[Criterion]) -> Panel | None:
    found = table.table("panel")
    if judging == "single":
        if found is not None:
            raise table.fault("panel_not_single", "panel")
        return None
    if found is None:
        return Panel()
    found.only("trim", "drop_highest", "drop_lowest", "minimum", "standardise")
    panel = Panel(
        trim=found.choice("trim", ("totals", "criteria"), "totals"),
        drop_highest=found.integer("drop_highest", 0, _MOST_JUDGES, 0),
        drop_lowest=found.integer("drop_lowest", 0, _MOST_JUDGES, 0),
        minimum=found.integer("minimum", 1, _MOST_JUDGES, 1),
        standardise=_standardise(found.table("standardise")),
    )
    if panel.trim == "criteria" and not criteria:
        raise found.fault("criteria_needed", "trim")
    if panel.trim == "criteria" and panel.standardise is not None:
        raise found.fault("standardise_totals", "standardise")
    return panel


def _standardise(table: Table | None) -> Standardise | None:
    if table is None:
        return None
    table.only("mean", "deviation")
    return Standardise(table.figure("mean"), table.above_zero("deviation"))


def not_reserved(table: Table, key: str) -> str:
    """The key, which must leave ``penalty`` to deductions."""
    if key == PENALTY:
        raise table.fault("reserved_key", "key", key=key)
    return key
