"""Every failure of a command becomes one sentence on standard error and an exit code."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from competition.domain.errors import DomainError
from config import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

NO = 1
WRONG = 2
DEBUG = "COMPETITION_DEBUG"
NO_TABLES = "The tables are missing or too old: run competition db upgrade first."
_NO_TABLES = re.compile(r"no such (table|column)|does not exist")  # SQLite, PostgreSQL


class Refusal(click.ClickException):
    """Wrong input or usage, told in one sentence that a person can act on."""

    exit_code = WRONG


def run(
    command: click.Command,
    args: Sequence[str] | None = None,
    prog_name: str = "competition",
    **options: Any,  # noqa: ANN401 -- click's own
) -> int:
    """Run ``command`` and return its exit code; never a traceback unless asked for one."""
    try:
        answer = _answered(command, args, prog_name, **options)
        sys.stdout.flush()  # a full disk is told here, not by the interpreter after the end
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return _tell("Stopped.")
    except click.ClickException as error:
        return _tell(_with_usage(error))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return _tell(sentence(error))
    return answer if isinstance(answer, int) else 0


def _answered(
    command: click.Command,
    args: Sequence[str] | None,
    prog_name: str,
    **options: Any,  # noqa: ANN401 -- click's own
) -> object:
    try:
        return command.main(args, prog_name, standalone_mode=False, **options)
    except SystemExit as leaving:
        return leaving.code


def sentence(error: Exception) -> str:
    """What went wrong, in one English sentence."""
    if isinstance(error, DomainError) and type(error).__str__ is not DomainError.__str__:
        return str(error)
    if isinstance(error, DomainError):
        from competition.cli.frame.words import in_english  # noqa: PLC0415 -- loads the web's wording

        return in_english(error)
    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}."
    if type(error).__module__.startswith("sqlalchemy."):
        word = _first_line(getattr(error, "orig", None) or error)
        return NO_TABLES if _NO_TABLES.search(word) else f"The database refused: {word}"
    return f"Unexpected {type(error).__name__}: {_first_line(error)} ({DEBUG}=1 shows where.)"


def _first_line(error: object) -> str:
    return next(iter(str(error).strip().splitlines()), "no further word.")


def _with_usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"\n{context.get_usage()}" if context else ""
    return f"{error.format_message()}{hint}"


def _tell(text: str) -> int:
    click.echo(f"competition: {text}", err=True)
    return WRONG
