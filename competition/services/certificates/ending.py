"""Ending certificates: one revoked by one person with a reason, many only by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain import certificates as rule
from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.models import transaction
from competition.models.audit import record
from competition.models.certificates import Certificate
from competition.models.contest import Proposal
from competition.queries import certificates as queries
from competition.queries import contests
from competition.services.certificates.desk import locked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

DEED = "certificates:revoke"


def revoke(  # noqa: PLR0913 -- who, when, where, which, of what class and why
    actor: Actor,
    now: datetime,
    contest_id: int,
    certificate_id: int,
    *,
    reason_class: str,
    reason: str,
) -> None:
    """End one certificate for good. Raises Invalid without a reason, DomainError if it has ended.

    ``reason_class`` is one of ``REASONS`` and public; ``reason`` stays on record.
    """
    _reasoned(reason_class, reason)
    with transaction() as session:
        locked(session, contest_id, DEED)
        certificate = queries.in_contest(contest_id, certificate_id)
        _end(session, actor, now, certificate, (reason_class, reason.strip()))


def propose_revocation(  # noqa: PLR0913 -- as revoke
    actor: Actor,
    now: datetime,
    contest_id: int,
    certificate_ids: Sequence[int],
    *,
    reason_class: str,
    reason: str,
) -> int:
    """Ask a second person to end several certificates; nothing happens to them yet.

    Raises as ``revoke``; ``Invalid("no_certificate_chosen")`` for none,
    ``DomainError("revocation_waits")`` where one of them waits already.
    """
    _reasoned(reason_class, reason)
    if not certificate_ids:
        raise Invalid("no_certificate_chosen")
    with transaction() as session:
        locked(session, contest_id, DEED)
        chosen = [queries.in_contest(contest_id, one) for one in sorted(set(certificate_ids))]
        proposed = {
            one
            for waits in contests.proposals(contest_id, queries.REVOCATION)
            for one in waits.payload["ids"]
        }
        for certificate in chosen:
            if certificate.id in proposed:
                raise DomainError("revocation_waits", number=certificate.number)
        for certificate in chosen:
            rule.move(certificate.state, "revoked")
        proposal = Proposal(
            contest_id=contest_id,
            kind=queries.REVOCATION,
            payload={"ids": [one.id for one in chosen], "class": reason_class},
            reason=reason.strip(),
            proposed_by=actor.id,
            proposed_at=now,
        )
        session.add(proposal)
        record(
            session,
            actor,
            now,
            "certificates:revocation-proposed",
            contest_id=contest_id,
            reason=proposal.reason,
            detail={"numbers": [one.number for one in chosen], "class": reason_class},
        )
        return proposal.id


def decide_revocation(
    actor: Actor, now: datetime, contest_id: int, proposal_id: int, *, agreed: bool
) -> int:
    """Carry out or turn down what somebody else proposed; how many certificates were ended.

    Raises ``NotAllowed("revocation_needs_second_person")`` for whoever proposed it, ``NotFound``,
    and ``DomainError("revocation_decided")``.
    """
    with transaction() as session:
        locked(session, contest_id, DEED)
        proposal = _waiting(session, contest_id, proposal_id)
        if proposal.proposed_by == actor.id and agreed:
            raise NotAllowed("revocation_needs_second_person")
        proposal.state = "confirmed" if agreed else "rejected"
        proposal.decided_by, proposal.decided_at = actor.id, now
        if not agreed:
            subject = f"proposal:{proposal.id}"
            record(
                session,
                actor,
                now,
                "certificates:revocation-rejected",
                subject,
                contest_id=contest_id,
            )
            return 0
        return _carry_out(session, actor, now, proposal)


def _waiting(session: Session, contest_id: int, proposal_id: int) -> Proposal:
    proposal = session.get(Proposal, proposal_id, with_for_update=True)
    ours = proposal and proposal.contest_id == contest_id and proposal.kind == queries.REVOCATION
    if proposal is None or not ours:
        raise NotFound("revocation_unknown")
    if proposal.state != "waiting":
        raise DomainError("revocation_decided")
    return proposal


def _carry_out(session: Session, actor: Actor, now: datetime, proposal: Proposal) -> int:
    """End what is still in force; what ended in the meantime is left as it is."""
    ended = 0
    for certificate_id in proposal.payload["ids"]:
        certificate = session.get_one(Certificate, certificate_id)
        if certificate.state == "issued":
            _end(session, actor, now, certificate, (proposal.payload["class"], proposal.reason))
            ended += 1
    return ended


def _end(
    session: Session,
    actor: Actor,
    now: datetime,
    certificate: Certificate,
    why: tuple[str, str],
) -> None:
    certificate.state = rule.move(certificate.state, "revoked")
    certificate.ended_class, certificate.ended_reason = why
    certificate.ended_at, certificate.ended_by, certificate.flagged = now, actor.id, ""
    record(
        session,
        actor,
        now,
        "certificate:revoked",
        f"certificate:{certificate.number}",
        contest_id=certificate.contest_id,
        reason=why[1],
        detail={"class": why[0]},
    )


def _reasoned(reason_class: str, reason: str) -> None:
    if reason_class not in rule.REASONS or not reason.strip():
        raise Invalid("certificate_reason_needed")
