"""A frozen result as rows: one version and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import load_only

from competition.domain.publishing.working_days import deadline
from competition.domain.settings import settings_from
from competition.models.audit import head
from competition.models.entrant import Entrant
from competition.models.results import ResultLine, ResultVersion
from competition.services.publication.standing import published

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.ranking.results import Line
    from competition.exchange.freezing import FrozenResult
    from competition.models.contest import Contest, Proposal


def version_of(
    session: Session,
    by: tuple[Actor, datetime],
    contest: Contest,
    proposal: Proposal,
    frozen: FrozenResult,
) -> ResultVersion:
    """The next version, confirmed by whom and when; not yet stored."""
    actor, now = by
    settings = settings_from(contest.settings)
    return ResultVersion(
        contest_id=contest.id,
        number=published(session, contest.id) + 1,
        reason=proposal.reason,
        rules_text=contest.rules_text,
        rules_sha256=contest.rules_sha256,
        marks_text=frozen.marks_text,
        marks_sha256=frozen.marks_sha256,
        result=frozen.document,
        result_sha256=frozen.result_sha256,
        audit_head=head(session, lock=True),
        proposed_by=proposal.proposed_by,
        published_by=actor.id,
        published_at=now,
        objections_until=deadline(now, settings.publicity_days, contest.zone, settings.holidays),
    )


def lines_of(
    session: Session, contest: Contest, version: ResultVersion, frozen: FrozenResult
) -> list[ResultLine]:
    """The lines of a version, in order; a name only of those who consent."""
    needed = (Entrant.number, Entrant.name, Entrant.employer, Entrant.consented_at)
    chosen = select(Entrant).where(Entrant.contest_id == contest.id).options(load_only(*needed))
    entrants = {entrant.number: entrant for entrant in session.scalars(chosen)}
    return [
        _line(version, position, line, entrants[line.entrant], frozen)
        for position, line in enumerate(frozen.ranking.lines, start=1)
    ]


def _line(
    version: ResultVersion,
    position: int,
    line: Line,
    entrant: Entrant,
    frozen: FrozenResult,
) -> ResultLine:
    account = frozen.accounts[line.entrant]
    promotion = line.promotion
    return ResultLine(
        version_id=version.id,
        entrant_id=entrant.id,
        position=position,
        number=line.entrant,
        name=entrant.name if entrant.consented_at else None,
        employer=entrant.employer if entrant.consented_at else None,
        group=line.group,
        state=line.state,
        rank=line.rank,
        total=account["total"],
        prize=line.prize,
        level=promotion.level if promotion and promotion.granted else None,
        shown=_shown(account),
        explanation=account,
    )


def _shown(account: dict[str, Any]) -> dict[str, Any]:
    """What the public table shows of an account: no judge, no reason."""
    return {
        "tied": account["tied"],
        "decided_by": account["decided_by"],
        "rounds": {
            each["key"]: {"state": each["state"], "score": each["score"], "passed": each["passed"]}
            for each in account["rounds"]
        },
        "titles": [title["key"] for title in account["titles"] if title["granted"]],
    }
