"""The list of entrants as it comes in a sheet, compared with what is there.

Pure: the rows come from ``exchange.entrants.sheet``, what is there from ``queries.entrants``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from competition.domain.entrants.line import COLUMNS, RosterLine, RowFault, line_of, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from competition.domain.entrants.line import SheetRow


@dataclass(frozen=True, slots=True)
class Change:
    """A stored entrant that the sheet states otherwise, and in which columns."""

    before: RosterLine
    after: RosterLine
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a sheet would do. With any fault, nothing is taken."""

    new: tuple[RosterLine, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[RosterLine, ...] = ()
    faults: tuple[RowFault, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether the sheet can be taken, and changes anything."""
        return not self.faults and bool(self.new or self.changed)


def preview(
    rows: Sequence[SheetRow], stored: Sequence[RosterLine], groups: Sequence[str], today: date
) -> Preview:
    """Every row checked and sorted into new, changed, unchanged and wrong."""
    read = [(row, *read_cells(row, groups, today)) for row in rows]
    faults = [fault for _, _, found in read for fault in found]
    faults += _twice([(row.row, values) for row, values, _ in read])
    sound = [line_of(row, values) for row, values, found in read if not found]
    matched = _matched(sound, stored)
    faults += _contradictions(matched, stored)
    if faults:
        return Preview(faults=tuple(sorted(faults, key=lambda fault: fault.row)))
    given = {column for row in rows for column in row.cells}
    return _sorted_out(matched, stored, [key for key in COLUMNS if key not in given])


def _sorted_out(
    matched: list[tuple[RosterLine, RosterLine | None]],
    stored: Sequence[RosterLine],
    absent: Sequence[str],
) -> Preview:
    fresh = [line for line, known in matched if known is None]
    taken = {line.number for line in [*stored, *fresh]}
    pairs = [(_filled(line, known, absent), known) for line, known in matched if known is not None]
    changes = [Change(known, line, _differing(line, known)) for line, known in pairs]
    return Preview(
        new=tuple(numbered(fresh, taken)),
        changed=tuple(change for change in changes if change.columns),
        unchanged=tuple(change.after for change in changes if not change.columns),
    )


def numbered(lines: Iterable[RosterLine], taken: set[str]) -> list[RosterLine]:
    """The lines with entry numbers: those without one get the next free one."""
    given: list[RosterLine] = []
    nearest = 0
    used = set(taken)
    for line in lines:
        if line.number:
            given.append(line)
            continue
        nearest = next(
            place
            for place in range(nearest + 1, len(used) + nearest + 3)
            if f"{place:03}" not in used
        )
        used.add(f"{nearest:03}")
        given.append(replace(line, number=f"{nearest:03}"))
    return given


def _twice(rows: Sequence[tuple[int, Mapping[str, object]]]) -> list[RowFault]:
    """Numbers and documents that stand in more than one row; the later row is told the first.

    Rows with another fault count too, so that a sheet has to be put right only once.
    """
    faults: list[RowFault] = []
    for column in ("number", "document_number"):
        first: dict[object, int] = {}
        for row, values in rows:
            value = values.get(column)
            if value and first.setdefault(value, row) != row:
                faults.append(RowFault(row, column, "twice_in_file", {"row": first[value]}))
    return faults


def _matched(
    lines: Sequence[RosterLine], stored: Sequence[RosterLine]
) -> list[tuple[RosterLine, RosterLine | None]]:
    """Each line with the stored entrant it speaks of: by entry number, else by document."""
    numbers = {line.number: line for line in stored}
    documents = {line.document_number: line for line in stored if line.document_number}
    return [
        (
            line,
            numbers.get(line.number) if line.number else documents.get(line.document_number or ""),
        )
        for line in lines
    ]


def _contradictions(
    matched: Sequence[tuple[RosterLine, RosterLine | None]], stored: Sequence[RosterLine]
) -> list[RowFault]:
    """Rows whose number belongs to one stored entrant and whose document to another."""
    owners = {line.document_number: line for line in stored if line.document_number}
    faults: list[RowFault] = []
    for line, known in matched:
        owner = owners.get(line.document_number) if line.document_number else None
        if owner and line.number and owner.number != line.number:
            told: dict[str, object] = {"number": owner.number, "name": owner.name}
            faults.append(RowFault(line.row, "document_number", "document_of_another", told))
        elif known and _somebody_else(line, known):
            told = {"number": known.number, "name": known.name}
            faults.append(RowFault(line.row, "number", "number_of_another", told))
    return faults


def _somebody_else(line: RosterLine, known: RosterLine) -> bool:
    """Whether name and document both differ: a typed number hit the wrong person."""
    documents = {line.document_number, known.document_number}
    return None not in documents and len(documents) > 1 and line.name != known.name


def _filled(line: RosterLine, known: RosterLine, absent: Sequence[str]) -> RosterLine:
    """The line with what the sheet has no column for: a column left out takes nothing away."""
    kept = {column: getattr(known, column) for column in absent}
    return replace(line, **kept | {"number": known.number})


def _differing(line: RosterLine, known: RosterLine) -> tuple[str, ...]:
    return tuple(
        item.name
        for item in fields(RosterLine)
        if item.name != "row" and getattr(line, item.name) != getattr(known, item.name)
    )


def crowded_employers(employers: Iterable[str], most: int) -> tuple[tuple[str, int], ...]:
    """The employers with more than ``most`` entrants, with their count; none when ``most`` is 0."""
    if not most:
        return ()
    counted = Counter(employer for employer in employers if employer)
    return tuple((name, count) for name, count in counted.most_common() if count > most)
