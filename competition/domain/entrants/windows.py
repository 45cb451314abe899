"""When entries are taken, and how old entrants may be; both are told, neither keeps anybody out.

An age is known only where the document is a resident's identity number (GB 11643).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from competition.domain.identity import IDENTITY_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from competition.domain.settings import ContestSettings

Window = Literal["before", "open", "after"]


def window_on(settings: ContestSettings, today: date) -> Window:
    """Whether entries are taken on that day; both ends of the window are in it."""
    if settings.entries_from and today < date.fromisoformat(settings.entries_from):
        return "before"
    if settings.entries_until and today > date.fromisoformat(settings.entries_until):
        return "after"
    return "open"


def age_on(document: str | None, day: date) -> int | None:
    """Whole years on that day by the birthday in an identity number; ``None`` without one."""
    if document is None or len(document) != IDENTITY_DIGITS or not document[6:14].isdecimal():
        return None
    born = int(document[6:10]), int(document[10:12]), int(document[12:14])
    return day.year - born[0] - ((day.month, day.day) < born[1:])


def outside_ages(
    people: Iterable[tuple[str, str | None]], settings: ContestSettings, today: date
) -> tuple[tuple[str, int], ...]:
    """Those younger or older than the settings say, with their age; people: who, and document.

    The age counts on the last day of entries, where one is set.
    """
    if not (settings.youngest or settings.oldest):
        return ()
    until = settings.entries_until
    day = date.fromisoformat(until) if until else today
    aged = [(who, age_on(document, day)) for who, document in people]
    youngest, oldest = settings.youngest, settings.oldest or float("inf")
    return tuple(
        (who, age) for who, age in aged if age is not None and not youngest <= age <= oldest
    )
