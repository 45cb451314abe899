"""Bytes by key: a folder or a bucket, chosen by one address. What the bytes mean is not known here.

``create_app`` calls ``use`` once; everybody else asks ``store()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from competition.storage.folder import Folder
from competition.storage.keys import DISK_TROUBLES, StorageAway, StoredFileMissing, check_key

if TYPE_CHECKING:
    from pathlib import Path

    from competition.storage.shape import Store

__all__ = [
    "DISK_TROUBLES",
    "StorageAway",
    "StoredFileMissing",
    "check_key",
    "from_url",
    "store",
    "use",
]

_current: Store | None = None


def from_url(url: str, home: Path) -> Store:
    """The store at ``file:///folder`` or ``s3://bucket/prefix``. Raises ValueError for others.

    ``home`` is where a relative ``file://`` folder begins. The endpoint and the credentials of a
    bucket come from the environment variables of its client (``AWS_ENDPOINT_URL`` and so on).
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(home / unquote(parts.netloc + parts.path))
    if parts.scheme == "s3" and parts.netloc:
        from competition.storage.bucket import Bucket  # noqa: PLC0415 -- slow to load, rarely used

        return Bucket(parts.netloc, parts.path.strip("/"))
    raise ValueError(f"{url!r} is neither file:///folder nor s3://bucket/prefix.")


def use(chosen: Store) -> None:
    """Set the store of this process, once, when the application is made."""
    global _current  # noqa: PLW0603 -- services may not ask the web framework for it
    _current = chosen


def store() -> Store:
    """The store of this process. Raises RuntimeError before ``use``."""
    if _current is None:
        raise RuntimeError("No storage: create_app() sets it.")
    return _current
