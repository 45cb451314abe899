"""The entrants' sheet read: .xlsx, .xls, .ods or CSV to rows of cells, with nothing decided yet.

The grid is kept as it came, so that the same file can go back with a column of what is wrong.
"""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from competition.domain.entrants.line import Cell, SheetRow
from competition.exchange.decoding import decoded
from competition.exchange.entrants.columns import (
    COLUMNS,
    HEADINGS,
    column_of,
    is_own,
    is_serial,
    likely_column,
    passed_over,
)
from competition.exchange.entrants.merged import spread
from competition.exchange.entrants.remarks import without_remarks
from competition.exchange.faults import FileFault, Spot
from competition.exchange.marking import is_own_workbook
from competition.exchange.workbooks import MAGIC, MOST_COLUMNS, MOST_ROWS, Unpacked, sheet_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from competition.exchange.workbooks import Merged

_HEADER_WITHIN: Final = 10
_MOST_SHEETS: Final = 8  # that are looked through for the list
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it came: its cells row by row, from the first row on.

    ``meant`` is what a person said of columns whose headings left it open: the column's place,
    counted from 0, and the key of the column that is to be read there. ``own`` is the file itself
    when it is an ``.xlsx`` that can go back with marks in it; else it is empty. ``sheet`` is the
    name of the workbook's sheet that was read, ``merged`` its cells merged over several rows.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    meant: Mapping[int, str] = field(default_factory=dict)
    own: bytes = field(default=b"", repr=False)
    sheet: str = ""
    merged: tuple[Merged, ...] = ()

    def as_json(self) -> str:
        """The grid as text, to be kept between checking and taking it."""
        cells = [[[cell.text, int(cell.numeric)] for cell in row] for row in self.rows]
        kept = {"name": self.name, "rows": cells, "meant": self.meant}
        kept |= {"sheet": self.sheet, "merged": self.merged}
        if self.own:
            kept["own"] = b64encode(self.own).decode()
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Grid:
        """The grid that ``as_json`` wrote."""
        kept = json.loads(text)
        rows = (tuple(Cell(text, bool(numeric)) for text, numeric in row) for row in kept["rows"])
        meant = {int(at): key for at, key in kept.get("meant", {}).items()}
        own, sheet = b64decode(kept.get("own", "")), kept.get("sheet", "")
        merged = ((top, left, end, right) for top, left, end, right in kept.get("merged", ()))
        return cls(kept["name"], tuple(rows), meant, own, sheet, tuple(merged))


@dataclass(frozen=True, slots=True)
class Unread:
    """A column that is not read: its place from 0, its heading, and what it may be meant for."""

    at: int
    heading: str
    likely: str | None


