"""Somebody's own workbook given back with what is wrong in it, and otherwise as it was.

Other sheets, formulas, widths, colours and merged cells stay. What the library that reads and
writes the workbook does not know does not go back: macros, drawn shapes, a spreadsheet program's
own extensions.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from competition.exchange.workbooks import MOST_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES: Final = 8 * 1024 * 1024  # of a file that is kept, to go back as it came


@dataclass(frozen=True, slots=True)
class Marks:
    """What is added to the sheet of that name, or the first. Rows count from 1, columns from 0.

    ``column`` is where the errors stand under ``heading``, in ``errors`` by row; ``cells`` are the
    wrong cells with their sentences. ``again``: the column has errors of an earlier time, which
    go, with the marks that were made then. ``authors`` are the names that such marks may bear;
    the first is theirs now.
    """

    header_row: int
    column: int
    heading: str
    errors: Mapping[int, str]
    cells: Sequence[tuple[int, int, str]]
    authors: Sequence[str] = field(default=("",))
    again: bool = False
    sheet: str = ""


def is_own_workbook(raw: bytes) -> bool:
    """Whether a file is an Excel workbook in XML, small enough to be kept as it is."""
    return raw.startswith(b"PK") and b"xl/workbook.xml" in raw and len(raw) <= MOST_BYTES


def marked(own: bytes, marks: Marks) -> bytes | None:
    """The workbook ``own`` with its marks; ``None`` when it is built in a way that is not known.

    Another process does it, with limits: the file comes from outside.
    """
    told = {
        "header_row": marks.header_row,
        "column": marks.column,
        "heading": marks.heading,
        "errors": list(marks.errors.items()),
        "cells": list(marks.cells),
        "authors": list(marks.authors),
        "again": marks.again,
        "sheet": marks.sheet,
    }
    command = [sys.executable, "-I", "-m", f"{__name__}.apart"]
    try:
        done = subprocess.run(  # nosec B603 # noqa: S603 -- nothing of the file is in the command
            command,
            input=json.dumps(told).encode() + b"\n" + own,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return done.stdout
