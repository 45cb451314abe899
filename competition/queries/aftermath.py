"""A contest once its result is out: the version that counts, objections, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.models.base import db
from competition.models.results import Objection
from competition.queries.certificates.lists import tally
from competition.queries.publishing import results

if TYPE_CHECKING:
    from competition.models.contest import Contest
    from competition.models.results import ResultVersion


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the overview tells; ``flagged`` certificates no longer agree with the result."""

    version: ResultVersion | None
    unanswered: int
    issued: int
    reserved: int
    flagged: int


def aftermath(contest: Contest) -> Aftermath:
    """The counts as they are now."""
    filed = select(func.count(Objection.id)).where(
        Objection.contest_id == contest.id, Objection.state == "filed"
    )
    certificates = tally(contest.id)
    return Aftermath(
        version=results.current(contest.id),
        unanswered=db.session.scalar(filed) or 0,
        issued=certificates["issued"],
        reserved=certificates["reserved"],
        flagged=certificates["flagged"],
    )
