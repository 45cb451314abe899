"""Who does a deed: the name that stands in the audit chain, never a session or a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "entrant", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts: ``id`` is the account's or the entrant's; ``role`` the role acted in."""

    kind: ActorKind
    id: int | None
    name: str
    role: str = ""


SYSTEM = Actor(kind="system", id=None, name="system")
