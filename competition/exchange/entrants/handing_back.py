"""The file of a refused import given back with what is wrong: the person's own where it can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from competition.exchange.entrants.columns import ERROR_HEADING, plain
from competition.exchange.entrants.workbook import with_errors
from competition.exchange.marking import Marks, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.exchange.entrants.sheet import EntrantsSheet, Grid

_HEADINGS: Final = frozenset(plain(words) for words in ERROR_HEADING)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong cell: its row from 1, its column's key and name, and a sentence with the remedy."""

    row: int
    column: str
    called: str
    sentence: str


def handed_back(grid: Grid, sheet: EntrantsSheet, faults: Sequence[Wrong], language: str) -> bytes:
    """An .xlsx with a column that says what is wrong in each row, and the wrong cells marked.

    An ``.xlsx`` comes back as its owner made it. Of other files, and where that one can't be
    altered, the rows come back in a new workbook, with all columns in their order. ``language`` is
    ``zh`` or ``en``.
    """
    marks = _marks(grid, sheet, faults, language)
    made = marked(grid.own, marks) if grid.own else None
    return made or with_errors(replace(grid, rows=sheet.grid or grid.rows), marks)


def _marks(grid: Grid, sheet: EntrantsSheet, faults: Sequence[Wrong], language: str) -> Marks:
    chinese = language == "zh"
    colon, between = ("：", "；") if chinese else (": ", "; ")
    names = ERROR_HEADING if chinese else ERROR_HEADING[::-1]
    told: dict[int, list[str]] = {}
    for one in faults:
        told.setdefault(one.row, []).append(f"{one.called}{colon}{one.sentence}")
    heads = [plain(cell.text) for cell in grid.rows[sheet.header_row - 1]]
    known = next((at for at, text in enumerate(heads) if text in _HEADINGS), None)
    filled = (at for row in grid.rows for at, cell in enumerate(row) if cell.text.strip())
    places = sheet.places
    return Marks(
        header_row=sheet.header_row,
        column=max(filled) + 1 if known is None else known,
        heading=names[0],
        errors={row: between.join(texts) for row, texts in told.items()},
        cells=[
            (one.row, places[one.column], one.sentence) for one in faults if one.column in places
        ],
        authors=names,
        again=known is not None,
        sheet=grid.sheet,
    )
