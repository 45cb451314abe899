"""The entrants' sheet read: .xlsx, .xls, .ods or CSV to rows of cells, with nothing decided yet.

The grid is kept as it came, so that the same file can go back with a column of what is wrong.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from competition.domain.entrants.line import Cell, SheetRow
from competition.exchange.decoding import decoded
from competition.exchange.entrants.columns import HEADINGS, column_of, passed_over
from competition.exchange.faults import FileFault, Spot
from competition.exchange.workbooks import MAGIC, MOST_COLUMNS, MOST_ROWS, rows_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADER_WITHIN: Final = 10


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it came: its cells row by row, from the first row on."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def as_json(self) -> str:
        """The grid as text, to be kept between checking and taking it."""
        cells = [[[cell.text, int(cell.numeric)] for cell in row] for row in self.rows]
        return json.dumps({"name": self.name, "rows": cells}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Grid:
        """The grid that ``as_json`` wrote."""
        kept = json.loads(text)
        rows = (tuple(Cell(text, bool(numeric)) for text, numeric in row) for row in kept["rows"])
        return cls(kept["name"], tuple(rows))


@dataclass(frozen=True, slots=True)
class EntrantsSheet:
    """The rows below the headings, and the headings of columns that are not read."""

    header_row: int
    rows: tuple[SheetRow, ...]
    not_read: tuple[str, ...]


def read_grid(raw: bytes, name: str) -> Grid:
    """The cells in a file's bytes. Raises FileFault when it is no sheet, or too large a one."""
    if raw.startswith(MAGIC):
        rows = [_cells(row) for row in rows_in(raw, name)]
    else:
        rows = _csv_rows(decoded(raw, name), name)
    while rows and not any(cell.text.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise FileFault("sheet_too_large", Spot(name), rows=MOST_ROWS, columns=MOST_COLUMNS)
    return Grid(name, tuple(rows))


def entrants_in(grid: Grid) -> EntrantsSheet:
    """The rows of a grid by column key. Raises FileFault without the headings that are needed."""
    header = _header_row(grid)
    columns = _columns(grid, header)
    rows = [
        SheetRow(place, {key: row[at] for at, key in columns.items() if at < len(row)})
        for place, row in enumerate(grid.rows[header + 1 :], start=header + 2)
        if any(cell.text.strip() for cell in row)
    ]
    if not rows:
        raise FileFault("sheet_empty", Spot(grid.name))
    return EntrantsSheet(header + 1, tuple(rows), _not_read(grid.rows[header]))


def _header_row(grid: Grid) -> int:
    for place, row in enumerate(grid.rows[:_HEADER_WITHIN]):
        if "name" in {column_of(cell.text) for cell in row}:
            return place
    raise FileFault("sheet_without_names", Spot(grid.name), heading=HEADINGS["name"][0])


def _columns(grid: Grid, header: int) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, cell in enumerate(grid.rows[header]):
        key = column_of(cell.text)
        if key in columns.values():
            raise FileFault("heading_twice", Spot(grid.name, header + 1), heading=cell.text.strip())
        if key:
            columns[at] = key
    return columns


def _not_read(header: Sequence[Cell]) -> tuple[str, ...]:
    headings = (" ".join(cell.text.split()) for cell in header)
    return tuple(
        text for text in headings if text and not column_of(text) and not passed_over(text)
    )


def _csv_rows(text: str, name: str) -> list[tuple[Cell, ...]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        raise FileFault("csv_syntax", Spot(name), problem=str(wrong)) from None
    return [tuple(Cell(cell) for cell in row) for row in found]


def _cells(row: Iterable[object]) -> tuple[Cell, ...]:
    return tuple(_cell(value) for value in row)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, float):
        return Cell(f"{value:.0f}" if value.is_integer() else repr(value), numeric=True)
    if isinstance(value, int):
        return Cell(str(value), numeric=True)
    if isinstance(value, datetime | date):
        return Cell(value.isoformat()[:10], numeric=True)
    return Cell(str(value))
