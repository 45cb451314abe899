"""Run as a process of its own: a workbook on standard input, its cells as JSON on standard output.

A workbook of a few kilobytes can ask for more memory than there is, which ends whatever process
reads it. So it is this one, with limits, that reads. It imports nothing of the program.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 20
MOST_CHARACTERS = 40_000_000


def main(most_rows: int, most_columns: int) -> None:
    """Write the first sheet's rows, or why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), most_rows, most_columns)))


def _answer(raw: bytes, most_rows: int, most_columns: int) -> dict[str, object]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    except PasswordError:
        return {"refused": "sheet_locked"}
    except (CalamineError, OSError, ValueError, IndexError):
        return {"refused": "not_a_sheet"}
    if sheet.total_height > most_rows or sheet.total_width > most_columns:
        return {"refused": "sheet_too_large"}
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    length = sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
    return {"refused": "sheet_too_large"} if length > MOST_CHARACTERS else {"rows": rows}


def _plain(cell: object) -> object:
    """A cell as JSON has it; a date by its day."""
    if isinstance(cell, date):
        return {"day": cell.isoformat()[:10]}
    return cell if isinstance(cell, bool | int | float) else str(cell)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
