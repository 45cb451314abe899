"""What every store can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Store(Protocol):
    """Bytes under keys like ``certificates/quzhou-2023/Y0000.pdf``.

    Every method raises StorageAway when the place cannot be reached, ``get`` and ``open``
    StoredFileMissing when there is nothing under the key, and ValueError for a key that is none.
    """

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``: all of it or nothing; on disk when this returns."""

    def get(self, key: str) -> bytes:
        """What is kept under ``key``."""

    def open(self, key: str) -> BinaryIO:
        """What is kept under ``key``, to be read piece by piece; the caller closes it."""

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""

    def delete(self, key: str) -> None:
        """Keep nothing under ``key`` any longer; no error when there was nothing."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with ``prefix``, in order."""

    def check(self) -> None:
        """Do nothing if the place can be written to."""
