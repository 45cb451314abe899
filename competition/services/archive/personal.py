"""Personal data of a contest erased by two people, or copied for the person they are about.

Erased are identity numbers, telephone numbers, photographs, access codes, sheets that wait to be
imported and the print file. Names, marks, results, the audit chain and issued certificates stay:
what was published and signed must remain provable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Proposal
from competition.models.upload import PendingUpload
from competition.queries import contests, entrants
from competition.queries.archive import personal
from competition.storage import store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.retention import Held
    from competition.models.contest import Contest
    from competition.models.entrant import Entrant


def propose_erasure(actor: Actor, now: datetime, contest_id: int, reason: str) -> Proposal:
    """Propose to erase the personal data of all entrants; nothing is erased yet.

    Raises Invalid (``reason_missing``, ``nothing_to_erase``) and DomainError
    (``retention_not_over``, ``certificates_unfinished``, ``erasure_waiting``).
    """
    if not reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "personal:erase")
        held = _erasable(contest, now)
        if personal.waiting(contest_id):
            raise DomainError("erasure_waiting")
        proposal = Proposal(
            contest_id=contest_id,
            kind=personal.ERASE,
            payload=held.as_json(),
            reason=reason.strip(),
            proposed_by=actor.id,
            proposed_at=now,
        )
        session.add(proposal)
        _record(session, actor, now, "personal:erasure_proposed", contest, reason, held)
    return proposal


def discard_erasure(actor: Actor, now: datetime, contest_id: int, proposal_id: int) -> None:
    """Let a proposed erasure drop. Raises NotFound("erasure_gone")."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "personal:discard")
        proposal = _waiting(session, contest_id, proposal_id)
        _decide(proposal, actor, now, "discarded")
        _record(session, actor, now, "personal:erasure_discarded", contest, proposal.reason)


def confirm_erasure(actor: Actor, now: datetime, contest_id: int, proposal_id: int) -> Held:
    """Erase what another person proposed to erase; how much it was.

    Raises NotAllowed("second_person_needed"), NotFound("erasure_gone"), and DomainError when more
    or less is held than was proposed (``erasure_outdated``) or as ``propose_erasure``.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "personal:confirm")
        proposal = _waiting(session, contest_id, proposal_id)
        if proposal.proposed_by == actor.id:
            raise NotAllowed("second_person_needed")
        held = _erasable(contest, now)
        if held.as_json() != proposal.payload:
            raise DomainError("erasure_outdated")
        people = entrants.everybody(contest_id)
        files = _files(contest_id, people)
        for person in people:
            _empty(person)
        session.execute(delete(PendingUpload).where(PendingUpload.contest_id == contest_id))
        _decide(proposal, actor, now, "confirmed")
        _record(session, actor, now, "personal:erased", contest, proposal.reason, held)
        for key in files:  # before the commit: a storage that is away leaves the deed undone
            store().delete(key)
    return held


def copy_entrant(
    actor: Actor, now: datetime, contest_id: int, entrant_id: int
) -> tuple[Entrant, dict[str, Any]]:
    """Everything that is kept of one entrant, for that person (个人信息保护法 Art. 45)."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "entrants:export")
        person = entrants.entrant(contest_id, entrant_id)
        copied = personal.copy_of(contest, person)
        record(session, actor, now, "entrant:copied", person.number, contest_id=contest_id)
    return person, copied


def _erasable(contest: Contest, now: datetime) -> Held:
    until = personal.due(contest)
    if now < until:
        raise DomainError("retention_not_over", until=until.date().isoformat())
    unfinished = personal.unfinished(contest.id)
    if unfinished:
        raise DomainError("certificates_unfinished", count=unfinished)
    held = personal.held(contest.id)
    if not held.anything:
        raise Invalid("nothing_to_erase")
    return held


def _files(contest_id: int, people: list[Entrant]) -> set[str]:
    """What to delete from the storage; a picture that another contest uses stays there."""
    photos = {person.photo_key for person in people if person.photo_key}
    photos -= personal.photos_elsewhere(contest_id, photos)
    return photos | {personal.print_key(contest_id)}


def _empty(person: Entrant) -> None:
    """Take everything away that the result does not need; sessions end."""
    person.document_number = person.document_index = person.phone = None
    person.photo_key = person.access_digest = None
    person.session_epoch = (person.session_epoch or 0) + 1


def _waiting(session: Session, contest_id: int, proposal_id: int) -> Proposal:
    proposal = session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None or (proposal.contest_id, proposal.kind) != (contest_id, personal.ERASE):
        raise NotFound("erasure_gone")
    if proposal.state != "waiting":
        raise NotFound("erasure_gone")
    return proposal


def _decide(proposal: Proposal, actor: Actor, now: datetime, state: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.id, now


def _record(  # noqa: PLR0913, PLR0917 -- who, when, what, where and why of one deed
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    contest: Contest,
    reason: str,
    held: Held | None = None,
) -> None:
    record(
        session,
        actor,
        now,
        action,
        contest.slug,
        contest_id=contest.id,
        reason=reason.strip(),
        detail=held.as_json() if held else {},
    )
