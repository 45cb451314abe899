"""A sheet of a workbook with a column of errors and its wrong cells marked."""

from __future__ import annotations

import io
from copy import copy
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from competition.exchange.marking import Marks

_WIDTH: Final = 60  # of the column of errors, in characters
_COLOUR: Final = "FFFDE4E4"
_WRONG: Final = PatternFill("solid", fgColor=_COLOUR)


def marked_file(raw: bytes, marks: Marks) -> bytes:
    """The workbook ``raw`` with its marks, without its macros. Raises what the library raises."""
    book = load_workbook(io.BytesIO(raw), rich_text=True)
    named = (one for one in book.worksheets if one.title == marks.sheet)
    sheet = next(named, book.worksheets[0])
    if marks.again:
        _clear(sheet, marks)
        column = marks.column + 1
    else:
        column = _beside_merged(sheet, marks.column + 1)
        _widen(sheet, column)
    head = sheet.cell(marks.header_row, column, marks.heading)
    beside = sheet.cell(marks.header_row, max(column - 1, 1))
    head.font, head.fill, head.border = copy(beside.font), copy(beside.fill), copy(beside.border)
    head.alignment = copy(beside.alignment)
    for row, text in marks.errors.items():
        _write(sheet, row, column, text)
    for (row, at), text in _sentences(marks).items():
        cell = sheet.cell(row, at + 1)
        if isinstance(cell, Cell):
            cell.fill = _WRONG
            cell.comment = cell.comment or Comment(text, marks.authors[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put a text into a cell; one that begins with an equals sign is no formula."""
    cell = sheet.cell(row, column, text)
    cell.data_type, cell.fill = "s", _WRONG


def _sentences(marks: Marks) -> dict[tuple[int, int], str]:
    """What is wrong with each cell."""
    found: dict[tuple[int, int], list[str]] = {}
    for row, at, text in marks.cells:
        found.setdefault((row, at), []).append(text)
    return {place: "\n".join(texts) for place, texts in found.items()}


def _clear(sheet: Worksheet, marks: Marks) -> None:
    """Take away the errors, comments and fills of an earlier time."""
    for row in sheet.iter_rows(min_row=marks.header_row + 1):
        for cell in row:
            if not isinstance(cell, Cell):
                continue
            if cell.column == marks.column + 1:
                cell.value = None
            if cell.comment and cell.comment.author in marks.authors:
                cell.comment = None
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == _COLOUR:
                cell.fill = PatternFill()


def _beside_merged(sheet: Worksheet, column: int) -> int:
    """The first column from ``column`` on that no merged cells reach into."""
    reached = [one.max_col for one in sheet.merged_cells.ranges if one.max_col >= column]
    return max(reached, default=column - 1) + 1


def _widen(sheet: Worksheet, column: int) -> None:
    """Give the column its width; what was said of several columns stays said of the others."""
    widths = sheet.column_dimensions
    for one in list(widths.values()):
        first, last = one.min or 0, one.max or 0
        if first < column <= last:
            one.max = column - 1
        if first <= column < last:
            rest = copy(one)
            rest.min, rest.max, rest.index = column + 1, last, get_column_letter(column + 1)
            widths[rest.index] = rest
    letter = get_column_letter(column)
    widths[letter] = ColumnDimension(sheet, index=letter, width=_WIDTH)
