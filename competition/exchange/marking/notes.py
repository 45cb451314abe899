"""Notes on cells: the sentence of what is wrong, shown where the pointer stands.

A note has two halves, its text and the shape (VML) that programs draw it in. A cell that has a
note of its owner keeps that one; the column of errors says what is wrong there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from competition.exchange.marking.cells import letters
from competition.exchange.marking.package import OFFICE, Package, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_IN: Final = f"{{{_MAIN}}}"
_SHAPES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_NOTE_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPE_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What stands behind the reference to the shapes in a sheet.
_AFTER: Final = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
_NO_NOTES: Final = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
_KIND: Final = "_x0000_t202"  # a text box, as every program names it
_NO_SHAPES: Final = (
    f'<xml xmlns:v="{_SHAPES["v"]}" xmlns:o="{_SHAPES["o"]}" xmlns:x="{_SHAPES["x"]}"/>'
)
_SHAPE_KIND: Final = (
    f'<v:shapetype xmlns:v="{_SHAPES["v"]}" xmlns:o="{_SHAPES["o"]}" id="{_KIND}"'
    ' coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    f'<v:shape xmlns:v="{_SHAPES["v"]}" xmlns:o="{_SHAPES["o"]}" xmlns:x="{_SHAPES["x"]}"'
    f' id="_x0000_s{{number}}" type="#{_KIND}" fillcolor="#ffffe1" o:insetmode="auto"'
    ' style="position:absolute;margin-left:59pt;margin-top:2pt;width:240pt;height:60pt;'
    'visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{right}, 15, {top}, 4, {far}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False"
    "</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NUMBER: Final = re.compile(r"_x0000_s(\d{1,9})")


class Notes:
    """The notes of one sheet; ``authors`` are the names that ours bear, the first of them now."""

    def __init__(self, package: Package, sheet: str, authors: Sequence[str]) -> None:
        self._package, self._sheet, self._authors = package, sheet, authors

    def drop(self) -> None:
        """Take away the notes of an earlier time."""
        texts = self._texts()
        if texts is None:
            return
        ours = {
            str(at)
            for at, one in enumerate(texts.iterfind(f"{_IN}authors/{_IN}author"))
            if one.text in self._authors
        }
        gone = [one for one in texts.iter(f"{_IN}comment") if one.get("authorId") in ours]
        references = {one.get("ref") for one in gone}
        for one in gone:
            one.getparent().remove(one)
        for shape in self._note_shapes():
            if self._reference(shape) in references:
                shape.getparent().remove(shape)

    def add(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Add the sentences: row from 1, column from 0, text; of one cell, one below the other."""
        said: dict[tuple[int, int], list[str]] = {}
        for row, column, text in cells:
            said.setdefault((row, column), []).append(text)
        drawing = self._drawing()
        if drawing is None:
            return
        texts = self._texts()
        texts = self._new_texts() if texts is None else texts
        taken = {one.get("ref") for one in texts.iter(f"{_IN}comment")}
        fresh = {at: lines for at, lines in said.items() if _reference_of(*at) not in taken}
        if not fresh:
            return
        author = self._author(texts)
        listed = texts.find(f"{_IN}commentList")
        for (row, column), lines in fresh.items():
            one = etree.SubElement(
                listed, f"{_IN}comment", ref=_reference_of(row, column), authorId=author
            )
            run = etree.SubElement(etree.SubElement(one, f"{_IN}text"), f"{_IN}r")
            etree.SubElement(run, f"{_IN}t").text = "\n".join(lines)
        _draw(drawing, list(fresh))

    def _texts(self) -> Any | None:  # noqa: ANN401 -- the library ships no types
        name = self._package.related(self._sheet, "/comments")
        return None if name is None else self._package.tree(name)

    def _new_texts(self) -> Any:  # noqa: ANN401 -- the library ships no types
        name = self._package.free("xl/comments{}.xml")
        self._package.add(self._sheet, name, _NO_NOTES.encode(), "comments", _NOTE_TYPE)
        return self._package.tree(name)

    def _author(self, texts: Any) -> str:  # noqa: ANN401 -- the library ships no types
        authors = texts.find(f"{_IN}authors")
        names = [one.text for one in authors]
        if self._authors[0] not in names:
            etree.SubElement(authors, f"{_IN}author").text = self._authors[0]
            names.append(self._authors[0])
        return str(names.index(self._authors[0]))

    def _drawing(self) -> Any | None:  # noqa: ANN401 -- the library ships no types
        """The shapes of the sheet, made where there are none; ``None`` if they can't be read.

        Some programs write shapes that are no XML.
        """
        root = self._package.tree(self._sheet)
        named = root.find(f"{_IN}legacyDrawing")
        if named is not None:
            try:
                return self._package.tree(
                    self._package.by_id(self._sheet, named.get(f"{{{OFFICE}}}id"))
                )
            except Unknown:
                return None
        name = self._package.free("xl/drawings/vmlDrawing{}.vml")
        made = self._package.add(self._sheet, name, _NO_SHAPES.encode(), "vmlDrawing", _SHAPE_TYPE)
        reference = etree.Element(f"{_IN}legacyDrawing")
        reference.set(f"{{{OFFICE}}}id", made)
        behind = next((one for one in map(root.find, map(_named, _AFTER)) if one is not None), None)
        if behind is None:
            root.append(reference)
        else:
            behind.addprevious(reference)
        return self._package.tree(name)

    def _note_shapes(self) -> list[Any]:
        named = self._package.tree(self._sheet).find(f"{_IN}legacyDrawing")
        drawing = None if named is None else self._drawing()
        return [] if drawing is None else list(drawing.iterfind("v:shape", _SHAPES))

    @staticmethod
    def _reference(shape: Any) -> str | None:  # noqa: ANN401 -- the library ships no types
        row = shape.findtext("x:ClientData/x:Row", None, _SHAPES)
        column = shape.findtext("x:ClientData/x:Column", None, _SHAPES)
        if row is None or column is None:
            return None
        return _reference_of(int(row) + 1, int(column))


def _draw(drawing: Any, cells: Sequence[tuple[int, int]]) -> None:  # noqa: ANN401 -- the library ships no types
    numbers = (int(found[1]) for found in map(_number, drawing.iter()) if found)
    first = max((*numbers, 1024)) + 1
    if all(one.get("id") != _KIND for one in drawing):
        drawing.append(etree.fromstring(_SHAPE_KIND))
    for at, (row, column) in enumerate(cells):
        shape = _SHAPE.format(
            number=first + at,
            row=row - 1,
            column=column,
            right=column + 1,
            far=column + 4,
            top=max(row - 2, 0),
            bottom=row + 2,
        )
        drawing.append(etree.fromstring(shape))


def _reference_of(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def _named(name: str) -> str:
    return f"{_IN}{name}"


def _number(one: Any) -> re.Match[str] | None:  # noqa: ANN401 -- the library ships no types
    return _NUMBER.fullmatch(str(one.get("id", "")))
