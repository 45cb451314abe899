"""The marks file: CSV to a field of entrants and back. Nothing is computed here.

``read_marks`` takes all of a file or nothing.
"""

from __future__ import annotations

import csv
import io
from operator import itemgetter
from typing import TYPE_CHECKING

from competition.domain.contest import WHOLE
from competition.domain.rules import PENALTY
from competition.exchange.csv_rows import csv_text
from competition.exchange.marks_file.gathering import Cells, Gathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.contest import Entrant, Field, RoundRecord
    from competition.domain.rules import Rules

REQUIRED = ("entrant", "round", "judge", "criterion", "mark", "state")
OPTIONAL = ("group", "held_level", "eligible")

__all__ = ["mark_rows", "read_marks", "write_marks"]


def read_marks(raw: bytes, rules: Rules, name: str) -> Field:
    """The entrants and marks in a file's bytes, UTF-8 or GB18030.

    ``FileFault`` names line and column of the first thing that the rules don't allow.
    """
    text = csv_text(raw, name, REQUIRED, REQUIRED + OPTIONAL)
    gathering = Gathering(rules, text)
    pick = itemgetter(*(text.columns.index(column) for column in REQUIRED))
    optional = [(text.columns.index(c), c) for c in OPTIONAL if c in text.columns]
    for line, row in text.rows():
        entrant, round_, judge, criterion, mark, state = pick(row)
        if state or not gathering.take_known(entrant, round_, judge, criterion, mark):
            gathering.take(Cells(line, entrant, round_, judge, criterion, mark, state))
        for place, column in optional:
            if row[place]:
                gathering.describe(line, entrant, column, row[place])
    return gathering.field()


def write_marks(field: Field) -> str:
    """The marks file of a field; reading it under the same rules gives an equal field.

    The reason of a deduction has no column and stays behind.
    """
    header, *rows = mark_rows(field)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue()


def mark_rows(field: Field) -> list[tuple[str, ...]]:
    """The rows of the marks file of a field, its header first."""
    described = any(e.group or e.held_level is not None or e.ineligible for e in field.entrants)
    rows: list[tuple[str, ...]] = [REQUIRED + OPTIONAL if described else REQUIRED]
    for entrant in field.entrants:
        rows.extend(_rows(entrant, described=described))
    return rows


def _rows(entrant: Entrant, *, described: bool) -> Iterator[tuple[str, ...]]:
    number = entrant.number
    first = (number, "", "", "", "", entrant.state or "")
    if described:
        held = "" if entrant.held_level is None else str(entrant.held_level)
        yield (*first, entrant.group or "", held, entrant.ineligible)
    elif entrant.state or not (entrant.rounds or entrant.measures):
        yield first
    blank = ("", "", "") if described else ()
    for key, value in entrant.measures.items():
        yield (number, "", "", key, f"{value:f}", "", *blank)
    for key, record in entrant.rounds.items():
        for row in _round_rows(number, key, record):
            yield (*row, *blank)


def _round_rows(number: str, key: str, record: RoundRecord) -> Iterator[tuple[str, ...]]:
    if record.state is not None:
        yield (number, key, "", "", "", record.state)
    for judge in record.recused:
        yield (number, key, judge, "", "", "recused")
    for sheet in record.sheets:
        for criterion, mark in sheet.marks.items():
            name = "" if criterion == WHOLE else criterion
            yield (number, key, sheet.judge, name, f"{mark:f}", "")
    for penalty in record.penalties:
        yield (number, key, "", PENALTY, f"{penalty.points:f}", "")
