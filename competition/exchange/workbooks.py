"""Workbooks of other people, read in a process that may die of them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

from competition.exchange.faults import FileFault, Spot

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
MOST_SECONDS: Final = 60
MAGIC: Final = (b"PK", b"\xd0\xcf\x11\xe0")
_READER: Final = Path(__file__).with_name("unpacking.py")


def rows_in(raw: bytes, name: str) -> list[list[object]]:
    """The cells of the first sheet. Raises FileFault for what is no sheet, or too large a one."""
    command = [sys.executable, "-I", str(_READER), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        done = subprocess.run(  # nosec B603 # noqa: S603 -- nothing of the file is in the command
            command, input=raw, capture_output=True, timeout=MOST_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise _refusal("sheet_too_large", name) from None
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise _refusal(answer["refused"], name)
    return [[_cell(cell) for cell in row] for row in answer["rows"]]


def _refusal(code: str, name: str) -> FileFault:
    if code == "sheet_too_large":
        return FileFault(code, Spot(name), rows=MOST_ROWS, columns=MOST_COLUMNS)
    return FileFault(code, Spot(name))


def _cell(cell: object) -> object:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
