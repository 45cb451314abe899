"""Cells merged downwards over several entrants' rows: what they mean for each of the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from competition.domain.entrants.line import Cell
    from competition.exchange.workbooks import Merged

# What several people in a row share; of no other column may one cell stand for several people.
_SHARED: Final = frozenset({"employer", "group"})


def spread(
    rows: Sequence[tuple[Cell, ...]],
    merged: Sequence[Merged],
    header: int,
    columns: Mapping[int, str],
) -> tuple[tuple[Cell, ...], ...]:
    """The rows, where a merged employer or group stands in each row that its cell reaches over.

    A merged cell of another column that is read says in the rows without its value which rows it
    covers (``Cell.merged``). ``header`` is the place of the headings, from 0; what is merged with
    them, or above, is left alone, and so is a covered cell that holds a value of its own.
    """
    changed = [list(row) for row in rows]
    for top, left, end, right in merged:
        if top <= header or top >= len(rows):
            continue
        last = min(end, len(rows) - 1)
        for at in sorted(columns.keys() & set(range(left, right + 1))):
            shared = at == left and columns[at] in _SHARED
            for place in range(top, last + 1):
                row = changed[place]
                if (place, at) != (top, left) and at < len(row) and not row[at].text.strip():
                    source = rows[top][left]
                    row[at] = source if shared else replace(row[at], merged=(top + 1, end + 1))
    return tuple(map(tuple, changed))
