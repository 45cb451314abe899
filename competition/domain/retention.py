"""How long personal data are kept: until so many days after the result became final."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """How many of each kind of personal data a contest still holds."""

    documents: int = 0
    phones: int = 0
    photos: int = 0
    codes: int = 0
    uploads: int = 0
    prints: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is something to erase."""
        return any(self.as_json().values())

    def as_json(self) -> dict[str, int]:
        """Plain figures, for the audit line."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def kept_until(since: datetime, days: int) -> datetime:
    """The moment until which personal data are kept, ``days`` (24 hours each) after ``since``."""
    return since + timedelta(days=days)
