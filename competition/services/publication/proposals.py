"""The first person's part: what shall be published or withdrawn, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from competition.domain.errors import Invalid
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Proposal
from competition.queries import contests
from competition.queries.publishing.publication import PUBLISH, WITHDRAW, waiting_proposal
from competition.services.publication.standing import (
    counting,
    decide,
    proposed_hash,
    published,
    require_ready,
    waiting,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor


def propose_publication(
    actor: Actor, now: datetime, *, contest_id: int, reason: str = ""
) -> Proposal:
    """Propose the result as it stands; a correction of a published one needs a reason.

    Raises ``publication_not_ready`` while the checklist is not met, ``reason_needed``.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "publication:propose")
        require_ready(contest)
        if published(session, contest_id) and not reason.strip():
            raise Invalid("reason_needed")
        payload = {"sha256": proposed_hash(contest)}
        return _propose(session, actor, now, contest_id, PUBLISH, reason.strip(), payload)


def propose_withdrawal(actor: Actor, now: datetime, *, contest_id: int, reason: str) -> Proposal:
    """Propose to take the version that counts back; everybody will see that it was withdrawn."""
    with transaction() as session:
        version = counting(session, contest_id)
        if not reason.strip():
            raise Invalid("reason_needed")
        payload = {"version": version.number}
        return _propose(session, actor, now, contest_id, WITHDRAW, reason.strip(), payload)


def discard_proposal(actor: Actor, now: datetime, *, contest_id: int, proposal_id: int) -> None:
    """Drop a proposal that nobody has confirmed."""
    with transaction() as session:
        proposal = waiting(session, contest_id, proposal_id)
        decide(proposal, actor, now, "discarded")
        record(session, actor, now, "publication:discarded", proposal.kind, contest_id=contest_id)


def _propose(  # noqa: PLR0913, PLR0917 -- who, when, what and why of a proposal
    session: Session,
    actor: Actor,
    now: datetime,
    contest_id: int,
    kind: str,
    reason: str,
    payload: dict[str, Any],
) -> Proposal:
    """Store a proposal; one that waited before is dropped, so that two never wait."""
    before = waiting_proposal(contest_id)
    if before:
        decide(before[0], actor, now, "discarded")
    proposal = Proposal(
        contest_id=contest_id,
        kind=kind,
        payload=payload,
        reason=reason,
        proposed_by=actor.id,
        proposed_at=now,
    )
    session.add(proposal)
    session.flush()
    record(
        session,
        actor,
        now,
        "publication:proposed",
        str(proposal.id),
        contest_id=contest_id,
        reason=reason,
        detail={"kind": kind, **payload},
    )
    return proposal
