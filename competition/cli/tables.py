"""Plain tables on a terminal, aligned also where characters are two cells wide."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def width(text: str) -> int:
    """The cells that ``text`` takes on a terminal."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[str]) -> str:
    """The rows under their header; columns named in ``right`` are aligned to the right."""
    widths = [max(width(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    sides = [name in right for name in header]
    lines = [header, ["─" * cells for cells in widths], *rows]
    return "\n".join(_line(line, widths, sides) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        " " * (wide - width(cell)) + cell if to_right else cell + " " * (wide - width(cell))
        for cell, wide, to_right in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()
