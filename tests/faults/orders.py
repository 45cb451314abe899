"""What a dying process is asked to do: plain values, so that they can be sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ask:
    """A request by somebody who signs in first."""

    username: str
    path: str
    form: dict | None = None
    body: dict | None = None


@dataclass(frozen=True)
class Restore:
    """Putting a backup back over what is there."""

    file: Path
