"""A bar on a terminal, nothing elsewhere: long work tells how far it is."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told ``done`` of ``total``; draws on standard error."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as drawn:

        def step(done: int, total: int) -> None:
            drawn.length = total
            drawn.update(done - drawn.pos)

        yield step
