"""A file of theory marks, Excel or CSV, to typed papers; all that is wrong with it, row by row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from competition.domain.entrants.numbers import bare
from competition.domain.errors import DomainError, Invalid
from competition.domain.identity import clean_digits, clean_text
from competition.domain.judging import read_mark, shortened
from competition.exchange.decoding import decoded
from competition.exchange.entrants.columns import column_of, plain
from competition.exchange.entrants.remarks import entrants_end, is_total
from competition.exchange.faults import FileFault, Spot
from competition.exchange.workbooks import MAGIC, rows_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from competition.domain.rules import Criterion

NUMBER_HEADING: Final = "参赛号"
MARK_HEADING: Final = "成绩"
# Those that say most come first: a sheet with 理论成绩 and 总分 is read at the former.
MARK_HEADINGS: Final = (
    *("理论成绩", "理论考试成绩", "理论分数", "理论得分", "理论", "笔试成绩", "笔试", "考试成绩"),
    *("卷面成绩", "卷面分", MARK_HEADING, "分数", "得分", "总分", "mark", "marks", "score"),
)
_NUMBER_HEADINGS: Final = frozenset({"考号", "考生号", "考生编号", "number", "entrant"})
_HEADER_WITHIN: Final = 10
_ABSENT: Final = frozenset(
    {"缺考", "缺席", "未考", "未参加", "弃权", "弃考", "取消资格", "absent", "withdrawn"}
)
_NOTHING: Final = frozenset({"", "-", "—", "–", "——", "/", "无"})
_FIGURES: Final = 15  # digits of a binary number that Excel itself shows


@dataclass(frozen=True, slots=True)
class Expected:
    """A paper that may stand in the file: its entry number, whose it is, whether there is none."""

    number: str
    name: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row, counted as the spreadsheet counts; 0 for the whole file."""

    row: int
    error: DomainError


@dataclass(frozen=True, slots=True)
class TheoryFile:
    """The papers of a file by entry number; usable only when nothing is wrong.

    ``headings`` are those of the columns that the marks were read from, ``missing`` the numbers of
    the papers that the file has no mark for.
    """

    papers: Mapping[str, Mapping[str, Decimal]]
    faults: Sequence[RowFault]
    headings: Sequence[str] = ()
    missing: Sequence[str] = ()


def read_theory_file(
    raw: bytes, name: str, criteria: Sequence[Criterion], expected: Iterable[Expected]
) -> TheoryFile:
    """Read marks for the ``expected`` papers. Raises Invalid when the file itself can't be read.

    Codes: those of FileFault for what is no sheet, ``file_unreadable``, ``column_missing``. A row
    of somebody who is away is passed over as long as it holds no mark.
    """
    rows = [[_text(cell) for cell in row] for row in _cells(raw, name)]
    header = _header_row(rows)
    sheet = _Sheet(name, criteria, rows[header], expected)
    below = [(at, row) for at, row in enumerate(rows[header + 1 :], header + 2) if any(row)]
    papers: dict[str, dict[str, Decimal]] = {}
    seen: set[str] = set()
    faults: list[RowFault] = []
    for place, row in below[: entrants_end([row for _, row in below])]:
        if is_total(row) and not sheet.names_paper(row):
            continue  # of a group or of a page, in the middle of the list
        try:
            paper = sheet.paper(row, seen)
            marks = sheet.marks(row, paper)
            if marks is not None:
                papers[paper.number] = marks
        except DomainError as error:
            faults.append(RowFault(place, error))
    missing = [one.number for one in sheet.expected if not one.away and one.number not in seen]
    return TheoryFile(papers, faults, sheet.headings, missing)


