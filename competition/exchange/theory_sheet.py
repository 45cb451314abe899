"""The empty sheet for theory marks: the papers' entry numbers, and a column for each mark.

What may be typed is what may be read again (``theory_file``): a number from 0 to the full mark.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from competition.domain.judging import plainly
from competition.exchange.sheets_on_paper import for_paper, quiet
from competition.exchange.theory_file import MARK_HEADING, NUMBER_HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.rules import Criterion

# The heading in the visitor's language, and what the program says to a mark that does not fit.
_NUMBER: Final = {"zh": NUMBER_HEADING, "en": "Entry number"}
_MARK: Final = {"zh": MARK_HEADING, "en": "Mark"}
_UNFIT: Final = {
    "zh": ("分数不合", "请输入 0 到 {full} 之间的数；缺考请留空，并在选手名单里登记。"),
    "en": ("Not a mark", "Type a number from 0 to {full}; leave it empty for an absence."),
}


def empty_sheet(numbers: Sequence[str], criteria: Sequence[Criterion], language: str) -> bytes:
    """An .xlsx with one row for each of the ``numbers``; ``language`` is ``zh`` or ``en``."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _fill(book, numbers, criteria, language)
    return target.getvalue()


def _fill(book: Any, numbers: Sequence[str], criteria: Sequence[Criterion], language: str) -> None:  # noqa: ANN401 -- the library ships no types
    sheet = book.add_worksheet(_MARK[language])
    head = book.add_format(
        {"bold": True, "bg_color": "#F3ECE4", "border": 1, "border_color": "#D8CFC2"}
    )
    text, figure = book.add_format({"num_format": "@"}), book.add_format({"align": "right"})
    sheet.set_column(0, 0, 14, text)
    sheet.write_string(0, 0, _NUMBER[language], head)
    for place, number in enumerate(numbers, start=1):
        sheet.write_string(place, 0, number, text)
    title, sentence = _UNFIT[language]
    for at, item in enumerate(criteria, start=1):
        heading = item.title if len(criteria) > 1 else _MARK[language]
        sheet.set_column(at, at, max(12, 2 * len(heading) + 3), figure)
        sheet.write_string(0, at, heading, head)
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": float(item.full_mark),
            "error_title": title,
            "error_message": sentence.format(full=plainly(item.full_mark)),
        }
        sheet.data_validation(1, at, max(len(numbers), 1), at, rule)
    sheet.freeze_panes(1, 1)
    for_paper(sheet, 0)
    quiet(sheet)
