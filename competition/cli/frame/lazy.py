"""A group of commands that loads a command's module only when it is called."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

import click

from competition.cli.frame.readers import let_readers_leave
from competition.cli.frame.refusals import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType


def loaded(module: str) -> ModuleType:
    """The module, imported with the collector at rest.

    It would walk everything that is being loaded again and again, and once more at the end of the
    program: without it a command that needs the whole application starts in two thirds of the time.
    """
    if module in sys.modules:
        return sys.modules[module]
    was_on = gc.isenabled()
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


class LazyGroup(click.Group):
    """``places`` maps a name to its module in ``package``, its name there and a line of help."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- click's own
        package: str,
        places: Mapping[str, tuple[str, str, str]],
        **options: Any,  # noqa: ANN401 -- click's own
    ) -> None:
        super().__init__(*arguments, **options)
        self.package = package
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """The commands whose modules are installed."""
        return sorted(name for name, place in self.places.items() if self._installed(place[0]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """The command, imported now; ``None`` when there is no such one."""
        module, attribute, _ = self.places.get(cmd_name, ("", "", ""))
        if not module or not self._installed(module):
            return None
        return cast("click.Command", getattr(loaded(f"{self.package}.{module}"), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines of help, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.places[name][2]) for name in self.list_commands(ctx)])

    def main(  # type: ignore[override]  # the overloads differ by the constant alone
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 -- click's signature
        **options: Any,  # noqa: ANN401 -- click's own
    ) -> Any:  # noqa: ANN401 -- click's signature
        """Run, and as a program turn every failure into one sentence and an exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **options)
        let_readers_leave()
        sys.exit(run(self, args, prog_name or "competition", **options))

    def _installed(self, module: str) -> bool:
        return find_spec(f"{self.package}.{module}") is not None
