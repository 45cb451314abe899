"""A sheet that was uploaded and waits to be taken, and what taking it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.entrants.roster import preview
from competition.domain.errors import NotFound
from competition.exchange.entrants.sheet import Grid, entrants_in
from competition.models.base import db
from competition.models.upload import PendingUpload
from competition.queries import entrants
from competition.queries.field import rules_of

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.entrants.roster import Preview
    from competition.models.contest import Contest


def pending(contest_id: int, token: str) -> PendingUpload:
    """The upload of that token in this contest. Raises NotFound("upload_gone")."""
    kept = db.session.get(PendingUpload, token)
    if kept is None or kept.contest_id != contest_id:
        raise NotFound("upload_gone")
    return kept


def grid_of(contest_id: int, token: str) -> Grid:
    """The sheet as it was uploaded."""
    return Grid.from_json(pending(contest_id, token).content)


def check(contest: Contest, grid: Grid, now: datetime) -> Preview:
    """What taking the sheet would do, as things stand."""
    stored = [entrants.line_of(row) for row in entrants.everybody(contest.id)]
    groups = rules_of(contest).ranking.groups
    return preview(entrants_in(grid).rows, stored, groups, now.date())
