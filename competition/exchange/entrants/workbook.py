"""Workbooks written for organisers: template, export, file back with what is wrong, access codes.

Every cell is text, so that no spreadsheet program makes a number of an identity number; draw
numbers alone are numbers, where they are nothing but figures, so that they sort as such.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from competition.domain.entrants.levels import LEVELS
from competition.domain.entrants.line import COLUMNS, NO, YES
from competition.domain.identity import DOCUMENT_TYPES
from competition.exchange.entrants.columns import SHOWN_ONLY, heading
from competition.exchange.sheets_on_paper import for_paper, quiet, write_counted

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from competition.domain.entrants.line import RosterLine
    from competition.exchange.entrants.sheet import Grid
    from competition.exchange.marking import Marks

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE_ROWS: Final = 2000
_LIST_CHARACTERS: Final = 255  # of a drop-down, as Excel limits it
_WIDTHS: Final = {
    "number": 10,
    "name": 14,
    "employer": 34,
    "group": 12,
    "document_type": 16,
    "document_number": 24,
    "phone": 16,
    "held_level": 15,
    "ineligible": 24,
    "consent": 14,
    "draw_number": 10,
    "state": 12,
}
_NOTES: Final[tuple[tuple[str, str], ...]] = (
    (
        "参赛号：留空则按顺序自动编号；再次导入时按参赛号（或证件号码）找到同一名选手。",
        (
            "Entry number: left empty, the next free one is given; "
            "a later import finds the entrant by it (or by the document)."
        ),
    ),
    (
        "姓名：必填。少数民族姓名的间隔号用“·”。",
        "Name: required. Write the middle dot of a name as “·”.",
    ),
    (
        "证件号码：单元格已设为文本，请勿改成数值，否则末几位会变成 0。",
        "Document number: the cells are text; as numbers they would lose their last digits.",
    ),
    (
        "已持有等级：同一职业已取得的等级，从下拉列表中选择；没有则留空。",
        "Level held: the level already held in this occupation, from the list; empty when none.",
    ),
    (
        "不能晋升的原因：符合条件者留空；不符合条件时写明原因。",
        "Reason why not eligible: empty for those who are; else say why no level may be granted.",
    ),
    (
        "同意公布姓名：选手本人同意在公布的成绩中显示姓名和单位，填“是”。",
        "Consents to publication: “是” when the person lets name and employer be published.",
    ),
)


def template(groups: Sequence[str], language: str) -> bytes:
    """An empty entrants' sheet with text columns, drop-downs and a page of notes."""
    return _entrants_book([], groups, language, COLUMNS)


def export(lines: Sequence[Mapping[str, str]], groups: Sequence[str], language: str) -> bytes:
    """The entrants as a sheet that can be imported again; draw number and state are shown."""
    return _entrants_book(lines, groups, language, (*COLUMNS, *SHOWN_ONLY))


def exported(line: RosterLine) -> dict[str, str]:
    """What stands in the cells of one entrant."""
    plain = {key: getattr(line, key) or "" for key in COLUMNS}
    plain["held_level"] = LEVELS[line.held_level] if line.held_level else ""
    plain["consent"] = YES if line.consent else NO
    return plain


def with_errors(grid: Grid, marks: Marks) -> bytes:
    """The rows of a sheet in a new workbook, with the marks: for files that can't go back."""
    target, book = _book()
    sheet = book.add_worksheet()
    plain, wrong = book.add_format({"num_format": "@"}), _wrong_format(book)
    notes: dict[tuple[int, int], list[str]] = {}
    for line, at, text in marks.cells:
        notes.setdefault((line, at), []).append(text)
    for place, row in enumerate(grid.rows, start=1):
        for at, cell in enumerate(row):
            if at != marks.column:
                style = wrong if (place, at) in notes else plain
                sheet.write_string(place - 1, at, cell.text, style)
    for (line, at), texts in notes.items():
        sheet.write_comment(line - 1, at, "\n".join(texts), {"author": marks.authors[0]})
    for line, text in marks.errors.items():
        sheet.write_string(line - 1, marks.column, text, wrong)
    sheet.write_string(marks.header_row - 1, marks.column, marks.heading, _head_format(book))
    sheet.set_column(0, max(marks.column - 1, 0), 18)
    sheet.set_column(marks.column, marks.column, 60)
    sheet.freeze_panes(marks.header_row, 0)
    for_paper(sheet, marks.header_row - 1)
    quiet(sheet)
    book.close()
    return target.getvalue()


def table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    counted: Container[int] = (),
) -> bytes:
    """A plain sheet of texts under headings, such as the list of access codes.

    ``counted`` are the places, from 0, of columns with draw numbers.
    """
    target, book = _book()
    sheet = book.add_worksheet(title[:31])
    style, figure = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0"})
    sheet.write_row(0, 0, headings, _head_format(book))
    for place, row in enumerate(rows, start=1):
        for at, text in enumerate(row):
            if at in counted:
                write_counted(sheet, place, at, text, figure)
            else:
                sheet.write_string(place, at, text, style)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    for_paper(sheet, 0)
    quiet(sheet)
    book.close()
    return target.getvalue()


def _entrants_book(
    lines: Sequence[Mapping[str, str]], groups: Sequence[str], language: str, columns: Sequence[str]
) -> bytes:
    target, book = _book()
    sheet = book.add_worksheet("选手" if language == "zh" else "Entrants")
    text, figure = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0"})
    head = _head_format(book)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[column], text)
        sheet.write_string(0, at, heading(column, language), head)
    for place, line in enumerate(lines, start=1):
        for at, column in enumerate(columns):
            value = line.get(column, "")
            if column == "draw_number":
                write_counted(sheet, place, at, value, figure)
            else:
                sheet.write_string(place, at, value, text)
    _drop_downs(sheet, groups, max(_TEMPLATE_ROWS, len(lines) + 500))
    quiet(sheet)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)
    _notes(book, language)
    book.close()
    return target.getvalue()


def _drop_downs(sheet: Any, groups: Sequence[str], last: int) -> None:  # noqa: ANN401 -- the library ships no types
    choices = {
        "document_type": list(DOCUMENT_TYPES),
        "held_level": list(LEVELS.values()),
        "consent": [YES, NO],
        "group": list(groups),
    }
    for column, values in choices.items():
        if values and sum(len(value) + 1 for value in values) <= _LIST_CHARACTERS:
            at = COLUMNS.index(column)
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": values})


def _notes(book: Any, language: str) -> None:  # noqa: ANN401 -- the library ships no types
    sheet = book.add_worksheet("填写说明" if language == "zh" else "Notes")
    style = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, style)
    for place, both in enumerate(_NOTES):
        sheet.write_string(place, 0, _in(both, language), style)


def _book() -> tuple[io.BytesIO, Any]:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return target, xlsxwriter.Workbook(target, options)


def _head_format(book: Any) -> Any:  # noqa: ANN401 -- the library ships no types
    return book.add_format(
        {
            "bold": True,
            "bg_color": "#F3ECE4",
            "border": 1,
            "border_color": "#D8CFC2",
            "num_format": "@",
        }
    )


def _wrong_format(book: Any) -> Any:  # noqa: ANN401 -- the library ships no types
    return book.add_format({"bg_color": "#FCEFEE", "num_format": "@"})


def _in(both: tuple[str, str], language: str) -> str:
    return both[0 if language == "zh" else 1]
