"""A file of theory marks, Excel or CSV, to typed papers; all that is wrong with it, row by row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from competition.domain.errors import Invalid
from competition.domain.judging import read_mark
from competition.exchange.decoding import decoded
from competition.exchange.faults import FileFault
from competition.exchange.workbooks import MAGIC, rows_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from competition.domain.rules import Criterion

NUMBER_HEADINGS = ("参赛号", "编号", "准考证号", "考号", "number", "entrant", "entry number")
MARK_HEADINGS = ("成绩", "分数", "理论成绩", "得分", "mark", "score")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row, counted as the spreadsheet counts."""

    row: int
    error: Invalid


@dataclass(frozen=True, slots=True)
class TheoryFile:
    """The papers of a file by entry number; usable only when nothing is wrong."""

    papers: Mapping[str, Mapping[str, Decimal]]
    faults: Sequence[RowFault]


def read_theory_file(
    raw: bytes, name: str, criteria: Sequence[Criterion], numbers: Iterable[str]
) -> TheoryFile:
    """Read marks for the entry ``numbers``. Raises Invalid when the file itself can't be read."""
    rows = [[_text(cell) for cell in row] for row in _cells(raw, name)]
    heading = [text.lower() for text in rows[0]] if rows else []
    number_at = _find(heading, NUMBER_HEADINGS)
    columns = {item.key: _find(heading, _headings(item, criteria)) for item in criteria}
    known = {_bare(number): number for number in numbers}
    papers: dict[str, dict[str, Decimal]] = {}
    faults: list[RowFault] = []
    for place, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        try:
            number = _number(_at(row, number_at), known, papers)
            papers[number] = {
                item.key: _mark(item, _at(row, columns[item.key])) for item in criteria
            }
        except Invalid as error:
            faults.append(RowFault(place, error))
    return TheoryFile(papers, faults)


def _cells(raw: bytes, name: str) -> list[list[Any]]:
    if raw.startswith(MAGIC):
        try:
            return rows_in(raw, name)
        except FileFault as error:
            raise Invalid("file_unreadable", file=name) from error
    try:
        text = decoded(raw, name)
        return list(csv.reader(io.StringIO(text), dialect=_dialect(text), strict=True))
    except FileFault as error:
        raise Invalid("file_encoding", file=name) from error
    except csv.Error as error:
        raise Invalid("file_unreadable", file=name) from error


def _dialect(text: str) -> type[csv.Dialect]:
    """Excel in some countries writes semicolons; pasting from a sheet gives tabs."""
    heading = text.split("\n", 1)[0]
    dialects = {"\t": csv.excel_tab, ";": _Semicolons}
    return next((dialects[mark] for mark in dialects if mark in heading), csv.excel)


class _Semicolons(csv.excel):
    delimiter = ";"


def _text(cell: object) -> str:
    """A cell as it reads on the screen: Excel keeps 76.5 and 7 as binary floats."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell if cell is not None else "").strip()


def _headings(item: Criterion, criteria: Sequence[Criterion]) -> tuple[str, ...]:
    own = (item.title.lower(), item.key.lower())
    return (*own, *MARK_HEADINGS) if len(criteria) == 1 else own


def _find(heading: Sequence[str], names: Sequence[str]) -> int:
    for name in names:
        if name and name in heading:
            return heading.index(name)
    raise Invalid("column_missing", column=names[0])


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _bare(number: str) -> str:
    """Excel turns 007 into 7; both mean the same paper."""
    return number.strip().lstrip("0") or "0"


def _number(text: str, known: Mapping[str, str], papers: Mapping[str, object]) -> str:
    if not text:
        raise Invalid("row_number_missing")
    number = known.get(_bare(text))
    if number is None:
        raise Invalid("paper_unknown", number=text)
    if number in papers:
        raise Invalid("row_number_doubled", number=number)
    return number


def _mark(item: Criterion, text: str) -> Decimal:
    if not text:
        raise Invalid("mark_missing", criterion=item.title)
    return read_mark(item, text)
