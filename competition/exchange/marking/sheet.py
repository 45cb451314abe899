"""The first sheet of a workbook with a column of errors and its wrong cells marked."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from competition.exchange.marking.cells import Cells, letters, place
from competition.exchange.marking.notes import Notes
from competition.exchange.marking.package import OFFICE, Package, Unknown
from competition.exchange.marking.styles import Styles
from competition.exchange.workbooks import MOST_COLUMNS

if TYPE_CHECKING:
    from competition.exchange.marking import Marks

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WIDTH: Final = 60  # of the column of errors, in characters
_BEFORE_DATA: Final = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")


def marked_file(raw: bytes, marks: Marks) -> bytes:
    """The workbook ``raw`` with its marks. Raises Unknown, ValueError and what the zip raises."""
    package = Package(raw)
    workbook = package.related("", "/officeDocument") or ""
    sheet = _first_sheet(package, workbook)
    root = package.tree(sheet)
    styles = package.related(workbook, "/styles")
    if root.tag != f"{_MAIN}worksheet" or styles is None:
        raise Unknown(sheet)
    cells, formats = Cells(root), Styles(package.tree(styles))
    notes = Notes(package, sheet, marks.authors)
    column = marks.column if marks.again else _beside_merged(root, marks.column)
    if marks.again:
        _clear(cells, formats, marks)
        notes.drop()
    else:
        _widen(root, column)
    _head(cells, marks, column)
    for row, text in marks.errors.items():
        cells.write(row, column, text, formats.wrong(0))
    for row, at, _ in marks.cells:
        one = cells.made(row, at)
        one.set("s", str(formats.wrong(int(one.get("s", "0")))))
    notes.add(marks.cells)
    _cover(root, cells, column)
    package.without_macros(workbook)
    return package.written()


def _first_sheet(package: Package, workbook: str) -> str:
    first = package.tree(workbook).find(f"{_MAIN}sheets/{_MAIN}sheet")
    if first is None:
        raise Unknown(workbook)
    return package.by_id(workbook, first.get(f"{{{OFFICE}}}id"))


def _beside_merged(root: Any, column: int) -> int:  # noqa: ANN401 -- the library ships no types
    """The first column from ``column`` on that no merged cells reach into."""
    for one in root.iterfind(f"{_MAIN}mergeCells/{_MAIN}mergeCell"):
        right = place(one.get("ref").split(":")[-1])[1]
        if column <= right < MOST_COLUMNS - 1:
            column = right + 1
    return column


def _clear(cells: Cells, formats: Styles, marks: Marks) -> None:
    """Take away the errors and the fills of an earlier time."""
    for row in cells.rows:
        for at in range(marks.column + 1):
            one = cells.found(row, at)
            if one is None or row <= marks.header_row:
                continue
            one.set("s", str(formats.unmarked(int(one.get("s", "0")))))
            if at == marks.column:
                cells.empty(one)


def _head(cells: Cells, marks: Marks, column: int) -> None:
    """The heading of the errors, in the format of the heading beside it."""
    beside = cells.made(marks.header_row, column if marks.again else marks.column - 1)
    cells.write(marks.header_row, column, marks.heading, int(beside.get("s", "0")))


def _widen(root: Any, column: int) -> None:  # noqa: ANN401 -- the library ships no types
    """Give the column its width; what was said of several columns stays said of the others."""
    columns = root.find(f"{_MAIN}cols")
    if columns is None:
        columns = etree.Element(f"{_MAIN}cols")
        root.insert(sum(root.find(f"{_MAIN}{name}") is not None for name in _BEFORE_DATA), columns)
    number = column + 1
    for one in list(columns):
        first, last = int(one.get("min")), int(one.get("max"))
        if not first <= number <= last:
            continue
        for low, high in ((first, number - 1), (number + 1, last)):
            if low <= high:
                part = deepcopy(one)
                part.set("min", str(low))
                part.set("max", str(high))
                one.addprevious(part)
        columns.remove(one)
    fresh = etree.Element(f"{_MAIN}col", min=str(number), max=str(number))
    fresh.set("width", str(_WIDTH))
    fresh.set("customWidth", "1")
    columns.insert(sum(int(one.get("max")) < number for one in columns), fresh)


def _cover(root: Any, cells: Cells, column: int) -> None:  # noqa: ANN401 -- the library ships no types
    """Let the sheet's extent reach as far as its cells do."""
    extent = root.find(f"{_MAIN}dimension")
    if extent is not None:
        first, _, last = extent.get("ref").partition(":")
        row, right = place(last or first)
        row, right = max(row, *cells.rows), max(right, column)
        extent.set("ref", f"{first}:{letters(right)}{row}")
