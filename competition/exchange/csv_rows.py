"""CSV files with a header: cells by column name, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from competition.exchange.decoding import decoded
from competition.exchange.faults import FileFault, Spot, clipped, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = tuple[int, list[str]]  # the line it begins on, and its cells as wide as the header
MOST_LINES = 2_000_000  # of a file; 10,000 entrants with 7 judges and 6 criteria have 430,000
# What separates cells in files that are no CSV, and how it is shown.
_OTHER_SEPARATORS = {";": ";", "\t": "Tab", "，": "，", "；": "；", "|": "|"}


@dataclass(frozen=True, slots=True)
class CsvText:
    """A decoded file with its header checked; ``rows`` may be walked several times."""

    file: str
    columns: tuple[str, ...]
    _text: str

    def rows(self) -> Iterator[Row]:
        """The rows after the header, without empty ones, stripped and filled to full width."""
        width = len(self.columns)
        below = _cells(self._text, self.file)
        _header(below)
        for line, cells in below:
            if len(cells) != width:
                cells = self._fitted(line, cells)  # noqa: PLW2901 — the same row, made to fit
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped

    def _fitted(self, line: int, cells: list[str]) -> list[str]:
        width = len(self.columns)
        if len(cells) == 1:
            _refuse_other_separators(cells[0], Spot(self.file, line))
        if any(cell.strip() for cell in cells[width:]):
            raise FileFault("too_many_cells", Spot(self.file, line), found=len(cells), wanted=width)
        return [*cells[:width], *[""] * (width - len(cells))]

    def spot(self, line: int, column: str) -> Spot:
        """The spot of a cell."""
        place = self.columns.index(column) + 1 if column in self.columns else None
        return Spot(self.file, line, place, column)


def csv_text(raw: bytes, name: str, required: Sequence[str], known: Sequence[str]) -> CsvText:
    """The file in ``raw`` with a header of all ``required`` columns and only ``known`` ones.

    ``FileFault`` also for more than ``MOST_LINES`` lines, before any is read: a small packed file
    can hold any number of empty ones.
    """
    text = decoded(raw, name)
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise FileFault("too_many_lines", Spot(name), most=f"{MOST_LINES:,}")
    header = _header(_cells(text, name))
    if header is None:
        raise FileFault("no_header", Spot(name, 1), columns=",".join(required))
    line, columns = header
    if len(columns) == 1:
        _refuse_other_separators(columns[0], Spot(name, line))
    _check_header(columns, Spot(name, line), required, known)
    return CsvText(name, tuple(columns), text)


def _header(cells: Iterator[Row]) -> Row | None:
    """The first row that is not empty, without the empty columns that a spreadsheet adds."""
    for line, row in cells:
        columns = _stripped(row)
        while columns and not columns[-1]:
            columns.pop()
        if columns:
            return line, columns
    return None


def _refuse_other_separators(cell: str, spot: Spot) -> None:
    """Tells the one cell of a line that was meant as several."""
    for separator, shown in _OTHER_SEPARATORS.items():
        if separator in cell:
            raise FileFault("other_separator", spot, found=shown)


def _check_header(
    columns: list[str], header: Spot, required: Sequence[str], known: Sequence[str]
) -> None:
    for place, column in enumerate(columns, start=1):
        spot = Spot(header.file, header.line, place)
        if column in columns[: place - 1]:
            raise FileFault("column_twice", spot, name=clipped(column))
        if column.startswith("sep="):
            raise FileFault("separator_line", header, found=clipped(column))
        if column not in known:
            near = nearest(column, known)
            raise FileFault("unknown_column", spot, name=clipped(column), nearest=near)
    for column in required:
        if column not in columns:
            raise FileFault("missing_column", header, name=column)


def _stripped(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _cells(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as wrong:
        problem = clipped(str(wrong), 120)
        raise FileFault("csv_syntax", Spot(name, line), problem=problem) from None