class _Sheet:
    """Which column holds what, and whose papers there are."""

    def __init__(
        self,
        file: str,
        criteria: Sequence[Criterion],
        heading: Sequence[str],
        expected: Iterable[Expected],
    ) -> None:
        words = [plain(text) for text in heading]
        self.expected = list(expected)
        self._criteria = criteria
        self._number = next(at for at, text in enumerate(heading) if _names_number(text))
        self._name = next((at for at, one in enumerate(heading) if column_of(one) == "name"), None)
        self._columns = {item.key: _column(item, criteria, words) for item in criteria}
        self.headings = [heading[at] for at in self._columns.values()]
        for at in (self._number, *self._columns.values()):
            if words.count(words[at]) > 1:
                raise FileFault("heading_twice", Spot(file), heading=heading[at])
        self._known = {one.number: one for one in self.expected}
        # Excel turns 007 into 7; both mean the same paper, unless there are both.
        alike: dict[str, list[Expected]] = {}
        for one in self.expected:
            alike.setdefault(bare(one.number), []).append(one)
        self._bare = {number: found[0] for number, found in alike.items() if len(found) == 1}

    def names_paper(self, row: Sequence[str]) -> bool:
        """Whether a row bears the number of a paper that is expected."""
        return self._found(clean_digits(_at(row, self._number))) is not None

    def _found(self, number: str) -> Expected | None:
        return self._known.get(number) or self._bare.get(bare(number))

    def paper(self, row: Sequence[str], seen: set[str]) -> Expected:
        """Whose row it is; ``seen`` are the numbers above it. Raises Invalid."""
        number = clean_digits(_at(row, self._number))
        if not number:
            raise Invalid("row_number_missing")
        found = self._found(number)
        if found is None:
            raise Invalid("paper_unknown", number=number)
        if found.number in seen:
            raise Invalid("row_number_doubled", number=found.number)
        seen.add(found.number)
        called = "" if self._name is None else _at(row, self._name)
        if called and _as_called(called) != _as_called(found.name):
            raise Invalid("row_of_another", number=found.number, found=shortened(called))
        return found

    def marks(self, row: Sequence[str], paper: Expected) -> dict[str, Decimal] | None:
        """The marks of a row, ``None`` for somebody who is away. Raises DomainError."""
        texts = {item: _at(row, self._columns[item.key]) for item in self._criteria}
        absent = [text for text in texts.values() if text.lower() in _ABSENT]
        if paper.away:
            marked = [text for text in texts.values() if text.lower() not in _ABSENT | _NOTHING]
            if marked:
                raise DomainError("row_away", number=paper.number, found=shortened(marked[0]))
            return None
        if absent:
            raise Invalid("row_absent", number=paper.number, found=absent[0])
        return {item.key: _mark(item, text) for item, text in texts.items()}


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        if any(_names_number(text) for text in row):
            return place
    raise Invalid("column_missing", column=NUMBER_HEADING)


def _names_number(heading: str) -> bool:
    return column_of(heading) == "number" or plain(heading) in _NUMBER_HEADINGS


def _column(item: Criterion, criteria: Sequence[Criterion], words: Sequence[str]) -> int:
    names = [item.title, item.key, *(MARK_HEADINGS if len(criteria) == 1 else ())]
    for name in map(plain, names):
        if name and name in words:
            return words.index(name)
    raise Invalid("column_missing", column=MARK_HEADING if len(criteria) == 1 else item.title)


def _cells(raw: bytes, name: str) -> list[list[Any]]:
    if not raw.strip():
        raise FileFault("file_empty", Spot(name))
    if raw.startswith(MAGIC):
        return rows_in(raw, name)
    text = decoded(raw, name)
    try:
        return list(csv.reader(io.StringIO(text), dialect=_dialect(text), strict=True))
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
        return str(int(cell)) if cell.is_integer() else f"{cell:.{_FIGURES}g}"
    return str(cell if cell is not None else "").strip()


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _as_called(name: str) -> str:
    """A name as far as two lists of the same people agree on it: without spaces and case."""
    return "".join(clean_text(name).split()).casefold()


def _mark(item: Criterion, text: str) -> Decimal:
    if not text:
        raise Invalid("mark_missing", criterion=item.title)
    if text in _NOTHING:
        raise Invalid("mark_only_dash", criterion=item.title, found=text)
    return read_mark(item, text)
