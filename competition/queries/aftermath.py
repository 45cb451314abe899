"""A contest once its result is out: the version that counts, objections, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.models.base import db
from competition.models.results import Objection
from competition.queries.certificates.lists import tally
from competition.queries.publishing import results
from competition.queries.publishing.finality import uncorrected

if TYPE_CHECKING:
    from competition.models.contest import Contest
    from competition.models.results import ResultVersion


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the overview tells; ``flagged`` certificates no longer agree with the result.

    ``due`` are the entry numbers whose upheld objection waits for a corrected version.
    """

    version: ResultVersion | None
    unanswered: int
    due: tuple[str, ...]
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
        due=uncorrected([contest.id]).get(contest.id, ()),
        issued=certificates["issued"],
        reserved=certificates["reserved"],
        flagged=certificates["flagged"],
    )
