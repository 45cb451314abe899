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

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 20
MOST_CHARACTERS = 40_000_000


def main(most_rows: int, most_columns: int, at: int) -> None:
    """Write the rows of the sheet ``at`` (from 0), or why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), most_rows, most_columns, at)))


def _answer(raw: bytes, most_rows: int, most_columns: int, at: int) -> dict[str, object]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_index(at)
    except PasswordError:
        return {"refused": "sheet_locked"}
    except (CalamineError, OSError, ValueError, IndexError):
        return {"refused": "not_a_sheet"}
    if sheet.total_height > most_rows or sheet.total_width > most_columns:
        return {"refused": "sheet_too_large"}
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    length = sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
    if length > MOST_CHARACTERS:
        return {"refused": "sheet_too_large"}
    merged = _merged(sheet, len(rows), max(map(len, rows), default=0))
    covered = sum((end - top) * (right - left + 1) for top, left, end, right in merged)
    if covered > most_rows * most_columns:
        return {"refused": "sheet_too_large"}
    others = [
        place
        for place, one in enumerate(book.sheets_metadata)
        if place != at
        and one.typ == SheetTypeEnum.WorkSheet
        and one.visible == SheetVisibleEnum.Visible
    ]
    return {"rows": rows, "merged": merged, "name": sheet.name, "others": others}


def _merged(sheet: CalamineSheet, height: int, width: int) -> list[tuple[int, int, int, int]]:
    """Cells merged over several of the rows: first row and column, last row and column, from 0."""
    clipped = (
        (top, left, min(end, height - 1), min(right, width - 1))
        for (top, left), (end, right) in sheet.merged_cell_ranges or ()
    )
    return [one for one in clipped if one[2] > one[0] and one[3] >= one[1]]


def _plain(cell: object) -> object:
    """A cell as JSON has it; a date by its day."""
    if isinstance(cell, date):
        return {"day": cell.isoformat()[:10]}
    return cell if isinstance(cell, bool | int | float) else str(cell)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
