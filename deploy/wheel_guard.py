"""A wheel without page parts, fonts or translations would install and not work: it is not built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = {
    "competition/web/static/vendor/htmx.min.js": "make assets",
    "certificates/fonts/NotoSerifSC_400Regular.ttf": "make assets",
    "competition/translations/en/LC_MESSAGES/messages.mo": "make catalogues",
}


class WheelGuard(BuildHookInterface):  # type: ignore[type-arg]  # asks for the builder's settings type
    """Runs before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse with the command that makes what is missing; a development install needs none."""
        build_data["pure_python"] = True
        if version == "editable":
            return
        for name, command in NEEDED.items():
            if not (Path(self.root) / name).is_file():
                raise FileNotFoundError(f"{name} is missing: run `{command}` first (see README)")
