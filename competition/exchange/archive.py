"""The file that ``competition backup`` writes: a ZIP of tables and files with their checksums.

``manifest.json`` names every member with size and SHA-256; ``tables/NAME.jsonl`` has a row a line.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from competition.domain.errors import Invalid
from competition.exchange.faults.zips import ZIP_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

SCHEMA = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024


@dataclass(slots=True)
class Archive:
    """A backup being written: what is added is counted and summed in ``members``.

    ``at`` is the time that members bear, as the clock on the wall shows it: a ZIP knows no zones.
    Without it they bear the time of the machine.
    """

    file: zipfile.ZipFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    at: datetime | None = None

    def add_rows(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        """Add ``name`` with one JSON object a line."""
        self.add_lines(name, map(row_line, rows))

    def add_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Add ``name`` line by line, however many there are."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self.file.open(self.entry(name), "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                size, count = size + len(line), count + 1
        self.members[name] = {"sha256": digest.hexdigest(), "size": size, "rows": count}

    def add(self, name: str, content: bytes) -> None:
        """Add a file as it is; certificates are compressed in themselves."""
        self.file.writestr(self.entry(name), content, compress_type=zipfile.ZIP_STORED)
        digest = hashlib.sha256(content).hexdigest()
        self.members[name] = {"sha256": digest, "size": len(content)}

    def entry(self, name: str) -> zipfile.ZipInfo:
        """A member of that name, with its time, to be compressed as the file says."""
        one = zipfile.ZipInfo(name, (self.at.timetuple() if self.at else time.localtime())[:6])
        one.compress_type = self.file.compression
        return one


def row_line(row: dict[str, Any]) -> bytes:
    """A row as its line: keys in order, no spaces."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


@contextmanager
def written(path: Path, facts: dict[str, Any]) -> Iterator[Archive]:
    """Write a backup to ``path``; it appears there, readable by its owner alone, when whole."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
                archive = Archive(file)
                yield archive
                manifest = {"schema": SCHEMA, **facts, "members": archive.members}
                file.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """Open a backup whose every member is as its manifest says. Raises Invalid, OSError."""
    try:
        file = zipfile.ZipFile(path)
    except OSError:
        raise  # no such file, no right to read it
    except ZIP_FAULTS as error:
        raise Invalid("backup_unreadable", name=path.name) from error
    with file:
        try:
            manifest = json.loads(file.read(MANIFEST))
            members = dict(manifest["members"])
        except (KeyError, TypeError, *ZIP_FAULTS) as error:
            raise Invalid("backup_unreadable", name=path.name) from error
        if manifest.get("schema") != SCHEMA:
            raise Invalid("backup_of_another_program", name=path.name)
        for name, promised in members.items():
            _check(file, name, promised)
        yield file, manifest


def rows(file: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a member, one at a time."""
    with file.open(name) as lines:
        for line in lines:
            yield json.loads(line)


def _check(file: zipfile.ZipFile, name: str, promised: dict[str, Any]) -> None:
    digest = hashlib.sha256()
    try:
        with file.open(name) as member:
            while piece := member.read(PIECE):
                digest.update(piece)
    except (KeyError, *ZIP_FAULTS) as error:
        raise Invalid("backup_damaged", member=name) from error
    if digest.hexdigest() != promised["sha256"]:
        raise Invalid("backup_damaged", member=name)
