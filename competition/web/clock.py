"""The one clock of the web: services and rules are told the time, they never ask for it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, aware and in UTC."""
    return datetime.now(UTC)
