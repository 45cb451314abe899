"""Access codes: made, given out once, and replaced when lost. Only their digests are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.models import access_code
from competition.models.audit import record
from competition.models.base import transaction
from competition.queries import contests, entrants

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.models.entrant import Entrant


def issue_codes(
    actor: Actor,
    now: datetime,
    contest_id: int,
    *,
    renew: bool = False,
    only: Collection[int] | None = None,
) -> list[tuple[Entrant, str]]:
    """Codes for those who have none, or with ``renew`` for everybody; shown this once.

    ``only`` are the ids of the entrants that this is about; without it all are.
    """
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:correct")
        people = [row for row in entrants.everybody(contest_id) if only is None or row.id in only]
        given = [(row, _fresh(row)) for row in people if renew or row.access_digest is None]
        if given:
            told = {"count": len(given), "renewed": renew}
            record(session, actor, now, "codes:issued", contest_id=contest_id, detail=told)
    return given


def renew_code(actor: Actor, now: datetime, contest_id: int, entrant_id: int) -> str:
    """A new code for one entrant; the old one and the sessions opened with it end."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:correct")
        row = entrants.entrant(contest_id, entrant_id)
        code = _fresh(row)
        record(session, actor, now, "codes:renewed", row.number, contest_id=contest_id)
    return code


def _fresh(row: Entrant) -> str:
    code = access_code.new_code()
    row.access_digest = access_code.digest(code)
    row.session_epoch = (row.session_epoch or 0) + 1
    return code
