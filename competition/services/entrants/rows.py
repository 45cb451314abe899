"""Lines of a sheet or form written into rows of entrants. No deed: the deeds are beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.models.entrant import Entrant
from competition.queries.entrants import document_index

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.entrants.line import RosterLine

PLAIN = (
    "name",
    "employer",
    "group",
    "document_type",
    "document_number",
    "phone",
    "held_level",
    "ineligible",
)


def new_row(contest_id: int, line: RosterLine, now: datetime) -> Entrant:
    """A row for an entrant who is not there yet."""
    row = Entrant(contest_id=contest_id, number=line.number)
    write(row, line, now)
    return row


def write(row: Entrant, line: RosterLine, now: datetime) -> None:
    """Make the row say what the line says; consent keeps the moment at which it was given."""
    for column in PLAIN:
        if getattr(row, column) != getattr(line, column):
            setattr(row, column, getattr(line, column))
    row.document_index = document_index(line.document_number)
    if line.consent != (row.consented_at is not None):
        row.consented_at = now if line.consent else None
