"""Background work: primitive arguments, one service call, no logic.

A kind of work is a function named with ``@kind``; ``enqueue`` asks for it and returns its id.
"""

from competition.jobs import certificates
from competition.jobs.kinds import Work, kind
from competition.jobs.queue import enqueue, init_app

__all__ = ["Work", "certificates", "enqueue", "init_app", "kind"]
