"""Workbooks of other people, read in a process that may die of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from competition.exchange.faults import FileFault, Spot

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
MOST_SECONDS: Final = 60
MAGIC: Final = (b"PK", b"\xd0\xcf\x11\xe0")
_READER: Final = Path(__file__).with_name("unpacking.py")


Merged = tuple[int, int, int, int]  # first row and column, last row and column, from 0


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One sheet of a workbook: its name, its cells, and those merged over several rows.

    ``others`` are the places, counted from 0, of the other sheets that a person sees.
    """

    name: str
    rows: list[list[object]]
    merged: tuple[Merged, ...] = ()
    others: tuple[int, ...] = ()


def rows_in(raw: bytes, name: str) -> list[list[object]]:
    """The cells of the first sheet. Raises FileFault for what is no sheet, or too large a one."""
    return sheet_in(raw, name).rows


def sheet_in(raw: bytes, name: str, at: int = 0) -> Unpacked:
    """The sheet at a place, counted from 0. Raises FileFault as ``rows_in``."""
    limits = [str(MOST_ROWS), str(MOST_COLUMNS)]
    command = [sys.executable, "-I", str(_READER), *limits, str(at)]
    try:
        done = subprocess.run(  # nosec B603 # noqa: S603 -- nothing of the file is in the command
            command, input=raw, capture_output=True, timeout=MOST_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise _refusal("sheet_too_large", name) from None
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise _refusal(answer["refused"], name)
    rows = [[_cell(cell) for cell in row] for row in answer["rows"]]
    merged = tuple((top, left, end, right) for top, left, end, right in answer["merged"])
    return Unpacked(answer["name"], rows, merged, tuple(answer["others"]))


def _refusal(code: str, name: str) -> FileFault:
    if code == "sheet_too_large":
        return FileFault(code, Spot(name), rows=MOST_ROWS, columns=MOST_COLUMNS)
    return FileFault(code, Spot(name))


def _cell(cell: object) -> object:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
