"""The list of entrants taken out of the program: it holds whole numbers, so it leaves a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.models.audit import record
from competition.models.base import transaction
from competition.queries import contests, entrants

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.models.entrant import Entrant


def take_list(actor: Actor, now: datetime, contest_id: int) -> list[Entrant]:
    """All entrants by number, for a file; who took them and when stands on record."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:export")
        found = entrants.everybody(contest_id)
        told = {"count": len(found)}
        record(session, actor, now, "entrants:exported", contest_id=contest_id, detail=told)
    return found
