"""The rules files that come with the program, to begin a contest from."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from competition.domain.errors import NotFound
from competition.exchange.rules_file import read_rules

if TYPE_CHECKING:
    from competition.domain.rules import Rules

PRESETS: Final = ("quzhou", "two-rounds", "three-rounds")


def preset(name: str) -> Rules:
    """The rules of a preset. Raises NotFound for a name that is not in ``PRESETS``."""
    if name not in PRESETS:
        raise NotFound("preset_unknown", name=name)
    file = files(__name__) / f"{name}.toml"
    return read_rules(file.read_text(encoding="utf-8"), f"{name}.toml")
