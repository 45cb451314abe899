"""A design for certificates in a ZIP file: its few files and nothing else, unpacked in memory."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from competition.domain.errors import Invalid
from competition.exchange.faults.zips import ZIP_FAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LARGEST_BYTES: Final = 2 * 1024 * 1024  # of the ZIP file, and of each file unpacked
MOST_FILES: Final = 40
FILES: Final = ("design.toml", "template.html", "style.css", "background.svg")
NOT_OURS: Final = ("__MACOSX", "Thumbs.db", "desktop.ini")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FIXED: Final = (1980, 1, 1, 0, 0, 0)
_DEEPEST: Final = 2  # one folder and the file in it


@dataclass(frozen=True, slots=True)
class Packed:
    """A design as it came: its short name and its files by name."""

    name: str
    files: Mapping[str, bytes]


def read_design(raw: bytes, filename: str) -> Packed:
    """The design in a ZIP file, called after its one folder, or else after the ZIP file.

    Raises Invalid (``design_zip_…``, ``design_name_unfit``); nothing is written anywhere.
    """
    if len(raw) > LARGEST_BYTES:
        raise Invalid("design_zip_too_large", megabytes=LARGEST_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return _read(packed, filename)
    except ZIP_FAULTS as bad:
        raise Invalid("design_zip_unreadable") from bad


def write_design(files: Mapping[str, bytes], made: datetime) -> bytes:
    """The files as a ZIP file: the same bytes for the same files and moment, kept as comment."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name, _FIXED), files[name], zipfile.ZIP_DEFLATED)
        packed.comment = made.isoformat().encode("ascii")
    return target.getvalue()


def kept_design(raw: bytes) -> tuple[dict[str, bytes], str]:
    """The files and the moment in what ``write_design`` wrote."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
        return files, packed.comment.decode("ascii")


def _read(packed: zipfile.ZipFile, filename: str) -> Packed:
    entries = packed.infolist()
    if len(entries) > MOST_FILES:
        raise Invalid("design_zip_too_many", most=MOST_FILES)
    files: dict[str, bytes] = {}
    folders = set()
    for entry in entries:
        path = _safe(entry)
        if entry.is_dir() or _passed_over(path):
            continue
        if path.name not in FILES or path.name in files or len(path.parts) > _DEEPEST:
            raise Invalid("design_zip_foreign", name=entry.filename)
        folders.add(path.parts[0] if len(path.parts) == _DEEPEST else PurePosixPath(filename).stem)
        files[path.name] = _content(packed, entry)
    if not files or len(folders) != 1:
        raise Invalid("design_zip_folders")
    return Packed(_named(folders.pop()), files)


def _safe(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The path of an entry that stays in its folder and is a file or a folder."""
    path = PurePosixPath(entry.filename)
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or linked or set(entry.filename) & set("\\:\0"):
        raise Invalid("design_zip_unsafe", name=entry.filename)
    return path


def _passed_over(path: PurePosixPath) -> bool:
    """What a computer puts into folders by itself."""
    return path.name.startswith(".") or not set(path.parts).isdisjoint(NOT_OURS)


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry, never more than allowed whatever its header promises."""
    with packed.open(entry) as opened:
        content = opened.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise Invalid("design_zip_bursts", name=entry.filename)
    return content


def _named(name: str) -> str:
    short = name.strip().lower()
    if not NAME.fullmatch(short):
        raise Invalid("design_name_unfit", name=name)
    return short
