"""The kinds of background work, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from competition.domain.actor import Actor


class Progress(Protocol):
    """Tells the people who wait how far the work is; called between deeds, never inside one."""

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """``done`` of ``total`` pieces; ``message`` is for the log of the job's page."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of work is given: who asked, for which contest, and with what."""

    job_id: str
    actor: Actor
    contest_id: int | None
    arguments: dict[str, Any]
    progress: Progress

    @staticmethod
    def now() -> datetime:
        """The moment, aware and in UTC."""
        return datetime.now(UTC)


Outcome: TypeAlias = dict[str, Any] | None
Does: TypeAlias = Callable[[Work], Outcome]

KINDS: dict[str, Does] = {}


def kind(name: str) -> Callable[[Does], Does]:
    """Name a function as a kind of work, ``certificates:issue`` say.

    It may be run again from the start after a crash, so it must do only what is not yet done. What
    it returns, plain JSON values, is kept as the outcome.
    """

    def register(does: Does) -> Does:
        KINDS[name] = does
        return does

    return register
