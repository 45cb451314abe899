"""The parts of a workbook file (OPC): found by their relations, altered, added, written again."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any, Final

from lxml import etree

MOST_UNPACKED: Final = 400 * 1024 * 1024
_TYPES: Final = "[Content_Types].xml"
_TYPE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_EMPTY_RELATIONS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Unknown(ValueError):
    """The file is built in a way that is not known here."""


class Package:
    """The parts of a file by name; those that were parsed are written from their trees."""

    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unknown("too large")
            self._parts = {entry.filename: packed.read(entry) for entry in entries}
        self._trees: dict[str, Any] = {}

    def tree(self, name: str) -> Any:  # noqa: ANN401 -- the library ships no types
        """The root element of a part, to be read and altered. Raises Unknown."""
        if name not in self._trees:
            try:
                self._trees[name] = etree.fromstring(self._parts[name], _parser())
            except (KeyError, etree.XMLSyntaxError) as error:
                raise Unknown(name) from error
        return self._trees[name]

    def related(self, part: str, kind: str) -> str | None:
        """The part that ``part`` names by the end of a relation's type, such as ``/styles``."""
        for one in self._relations(part):
            if one.get("Type", "").endswith(kind):
                return self._target(part, one.get("Target"))
        return None

    def by_id(self, part: str, name: str) -> str:
        """The part behind a relation's id. Raises Unknown."""
        for one in self._relations(part):
            if one.get("Id") == name:
                return self._target(part, one.get("Target"))
        raise Unknown(name)

    def add(self, owner: str, part: str, content: bytes, kind: str, media: str) -> str:
        """Add a part that ``owner`` relates to; the new relation's id."""
        self._parts[part] = content
        if kind == "vmlDrawing":
            self._default("vml", media)
        else:
            types = self.tree(_TYPES)
            etree.SubElement(types, f"{_TYPE}Override", PartName=f"/{part}", ContentType=media)
        relations = self._relations(owner)
        taken = {one.get("Id") for one in relations}
        name = next(f"rIdMarks{at}" for at in range(1, 10_000) if f"rIdMarks{at}" not in taken)
        etree.SubElement(
            relations,
            f"{_RELATION}Relationship",
            Id=name,
            Type=f"{OFFICE}/{kind}",
            Target=f"/{part}",
        )
        return name

    def free(self, pattern: str) -> str:
        """The first name of a pattern with ``{}`` that no part has."""
        taken = {name.lower() for name in self._parts}
        names = (pattern.format(at) for at in range(1, 10_000))
        return next(name for name in names if name.lower() not in taken)

    def without_macros(self, workbook: str) -> None:
        """Make a plain workbook of one with macros, which no program opens as ``.xlsx``."""
        gone = [name for name in self._parts if posixpath.basename(name).startswith("vbaProject")]
        for one in list(self.tree(_TYPES)):
            name = one.get("PartName", "").lstrip("/")
            if name == workbook:
                one.set("ContentType", _WORKBOOK)
            elif name in gone:
                one.getparent().remove(one)
        for one in list(self._relations(workbook)):
            if one.get("Type", "").endswith("/vbaProject"):
                one.getparent().remove(one)
        for name in gone:
            del self._parts[name]

    def written(self) -> bytes:
        """The file again."""
        for name, root in self._trees.items():
            plain = name.endswith(".vml")  # the one part that programs write without a declaration
            self._parts[name] = etree.tostring(
                root.getroottree(),
                xml_declaration=not plain,
                encoding="UTF-8",
                standalone=None if plain else True,
            )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self._parts.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return target.getvalue()

    def _default(self, extension: str, media: str) -> None:
        types = self.tree(_TYPES)
        known = {one.get("Extension", "").lower() for one in types.iter(f"{_TYPE}Default")}
        if extension not in known:
            one = etree.Element(f"{_TYPE}Default", Extension=extension, ContentType=media)
            types.insert(0, one)

    def _relations(self, part: str) -> Any:  # noqa: ANN401 -- the library ships no types
        folder, name = posixpath.split(part)
        found = posixpath.join(folder, "_rels", f"{name}.rels")
        self._parts.setdefault(found, _EMPTY_RELATIONS)
        return self.tree(found)

    def _target(self, part: str, target: str) -> str:
        name = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        if name not in self._parts:
            raise Unknown(name)
        return name


def _parser() -> Any:  # noqa: ANN401 -- the library ships no types
    """Reads no entity and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
