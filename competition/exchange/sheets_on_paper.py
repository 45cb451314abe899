"""How a spreadsheet looks and prints: as wide as its words, on A4, headings on each page."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

_COUNTED: Final = re.compile(r"[1-9]\d{0,8}|0", re.ASCII)
A4: Final = 9  # as the file format numbers paper


def width(text: str) -> int:
    """How wide ``text`` is in a column's unit; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def for_paper(sheet: Any, heading: int) -> None:  # noqa: ANN401 -- the library ships no types
    """Print landscape, one page wide, with the row ``heading`` (from 0) on top of every page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_footer("&C&P / &N")


def quiet(sheet: Any) -> None:  # noqa: ANN401 -- the library ships no types
    """Let digits that are text on purpose, such as 007, stand there without a warning triangle."""
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def write_counted(sheet: Any, row: int, column: int, text: str, style: Any) -> None:  # noqa: ANN401 -- the library ships no types
    """Write a number that counts, such as a draw number: as a number when it is plain figures.

    With a leading zero or a letter it is text, and reads as it was given.
    """
    if _COUNTED.fullmatch(text):
        sheet.write_number(row, column, int(text), style)
    else:
        sheet.write_string(row, column, text)
