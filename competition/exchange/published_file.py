"""A published table as CSV: ``entrant`` and any of ``total``, ``rank``, ``round:<key>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.consistency import PublishedRow
from competition.domain.typed import half_width
from competition.exchange.csv_rows import CsvText, csv_text
from competition.exchange.faults import FileFault, clipped
from competition.exchange.figures_text import NotANumber, number

if TYPE_CHECKING:
    from decimal import Decimal

    from competition.domain.rules import Rules


def read_published(raw: bytes, rules: Rules, name: str) -> tuple[PublishedRow, ...]:
    """The rows of a published table; ``FileFault`` says what is wrong where."""
    known = ["entrant", "total", "rank", *(f"round:{round_.key}" for round_ in rules.rounds)]
    text = csv_text(raw, name, known[:1], known)
    lines: dict[str, int] = {}
    rows: list[PublishedRow] = []
    for line, cells in text.rows():
        row = _row(text, line, dict(zip(text.columns, cells, strict=True)))
        if row.entrant in lines:
            raise FileFault(
                "entrant_twice",
                text.spot(line, "entrant"),
                entrant=clipped(row.entrant),
                first_line=lines[row.entrant],
            )
        lines[row.entrant] = line
        rows.append(row)
    return tuple(rows)


def _row(text: CsvText, line: int, cells: dict[str, str]) -> PublishedRow:
    if not cells["entrant"]:
        raise FileFault("no_entrant", text.spot(line, "entrant"))
    return PublishedRow(
        entrant=cells["entrant"],
        total=_figure(text, line, "total", cells.get("total", "")),
        rank=_rank(text, line, cells.get("rank", "")),
        rounds={
            column.removeprefix("round:"): figure
            for column, cell in cells.items()
            if column.startswith("round:")
            and (figure := _figure(text, line, column, cell)) is not None
        },
    )


def _figure(text: CsvText, line: int, column: str, cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        return number(cell)
    except NotANumber as wrong:
        found = clipped(cell)
        raise FileFault(
            wrong.code, text.spot(line, column), found=found, remedy=wrong.remedy
        ) from None


def _rank(text: CsvText, line: int, cell: str) -> int | None:
    plain = half_width(cell)
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= len("1000000")):
        raise FileFault("not_a_rank", text.spot(line, "rank"), found=clipped(cell))
    return int(plain)
