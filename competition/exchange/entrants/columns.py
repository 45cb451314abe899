"""The columns of the entrants' sheet: their headings in both languages, and what is passed over."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from competition.domain.entrants.line import COLUMNS
from competition.exchange.entrants.aliases import ALIASES, LIKELY, PASSED_OVER, REMARKS, SERIALS

HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "number": ("参赛号", "Entry number"),
    "name": ("姓名", "Name"),
    "employer": ("工作单位", "Employer"),
    "group": ("组别", "Group"),
    "document_type": ("证件类型", "Document type"),
    "document_number": ("证件号码", "Document number"),
    "phone": ("手机号码", "Telephone"),
    "held_level": ("已持有等级", "Level held"),
    "ineligible": ("不能晋升的原因", "Reason why not eligible"),
    "consent": ("同意公布姓名", "Consents to publication"),
}
ERROR_HEADING: Final = ("错误说明", "What is wrong")
# What an export shows beside the columns above, and what an import passes over.
SHOWN_ONLY: Final[dict[str, tuple[str, str]]] = {
    "draw_number": ("抽签号", "Draw number"),
    "state": ("状态", "State"),
}


def plain(heading: str) -> str:
    """A heading without what differs from sheet to sheet: width, spaces, stars, colons, case."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s*:_]+", "", text)


_OWN: Final = {plain(words): key for key, both in HEADINGS.items() for words in both}
_KNOWN: Final = {plain(words): key for key, words in ALIASES} | _OWN
_PASSED_OVER: Final = {plain(words) for words in PASSED_OVER} | {
    plain(words) for both in (*SHOWN_ONLY.values(), ERROR_HEADING) for words in both
}
_SERIALS: Final = {plain(words) for words in SERIALS}
_BRACKETS = re.compile(r"[(\[【].{0,100}?[)\]】]")


def column_of(heading: str) -> str | None:
    """The column that a heading names beyond doubt, ``None`` for one that is not read."""
    words = plain(heading)
    return _KNOWN.get(words) or _KNOWN.get(REMARKS.sub("", words))


def is_own(heading: str) -> bool:
    """Whether a heading is the program's own, which goes before what people call it."""
    return REMARKS.sub("", plain(heading)) in _OWN


def likely_column(heading: str) -> str | None:
    """The column that a heading, which is not read, may be meant for; a person has to say so."""
    words = _BRACKETS.sub("", plain(heading))
    if words in _KNOWN:
        return _KNOWN[words]
    return next((key for key, pattern in LIKELY if pattern.search(words)), None)


def passed_over(heading: str) -> bool:
    """Whether a column that is not read may stand there without a word about it."""
    return plain(heading) in _PASSED_OVER


def is_serial(heading: str) -> bool:
    """Whether a column counts the rows: people fill it in far below the last entrant."""
    return plain(heading) in _SERIALS


def heading(column: str, language: str) -> str:
    """The heading of a column; ``language`` is ``zh`` or ``en``."""
    both = HEADINGS.get(column) or SHOWN_ONLY[column]
    return both[0 if language.startswith("zh") else 1]


__all__ = [
    "COLUMNS",
    "ERROR_HEADING",
    "HEADINGS",
    "column_of",
    "heading",
    "is_own",
    "is_serial",
    "likely_column",
    "passed_over",
    "plain",
]
