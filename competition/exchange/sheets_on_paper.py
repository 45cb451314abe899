"""How a spreadsheet looks and prints: as wide as its words, on A4, headings on each page."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

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
