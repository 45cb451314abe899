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


@dataclass(frozen=True, slots=True)
class CsvText:
    """A decoded file with its header checked; ``rows`` may be walked several times."""

    file: str
    columns: tuple[str, ...]
    _text: str

    def rows(self) -> Iterator[Row]:
        """The rows after the header, without empty ones, stripped and filled to full width."""
        width = len(self.columns)
        for line, cells in _cells(self._text, self.file):
            if line == 1 and _stripped(cells) == list(self.columns):
                continue
            if len(cells) != width:
                cells = self._fitted(line, cells)  # noqa: PLW2901 — the same row, made to fit
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped

    def _fitted(self, line: int, cells: list[str]) -> list[str]:
        width = len(self.columns)
        if any(cell.strip() for cell in cells[width:]):
            raise FileFault("too_many_cells", Spot(self.file, line), found=len(cells), wanted=width)
        return [*cells[:width], *[""] * (width - len(cells))]

    def spot(self, line: int, column: str) -> Spot:
        """The spot of a cell."""
        place = self.columns.index(column) + 1 if column in self.columns else None
        return Spot(self.file, line, place, column)


def csv_text(raw: bytes, name: str, required: Sequence[str], known: Sequence[str]) -> CsvText:
    """The file in ``raw`` with a header of all ``required`` columns and only ``known`` ones."""
    text = decoded(raw, name)
    first = next(_cells(text, name), None)
    if first is None or not any(_stripped(first[1])):
        raise FileFault("no_header", Spot(name, 1), columns=",".join(required))
    columns = _stripped(first[1])
    while columns and not columns[-1]:
        columns.pop()
    _check_header(columns, name, required, known)
    return CsvText(name, tuple(columns), text)


def _check_header(
    columns: list[str], name: str, required: Sequence[str], known: Sequence[str]
) -> None:
    for place, column in enumerate(columns, start=1):
        spot = Spot(name, 1, place)
        if column in columns[: place - 1]:
            raise FileFault("column_twice", spot, name=clipped(column))
        if column not in known:
            near = nearest(column, known)
            raise FileFault("unknown_column", spot, name=clipped(column), nearest=near)
    for column in required:
        if column not in columns:
            raise FileFault("missing_column", Spot(name, 1), name=column)


def _stripped(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _cells(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as wrong:
        problem = clipped(str(wrong), 120)
        raise FileFault("csv_syntax", Spot(name, line), problem=problem) from None
