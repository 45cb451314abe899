"""A child process ends when its parent has ended, even when that was killed."""

from __future__ import annotations

import os
import signal
import threading
import time

LOOK_SECONDS = 1.0
LAST_SECONDS = 5.0  # for answers that are being written


def end_with(parent: int) -> None:
    """From now on: once ``parent`` is no longer this process's parent, stop.

    First as if asked to. But a web server that is asked waits for its visitors to leave, and
    tablets that ask again and again never do: it would hold the port for ever, and none could
    follow it.
    """
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
