"""A folder as a store: a file appears under its name only once all of it is on the disk."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from competition.storage.keys import StorageAway, StoredFileMissing, check_key

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder ``root`` and all below it; made at the first file."""

    root: Path

    def put(self, key: str, content: bytes) -> None:
        """Write beside the place, synchronise, then rename over it."""
        path = self._path(key)
        with _reachable():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=path.parent, prefix=UNFINISHED, delete=False
            ) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                    Path(file.name).replace(path)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            _synchronise(path.parent)

    def get(self, key: str) -> bytes:
        """What is kept under ``key``."""
        with self.open(key) as file:
            return file.read()

    def open(self, key: str) -> BinaryIO:
        """What is kept under ``key``, to be read piece by piece."""
        try:
            with _reachable():
                return self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError) as error:
            raise StoredFileMissing(key) from error

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove the file; its folder stays."""
        with _reachable():
            self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with ``prefix``, in order; unfinished files are none."""
        below = self.root / prefix.rpartition("/")[0]
        files = (path for path in below.rglob("*") if path.is_file())
        found = (path.relative_to(self.root).as_posix() for path in files)
        return iter(sorted(key for key in found if key.startswith(prefix) and _whole(key)))

    def check(self) -> None:
        """Raise StorageAway unless a file can be written."""
        with _reachable():
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root):
                pass

    def _path(self, key: str) -> Path:
        return self.root / check_key(key)


def _whole(key: str) -> bool:
    return not key.rpartition("/")[2].startswith(".")


def _synchronise(folder: Path) -> None:
    """Make the new name durable too, not only the bytes."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _reachable() -> Iterator[None]:
    """A full, read-only or absent disk is told as StorageAway; a missing file stays what it is."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError):
        raise
    except OSError as error:
        raise StorageAway from error
