"""The end of a period in working days, such as the publicity period (公示期) of a result."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

_SATURDAY = 5
WORKED = "+"  # before a date: a weekend day on which offices are open (调休)


def deadline(start: datetime, days: int, zone: str, holidays: Iterable[str] = ()) -> datetime:
    """The end, in UTC, of the last of ``days`` working days after the day of ``start``.

    ``holidays`` are ISO dates, those after a plus sign weekend days that are worked. The period
    ends with the last second of its last day in the contest's ``zone``; of no days, with today's.
    """
    local = ZoneInfo(zone)
    listed = list(holidays)
    off = {date.fromisoformat(day) for day in listed if not day.startswith(WORKED)}
    worked = {date.fromisoformat(day[1:]) for day in listed if day.startswith(WORKED)}
    today = start.astimezone(local).date()
    last = last_publicity_day(today, days, off, worked) if days > 0 else today
    return datetime.combine(last, time(23, 59, 59), tzinfo=local).astimezone(UTC)


def last_publicity_day(
    published: date,
    working_days: int,
    holidays: AbstractSet[date] = frozenset(),
    extra_working_days: AbstractSet[date] = frozenset(),
) -> date:
    """The last of so many working days after the day of publication.

    Saturdays, Sundays and ``holidays`` don't count; a weekend day in ``extra_working_days`` (调休)
    does. ``ValueError`` for fewer than one day.
    """
    if working_days < 1:
        raise ValueError(working_days)
    day, left = published, working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays, extra_working_days)
    return day


def is_working_day(
    day: date, holidays: AbstractSet[date], extra_working_days: AbstractSet[date] = frozenset()
) -> bool:
    """Whether offices are open on that day."""
    if day in extra_working_days:
        return True
    return day.weekday() < _SATURDAY and day not in holidays
