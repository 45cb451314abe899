"""Rows and cells of a sheet's XML: found by their place, made where there are none."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def letters(column: int) -> str:
    """The letters of a column that is counted from 0."""
    text, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def place(reference: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of a reference such as ``B7``. Raises ValueError."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


class Cells:
    """The cells of a sheet, ``root`` being its ``worksheet`` element."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 -- the library ships no types
        self._space = root.tag.removesuffix("worksheet")
        self._columns = root.find(f"{self._space}cols")
        self._data = root.find(f"{self._space}sheetData")
        self._rows: dict[int, Any] = {}
        last = 0
        for row in self._data:
            last = int(row.get("r") or last + 1)
            self._rows[last] = row
        self._placed: dict[int, dict[int, Any]] = {}

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows that there are."""
        return tuple(self._rows)

    def found(self, row: int, column: int) -> Any | None:  # noqa: ANN401 -- the library ships no types
        """The cell there, if there is one."""
        return self._in_row(row).get(column) if row in self._rows else None

    def made(self, row: int, column: int) -> Any:  # noqa: ANN401 -- the library ships no types
        """The cell there; a new one has the format of its row or column."""
        if row not in self._rows:
            self._new_row(row)
        cells = self._in_row(row)
        if column not in cells:
            line = self._rows[row]
            line.attrib.pop("spans", None)
            one = etree.Element(f"{self._space}c", r=f"{letters(column)}{row}")
            style = self._style(line, column)
            if style:
                one.set("s", style)
            line.insert(sum(at < column for at in cells), one)
            cells[column] = one
        return cells[column]

    def write(self, row: int, column: int, text: str, style: int) -> None:
        """Let a cell hold ``text`` in a format; what it held goes."""
        one = self.made(row, column)
        self.empty(one)
        one.set("s", str(style))
        one.set("t", "inlineStr")
        held = etree.SubElement(one, f"{self._space}is")
        words = etree.SubElement(held, f"{self._space}t")
        words.set(_SPACE, "preserve")
        words.text = "".join(c if c.isprintable() or c == "\n" else "�" for c in text)

    @staticmethod
    def empty(one: Any) -> None:  # noqa: ANN401 -- the library ships no types
        """Let a cell hold nothing, in its format."""
        for child in list(one):
            one.remove(child)
        one.attrib.pop("t", None)

    def _in_row(self, row: int) -> dict[int, Any]:
        """The cells of a row by column, each with its reference written."""
        if row not in self._placed:
            line, last, cells = self._rows[row], -1, {}
            for one in line.iterchildren(f"{self._space}c"):
                last = place(one.get("r"))[1] if one.get("r") else last + 1
                one.set("r", f"{letters(last)}{row}")
                cells[last] = one
            line.set("r", str(row))
            self._placed[row] = cells
        return self._placed[row]

    def _new_row(self, row: int) -> None:
        for number, one in self._rows.items():
            one.set("r", str(number))
        line = etree.Element(f"{self._space}row", r=str(row))
        self._data.insert(sum(number < row for number in self._rows), line)
        self._rows[row] = line

    def _style(self, line: Any, column: int) -> str | None:  # noqa: ANN401 -- the library ships no types
        found: str | None = None
        covering = [] if self._columns is None else self._columns
        if line.get("customFormat") in ("1", "true"):
            found, covering = line.get("s"), []
        for one in covering:
            if int(one.get("min")) <= column + 1 <= int(one.get("max")):
                found = one.get("style")
        return found
