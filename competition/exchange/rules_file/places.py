"""Where each key of a TOML text stands, because the standard parser keeps no positions.

Reads only headers and keys, line by line; for a place it can't tell it answers ``None``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_NAME = r"""((?:"[^"]*"|'[^']*'|[^\s"'=\[\]{},#])+)"""
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?$")  # spaces have one reader
_KEY = re.compile(rf"\s*{_NAME}\s*=")
_INNER = re.compile(rf"[{{,]\s*{_NAME}\s*=")


@dataclass(slots=True)
class Places:
    """Line and column (from 1) of the tables and keys that were found."""

    known: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _counts: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> tuple[int, int] | None:
        """The place of ``path``, or of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.known:
                return self.known[path[:end]]
        return None

    def enter(self, names: list[str], *, repeated: bool) -> Path:
        """The path that a header opens, with the index of each array it goes through."""
        path: Path = ()
        for position, name in enumerate(names):
            path = (*path, name)
            if repeated and position == len(names) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path


def places(text: str) -> Places:
    """The places of the tables and keys of a TOML text."""
    found = Places()
    table: Path = ()
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header and not _KEY.match(line):
            table = found.enter(_names(header[2]), repeated=header[1] == "[[")
            found.known.setdefault(table, (number, header.start(1) + 1))
            continue
        _note_keys(found, table, number, line)
    return found


def _note_keys(found: Places, table: Path, number: int, line: str) -> None:
    key = _KEY.match(line)
    if key is None:
        return
    path: Path = (*table, *_names(key[1]))
    found.known.setdefault(path, (number, key.start(1) + 1))
    for inner in _INNER.finditer(line, key.end()):
        place = (number, inner.start(1) + 1)
        found.known.setdefault((*path, *_names(inner[1])), place)


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
