"""Formats of cells: the same as before, with the fill that marks a wrong cell, or without it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from lxml import etree

from competition.exchange.marking.package import Unknown

FILL: Final = "FFF8C9C4"  # this program's own red, by which its marks are found again


class Styles:
    """The list of formats of a workbook, which cells name by their place in it."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 -- the library ships no types
        self._space = root.tag.removesuffix("styleSheet")
        self._fills = root.find(f"{self._space}fills")
        self._formats = root.find(f"{self._space}cellXfs")
        if self._fills is None or self._formats is None:
            raise Unknown("styles")
        self._ours = {at for at, fill in enumerate(self._fills) if self._is_ours(fill)}
        self._made: dict[tuple[int, bool], int] = {}

    def wrong(self, style: int) -> int:
        """The format ``style`` with the fill of wrong cells."""
        return self._like(style, marked=True)

    def unmarked(self, style: int) -> int:
        """The format ``style`` without that fill; another fill stays."""
        if style < len(self._formats) and self._fill_of(style) in self._ours:
            return self._like(style, marked=False)
        return style

    def _like(self, style: int, *, marked: bool) -> int:
        known = self._made.get((style, marked))
        if known is not None:
            return known
        if style >= len(self._formats):
            raise Unknown("cellXfs")
        one = deepcopy(self._formats[style])
        one.set("fillId", str(self._our_fill() if marked else 0))
        one.set("applyFill", "1")
        self._formats.append(one)
        self._formats.set("count", str(len(self._formats)))
        self._made[style, marked] = len(self._formats) - 1
        return len(self._formats) - 1

    def _our_fill(self) -> int:
        if not self._ours:
            fill = etree.SubElement(self._fills, f"{self._space}fill")
            pattern = etree.SubElement(fill, f"{self._space}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{self._space}fgColor", rgb=FILL)
            etree.SubElement(pattern, f"{self._space}bgColor", indexed="64")
            self._fills.set("count", str(len(self._fills)))
            self._ours.add(len(self._fills) - 1)
        return min(self._ours)

    def _fill_of(self, style: int) -> int:
        return int(self._formats[style].get("fillId", "0"))

    def _is_ours(self, fill: Any) -> bool:  # noqa: ANN401 -- the library ships no types
        colour = fill.find(f"{self._space}patternFill/{self._space}fgColor")
        return colour is not None and colour.get("rgb") == FILL
