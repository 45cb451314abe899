"""Which keys are keys, and the refusals of every store."""

from __future__ import annotations

import errno
import re

from competition.domain.errors import DomainError, NotFound

MAX_KEY = 400
# Full, read-only or broken: of the disk, not of whoever asked; it may work a moment later.
DISK_TROUBLES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_KEY = re.compile(r"[^\x00-\x20/\\.][^\x00-\x1f/\\]*(?:/[^\x00-\x20/\\.][^\x00-\x1f/\\]*)*")


class StorageAway(DomainError):
    """The storage cannot be reached or written to; the same may work a moment later."""

    status = 503

    def __init__(self) -> None:
        super().__init__("storage_away")


class StoredFileMissing(NotFound):
    """Nothing is kept under the key."""

    def __init__(self, key: str) -> None:
        super().__init__("stored_file_missing", key=key)


def check_key(key: str) -> str:
    """``key`` unless it could leave its place: no empty part, no part that begins with a dot.

    Raises ValueError.
    """
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot name a stored file.")
    return key
