"""One entrant as a row of a sheet or a form states them: every cell checked and normalised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from competition.domain import identity
from competition.domain.entrants.levels import level_in
from competition.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

COLUMNS: Final = (
    "number",
    "name",
    "employer",
    "group",
    "document_type",
    "document_number",
    "phone",
    "held_level",
    "ineligible",
    "consent",
)
YES: Final = "是"
NO: Final = "否"
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
_YES = frozenset({"是", "是的", "同意", "已同意", "愿意", "yes", "y", "true", "√", "✓", "✔", "☑"})
_NO = frozenset(
    {"", "否", "不是", "不", "不同意", "未同意", "不愿意", "no", "n", "false", "×", "✗", "✘", "☐"}
)
_EMPLOYER_LENGTH = 200
_INELIGIBLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell; ``numeric`` when the program that wrote it made a number of it.

    ``merged`` are the first and the last row of a merged cell that leaves this one without a value.
    """

    text: str = ""
    numeric: bool = False
    merged: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its number as the program shows it, and its cells by column key."""

    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one cell: a code with what fills its sentence."""

    row: int
    column: str
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One entrant as a sheet or a form states them. ``row`` is 0 for what is stored already."""

    name: str
    number: str = ""
    employer: str = ""
    group: str | None = None
    document_type: str = identity.RESIDENT_CARD
    document_number: str | None = None
    phone: str | None = None
    held_level: int | None = None
    ineligible: str = ""
    consent: bool = False
    row: int = 0


def read_line(
    row: SheetRow, groups: Sequence[str], today: date
) -> tuple[RosterLine | None, list[RowFault]]:
    """The row as a line; where a cell is wrong, the fault stands in its place."""
    values, faults = read_cells(row, groups, today)
    return (None if faults else line_of(row, values)), faults


def line_of(row: SheetRow, values: Mapping[str, object]) -> RosterLine:
    """The line of a row all of whose cells are right."""
    return RosterLine(row=row.row, **values)  # type: ignore[arg-type]  # the readers give each column its own type


def read_cells(
    row: SheetRow, groups: Sequence[str], today: date
) -> tuple[dict[str, object], list[RowFault]]:
    """The cells that are right, by column key, and what is wrong with the others."""
    values: dict[str, object] = {}
    faults: list[RowFault] = []
    readers = _readers(row, groups, today)
    for column in COLUMNS:
        cell = row.cells.get(column, Cell())
        if cell.merged:
            first, last = cell.merged
            faults.append(RowFault(row.row, column, "cell_merged", {"first": first, "last": last}))
            continue
        try:
            values[column] = readers[column](cell)
        except Invalid as wrong:
            faults.append(RowFault(row.row, column, wrong.code, wrong.params))
    return values, faults


def _readers(
    row: SheetRow, groups: Sequence[str], today: date
) -> dict[str, Callable[[Cell], object]]:
    kind = row.cells.get("document_type", Cell()).text.strip() or identity.RESIDENT_CARD
    return {
        "number": _number,
        "name": lambda cell: identity.clean_name(cell.text),
        "employer": lambda cell: _short(cell, _EMPLOYER_LENGTH),
        "group": lambda cell: _group(cell, groups),
        "document_type": lambda _cell: kind,
        "document_number": lambda cell: _document(cell, kind, today),
        "phone": lambda cell: _phone(cell.text),
        "held_level": lambda cell: level_in(cell.text),
        "ineligible": lambda cell: _short(cell, _INELIGIBLE_LENGTH),
        "consent": _consent,
    }


def _number(cell: Cell) -> str:
    text = identity.clean_digits(cell.text)
    if text and not _NUMBER.fullmatch(text):
        raise Invalid("number_form", found=text)
    return text


def _short(cell: Cell, longest: int) -> str:
    text = identity.clean_text(cell.text)
    if len(text) > longest:
        raise Invalid("text_too_long", length=len(text), longest=longest)
    return text


def _group(cell: Cell, groups: Sequence[str]) -> str | None:
    text = identity.clean_text(cell.text)
    if not groups:
        return text or None
    if not text:
        raise Invalid("group_missing", known="、".join(groups))
    if text not in groups:
        raise Invalid("group_unknown", found=text, known="、".join(groups))
    return text


def _document(cell: Cell, kind: str, today: date) -> str | None:
    text = identity.clean_digits(cell.text)
    if not text:
        return None
    if kind == identity.RESIDENT_CARD and (
        cell.numeric or re.fullmatch(r"[\d.]+E\+?\d+", text, re.IGNORECASE)
    ):
        raise Invalid("identity_numeric")
    return identity.clean_document(kind, text, today)


def _phone(text: str) -> str | None:
    return identity.clean_phone(text) if identity.clean_digits(text) else None


def _consent(cell: Cell) -> bool:
    text = cell.text.strip().lower()
    if text not in _YES | _NO:
        raise Invalid("yes_or_no", found=cell.text.strip())
    return text in _YES


def checked_line(
    cells: Mapping[str, str], groups: Sequence[str], today: date
) -> tuple[RosterLine | None, tuple[RowFault, ...]]:
    """One entrant as typed into a form."""
    row = SheetRow(0, {key: Cell(text) for key, text in cells.items()})
    line, faults = read_line(row, groups, today)
    return line, tuple(faults)
