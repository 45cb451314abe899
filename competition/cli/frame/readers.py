"""Whoever reads our output may leave early (``| head``): the command still comes to its answer."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def let_readers_leave() -> None:
    """From now on nothing is said of a reader who has left; the exit code stays the true answer."""
    sys.stdout, sys.stderr = (_patient(one) for one in (sys.stdout, sys.stderr))


def _patient(stream: object) -> io.TextIOWrapper:
    """The same stream, by a writer that goes on into nothing once its reader has left."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # type: ignore[return-value]  # a test's own, or none at all
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Leaving(descriptor)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _Leaving(io.RawIOBase):
    """Writes to a descriptor while somebody reads there; a fault is told once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        try:
            return os.write(self._descriptor, content)
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._descriptor)
            os.close(nowhere)
            if isinstance(error, BrokenPipeError):
                return os.write(self._descriptor, content)
            raise
