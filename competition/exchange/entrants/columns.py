"""The columns of the entrants' sheet: their headings in both languages, and what is passed over."""

from __future__ import annotations

from typing import Final

from competition.domain.entrants.line import COLUMNS

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
_ALIASES: Final = {
    "身份证号": "document_number",
    "身份证号码": "document_number",
    "证件号": "document_number",
    "单位": "employer",
    "所在单位": "employer",
    "手机": "phone",
    "手机号": "phone",
    "联系电话": "phone",
    "电话": "phone",
    "选手姓名": "name",
    "编号": "number",
    "参赛编号": "number",
    "已有等级": "held_level",
    "现有等级": "held_level",
}


def _known() -> dict[str, str]:
    known = {words: key for key, both in HEADINGS.items() for words in both}
    return {words.casefold(): key for words, key in (known | _ALIASES).items()}


_KNOWN: Final = _known()
_PASSED_OVER: Final = {
    words.casefold() for both in [*SHOWN_ONLY.values(), ERROR_HEADING] for words in both
} | {"序号", "no.", "备注", "remarks"}


def column_of(heading: str) -> str | None:
    """The column that a heading names, ``None`` for one that is not read."""
    plain = "".join(heading.replace("*", "").replace("*", "").split()).casefold()
    return _KNOWN.get(plain) or _KNOWN.get(" ".join(heading.split()).casefold())


def passed_over(heading: str) -> bool:
    """Whether a column that is not read may stand there without a word about it."""
    return " ".join(heading.split()).casefold() in _PASSED_OVER


def heading(column: str, language: str) -> str:
    """The heading of a column; ``language`` is ``zh`` or ``en``."""
    both = HEADINGS.get(column) or SHOWN_ONLY[column]
    return both[0 if language.startswith("zh") else 1]


__all__ = ["COLUMNS", "ERROR_HEADING", "HEADINGS", "column_of", "heading", "passed_over"]