@dataclass(frozen=True, slots=True)
class EntrantsSheet:
    """The rows below the headings, and what is told of the rest of the sheet.

    ``headings`` are the sheet's own, by column key, and ``places`` where those columns stand,
    counted from 0; ``remarks`` the rows at the end that are no entrants (totals, who filled it in),
    with their number and first words; ``grid`` all rows of the sheet, with a merged employer or
    group in each row that it stands for.
    """

    header_row: int
    rows: tuple[SheetRow, ...]
    headings: Mapping[str, str]
    unread: tuple[Unread, ...]
    remarks: tuple[tuple[int, str], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    grid: tuple[tuple[Cell, ...], ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """The columns that the sheet does not have."""
        return tuple(key for key in COLUMNS if key not in self.headings)


def read_grid(raw: bytes, name: str, *, of_entrants: bool = False) -> Grid:
    """The cells in a file's bytes. Raises FileFault when it is no sheet, or too large a one.

    Of a workbook it is the first sheet; ``of_entrants``: the first that has a heading for names,
    if there is any.
    """
    if not raw.strip():
        raise FileFault("file_empty", Spot(name))
    sheet = Unpacked("", [])
    if raw.startswith(MAGIC):
        sheet = _sheet_of_entrants(raw, name) if of_entrants else sheet_in(raw, name)
        rows = [_cells(row) for row in sheet.rows]
    else:
        rows = _csv_rows(_text_of(raw, name), name)
    while rows and not any(cell.text.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise FileFault("sheet_too_large", Spot(name), rows=MOST_ROWS, columns=MOST_COLUMNS)
    own = raw if is_own_workbook(raw) else b""
    return Grid(name, tuple(rows), own=own, sheet=sheet.name, merged=sheet.merged)


def _sheet_of_entrants(raw: bytes, name: str) -> Unpacked:
    first = sheet_in(raw, name)
    if _named_row(_top(first)) is not None:
        return first
    filled = bool(first.rows)
    for at in first.others[:_MOST_SHEETS]:
        try:
            other = sheet_in(raw, name, at)
        except FileFault:
            break  # too large: not the list, and too dear to go on
        filled = filled or bool(other.rows)
        if _named_row(_top(other)) is not None:
            return other
    if not filled:
        raise FileFault("workbook_empty", Spot(name))
    return first


def _top(sheet: Unpacked) -> list[tuple[Cell, ...]]:
    return [_cells(row) for row in sheet.rows[:_HEADER_WITHIN]]


def _text_of(raw: bytes, name: str) -> str:
    try:
        return decoded(raw, name)
    except FileFault as fault:
        if _is_called_workbook(name) and fault.code != "file_is_page":
            raise FileFault("only_called_workbook", Spot(name)) from None
        raise


def _is_called_workbook(name: str) -> bool:
    return name.lower().endswith(_WORKBOOKS)


def entrants_in(grid: Grid) -> EntrantsSheet:
    """The rows of a grid by column key. Raises FileFault without the headings that are needed."""
    header = _header_row(grid)
    columns = _columns(grid, header)
    whole = spread(grid.rows, grid.merged, header, columns)
    below = enumerate(grid.rows[header + 1 :], start=header + 2)
    serials = {at for at, cell in enumerate(grid.rows[header]) if is_serial(cell.text)}
    filled = [(place, row) for place, row in below if _filled(row, serials - columns.keys())]
    people, remarks = without_remarks(filled)
    if not people:
        raise FileFault("sheet_empty", Spot(grid.name))
    people = [(place, whole[place - 1]) for place, _ in people]
    rows = (
        SheetRow(place, {key: row[at] for at, key in columns.items() if at < len(row)})
        for place, row in people
    )
    headings = {key: _words(grid.rows[header][at]) for at, key in columns.items()}
    unread = _unread(grid.rows[header], columns)
    places = {key: at for at, key in columns.items()}
    return EntrantsSheet(header + 1, tuple(rows), headings, unread, remarks, places, whole)


def _filled(row: Sequence[Cell], serials: Container[int]) -> bool:
    """Whether more stands in a row than the number of the row."""
    texts = ((at, cell.text.strip()) for at, cell in enumerate(row))
    return any(text and not (at in serials and text.isdigit()) for at, text in texts)


def _header_row(grid: Grid) -> int:
    place = _named_row(grid.rows[:_HEADER_WITHIN])
    if place is not None:
        return place
    words = {"heading": HEADINGS["name"][0]}
    if grid.sheet:
        raise FileFault("first_sheet_without_names", Spot(grid.name), sheet=grid.sheet, **words)
    if _is_called_workbook(grid.name):
        raise FileFault("only_called_workbook", Spot(grid.name))
    raise FileFault("sheet_without_names", Spot(grid.name), **words)


def _named_row(rows: Iterable[Sequence[Cell]]) -> int | None:
    """The place of the row that has a heading for names."""
    for place, row in enumerate(rows):
        if "name" in {column_of(cell.text) for cell in row}:
            return place
    return None


def _columns(grid: Grid, header: int) -> dict[int, str]:
    """Which column is read where: what a person said, then what the headings say beyond doubt."""
    row = grid.rows[header]
    columns = {at: key for at, key in grid.meant.items() if key and at < len(row)}
    claims: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        key = column_of(cell.text)
        if key and at not in grid.meant and key not in columns.values():
            claims.setdefault(key, []).append(at)
    for key, places in claims.items():
        found = [at for at in places if is_own(row[at].text)] or places
        _refuse_twins(grid, header, found)
        if len(found) == 1:
            columns[found[0]] = key
    if "name" not in columns.values():
        raise FileFault("heading_twice", Spot(grid.name, header + 1), heading=HEADINGS["name"][0])
    return dict(sorted(columns.items()))


def _refuse_twins(grid: Grid, header: int, places: Sequence[int]) -> None:
    """Two columns under the very same heading: not even a person could say which is meant."""
    words = [_words(grid.rows[header][at]) for at in places]
    for text in words:
        if words.count(text) > 1:
            raise FileFault("heading_twice", Spot(grid.name, header + 1), heading=text)


def _unread(header: Sequence[Cell], columns: Mapping[int, str]) -> tuple[Unread, ...]:
    unread = ((at, _words(cell)) for at, cell in enumerate(header) if at not in columns)
    return tuple(
        Unread(at, text, likely_column(text))
        for at, text in unread
        if text and not passed_over(text)
    )


def _words(cell: Cell) -> str:
    return " ".join(cell.text.split())


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
