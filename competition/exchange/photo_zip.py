"""Photographs in a ZIP file, each named by the entry number or identity number of its entrant."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from competition.domain.errors import Invalid
from competition.exchange.faults.zips import ZIP_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp")
MOST_PICTURES: Final = 3000
LARGEST_PICTURE: Final = 5 * 1024 * 1024  # bytes, unpacked
NOT_OURS: Final = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Named:
    """One picture: its path in the ZIP file, and the number that its name states."""

    path: str
    number: str


class PhotoZip:
    """A ZIP file of pictures, checked; each picture is unpacked when it is asked for."""

    def __init__(self, raw: bytes) -> None:
        """Raises Invalid: ``photo_zip_unreadable``, ``_empty``, ``_too_many``, ``_foreign``."""
        try:
            self._file = zipfile.ZipFile(io.BytesIO(raw))
        except ZIP_FAULTS as bad:
            raise Invalid("photo_zip_unreadable") from bad
        self.pictures = tuple(self._named())
        if not self.pictures:
            raise Invalid("photo_zip_empty")
        if len(self.pictures) > MOST_PICTURES:
            raise Invalid("photo_zip_too_many", most=MOST_PICTURES)

    def content(self, picture: Named) -> bytes:
        """The bytes of a picture. Raises Invalid for a damaged, locked or far too large one."""
        entry = self._file.getinfo(picture.path)
        if entry.file_size > LARGEST_PICTURE:
            megabytes = LARGEST_PICTURE // 1024 // 1024
            raise Invalid("picture_too_large", megabytes=megabytes)
        try:
            with self._file.open(entry) as opened:
                return opened.read(LARGEST_PICTURE + 1)
        except ZIP_FAULTS as bad:
            raise Invalid("picture_unreadable") from bad

    def _named(self) -> Iterator[Named]:
        for entry in self._file.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or _passed_over(path):
                continue
            if path.suffix.lower() not in ENDINGS:
                raise Invalid("photo_zip_foreign", name=path.name)
            yield Named(entry.filename, path.stem.strip().upper())


def _passed_over(path: PurePosixPath) -> bool:
    """What a computer puts into folders by itself."""
    return path.name.startswith(".") or not set(path.parts).isdisjoint(NOT_OURS)
