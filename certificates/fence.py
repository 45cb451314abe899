"""The fence round designs from outside: a child process with limits on time and memory.

The sandbox of the template and the fetcher that knows only ``data:`` come first; the fence is for
what takes for ever or eats all memory.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from typing import TYPE_CHECKING, Any, Final

from certificates.errors import CertificateError, DesignError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from certificates.design import Design

SECONDS: Final = 20  # of processor time, the fonts' copying included
PATIENCE: Final = 60  # seconds on the clock
MEMORY: Final = 1536 * 1024 * 1024  # bytes of address space
_BIGGEST: Final = 32 * 1024 * 1024


def fenced(job: Any, design: Design, *arguments: object) -> Any:
    """``job(*arguments)`` in a process of its own, within the limits.

    Raises DesignError (``limit_reached``) when it is stopped, and whatever CertificateError the
    job raises.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["certificates.warmed"])
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(theirs, SECONDS, job, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        return _received(mine, design)
    finally:
        mine.close()
        child.kill()
        child.join()


def _received(mine: Connection, design: Design) -> object:
    if not mine.poll(PATIENCE):
        raise _stopped(design, f"took more than {PATIENCE} seconds")
    try:
        fine, value = mine.recv()
    except EOFError:
        raise _stopped(design, "took too much time or memory") from None
    if fine:
        return value
    if isinstance(value, CertificateError):
        raise value
    raise design.unfit(str(value))


def _stopped(design: Design, reason: str) -> DesignError:
    return DesignError("limit_reached", design=design.key, reason=reason)


def _run(theirs: Connection, seconds: int, job: Any, arguments: tuple[object, ...]) -> None:
    """The child: limits first, then the job; only its answer leaves."""
    _limit(seconds)
    try:
        answer: tuple[bool, object] = (True, job(*arguments))
    except CertificateError as error:
        answer = (False, error)
    except (MemoryError, RecursionError):
        os._exit(1)
    except Exception as error:  # noqa: BLE001 - a design may make anything fail
        answer = (False, f"could not be set: {type(error).__name__}: {error}")
    theirs.send(answer)
    theirs.close()


def _limit(seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_BIGGEST, _BIGGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
