"""A published result as a table for people: CSV and Excel. No cell ever runs as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import xlsxwriter

from competition.exchange.sheets_on_paper import for_paper, quiet, width

if TYPE_CHECKING:
    from collections.abc import Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r")
EXACT_DIGITS = 15  # what a spreadsheet's number keeps
WIDEST = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; ``figures`` are right-aligned numbers, the rest is text."""

    heading: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under their columns, with a title and a note on what they are worth.

    ``mark`` is printed on top of every page, such as that the table is internal.
    """

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    sheet: str = "成绩"
    mark: str = ""


def as_csv(table: Table) -> str:
    """The table in UTF-8 with a byte-order mark, so that every spreadsheet reads the Chinese."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.heading for column in table.columns])
    for row in table.rows:
        writer.writerow(
            cell if column.figures else harmless(cell)
            for column, cell in zip(table.columns, row, strict=True)
        )
    return "\ufeff" + written.getvalue()


def as_xlsx(table: Table) -> bytes:
    """The table as an Excel file, with title and note above it."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(table.sheet)
        sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, table.note)
        _heading(book, sheet, table)
        _body(book, sheet, table)
        sheet.freeze_panes(4, 0)
        sheet.autofilter(3, 0, 3 + len(table.rows), len(table.columns) - 1)
        for_paper(sheet, 3)
        quiet(sheet)
        if table.mark:
            sheet.set_header(f"&R{table.mark.replace('&', '&&')}")
    return written.getvalue()


def _heading(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, table: Table
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FAF8F5"})
    for place, column in enumerate(table.columns):
        sheet.write_string(3, place, column.heading, bold)
        longest = max((width(row[place]) for row in table.rows), default=0)
        sheet.set_column(place, place, min(max(longest, width(column.heading) + 2) + 3, WIDEST))


def _body(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, table: Table) -> None:
    formats: dict[int, object] = {}
    for line, row in enumerate(table.rows, start=4):
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            number = _number(cell) if column.figures else None
            if number is None:
                sheet.write_string(line, place, cell)
                continue
            places = max(0, -int(number.as_tuple().exponent))
            shown = formats.setdefault(places, book.add_format({"num_format": _pattern(places)}))
            sheet.write_number(line, place, float(number), shown)


def _pattern(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _number(cell: str) -> Decimal | None:
    """The number in a cell, if a spreadsheet can hold it without changing a digit."""
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= EXACT_DIGITS else None


def harmless(cell: str) -> str:
    """The cell as no spreadsheet program takes it for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
