"""From provisional to final: once the publicity period is over and every objection settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from competition.domain.contest import move
from competition.domain.errors import DomainError
from competition.models.audit import record
from competition.models.base import transaction
from competition.queries import contests
from competition.queries.publishing.finality import against_final
from competition.services.publication.standing import counting

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.domain.contest import ContestState
    from competition.models.results import ResultVersion


def make_final(actor: Actor, now: datetime, *, contest_id: int) -> ResultVersion:
    """Make the provisional version final, once its publicity period is over.

    Raises ``publicity_not_over``, ``objections_open`` (not answered), ``correction_due`` (upheld
    and not yet settled by a corrected version), ``nothing_provisional``.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "publication:confirm")
        version = counting(session, contest_id)
        if version.standing != "provisional":
            raise DomainError("nothing_provisional")
        for obstacle in against_final(version, now, session):
            raise DomainError(obstacle.code, numbers=" ".join(obstacle.numbers))
        version.standing, version.final_at = "final", now
        contest.state = move(cast("ContestState", contest.state), "final")
        record(session, actor, now, "result:final", str(version.number), contest_id=contest_id)
        return version
