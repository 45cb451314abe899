"""From provisional to final: once the publicity period is over and every objection settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from competition.domain.contest import move
from competition.domain.errors import DomainError
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.results import Objection
from competition.queries import contests
from competition.services.publication.standing import counting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.contest import ContestState
    from competition.models.results import ResultVersion


def make_final(actor: Actor, now: datetime, *, contest_id: int) -> ResultVersion:
    """Make the provisional version final, once its publicity period is over.

    Raises ``publicity_not_over``, ``objections_open`` (not answered, or upheld and not yet
    followed by a corrected version), ``nothing_provisional``.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "publication:confirm")
        version = counting(session, contest_id)
        if version.standing != "provisional":
            raise DomainError("nothing_provisional")
        if version.objections_until and now <= version.objections_until:
            raise DomainError("publicity_not_over")
        _require_settled(session, version)
        version.standing, version.final_at = "final", now
        contest.state = move(cast("ContestState", contest.state), "final")
        record(session, actor, now, "result:final", str(version.number), contest_id=contest_id)
        return version


def _require_settled(session: Session, version: ResultVersion) -> None:
    """None unanswered in the contest; none upheld against this very version."""
    filed = select(Objection.id).where(
        Objection.contest_id == version.contest_id, Objection.state == "filed"
    )
    upheld = select(Objection.id).where(
        Objection.version_id == version.id, Objection.state == "upheld"
    )
    if session.scalar(filed.limit(1)) or session.scalar(upheld.limit(1)):
        raise DomainError("objections_open")
