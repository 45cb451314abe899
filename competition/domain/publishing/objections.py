"""When an objection (申诉) may be filed, and before which instance; what it says is for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from competition.domain.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """An objection of the same entrant against the same version; ``appeal_until`` if rejected."""

    state: str
    appeal_until: datetime | None = None


def instance_open(
    now: datetime, until: datetime | None, earlier: Sequence[Earlier], instances: int
) -> int:
    """Before which instance, from 1, an objection may be filed now.

    ``until`` is the end of the publicity period; a further instance is open to whoever was
    rejected, until ``appeal_until``. Raises ``objection_waiting``, ``objection_window_closed``,
    ``objection_no_instance``.
    """
    if any(each.state == "filed" for each in earlier):
        raise DomainError("objection_waiting")
    decided = [each for each in earlier if each.state != "withdrawn"]
    if not decided:
        _within(now, until)
        return 1
    if len(decided) >= instances or decided[-1].state == "upheld":
        raise DomainError("objection_no_instance")
    _within(now, decided[-1].appeal_until)
    return len(decided) + 1


def _within(now: datetime, until: datetime | None) -> None:
    if until is None or now > until:
        raise DomainError("objection_window_closed")
