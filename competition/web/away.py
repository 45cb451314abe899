"""A server or the disk that the program needs is away or full: which, and the refusal that says so.

All of them are 503 with a sentence and ``Retry-After``: nothing was stored, the same may work soon.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from competition.storage import DISK_TROUBLES

AWAY, FULL, READ_ONLY = "database_away", "disk_full", "disk_read_only"
ERRORS = (OperationalError, InterfaceError, InternalError, NoConnectionFree, OSError)

# Engines and operating systems each have a name of their own for the same trouble.
MEANINGS = {
    "SQLITE_FULL": FULL,
    "53100": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_READONLY_DBMOVED": READ_ONLY,
    "SQLITE_READONLY_DIRECTORY": READ_ONLY,
    "25006": READ_ONLY,
    "ENOSPC": FULL,
    "EDQUOT": FULL,
    "EFBIG": FULL,
    "EROFS": READ_ONLY,
}


def code_of(error: BaseException) -> str | None:
    """The engine's own code, ``SQLITE_FULL`` or ``57P01`` say; its sentence could hold values."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return errno.errorcode.get(cause.errno or 0)
    return getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)


def meaning(error: BaseException) -> str | None:
    """The code of the sentence for it; None when nothing is away and the fault is our own."""
    found = MEANINGS.get(code_of(error) or "")
    if isinstance(error, OSError):
        return (found or "storage_away") if error.errno in DISK_TROUBLES else None
    if isinstance(error, InternalError):
        return found
    return found or AWAY
