"""The second person's part: the version is written, or taken back, in one transaction."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING, cast

from competition.domain.contest import move
from competition.domain.errors import DomainError, NotAllowed
from competition.domain.publishing.anonymity import letters_for
from competition.exchange.freezing import freeze
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.results import statement_of
from competition.queries import contests
from competition.queries.certificates.touching import flag_all, flag_touched
from competition.queries.field import field_of, rules_of
from competition.queries.publishing.publication import PUBLISH
from competition.queries.publishing.results import current
from competition.services.publication.rows import lines_of, version_of
from competition.services.publication.standing import (
    counting,
    decide,
    proposed_hash,
    require_ready,
    waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.contest import ContestState
    from competition.domain.publishing.anonymity import Letters
    from competition.exchange.freezing import FrozenResult
    from competition.models.contest import Contest, Proposal
    from competition.models.results import ResultVersion


def unsealed(_statement: str) -> str:
    """No seal: there is no key, or nobody asked for one."""
    return ""


def confirm(
    actor: Actor,
    now: datetime,
    *,
    contest_id: int,
    proposal_id: int,
    seal: Callable[[str], str] = unsealed,
) -> ResultVersion:
    """Confirm a proposal as the second person: publish the next version, or withdraw this one.

    ``seal`` signs what a version states of itself. Raises ``second_person_publishes`` for whoever
    proposed, ``publication_changed`` when the result is no longer the one proposed.
    """
    with transaction() as session:
        proposal = waiting(session, contest_id, proposal_id)
        if proposal.proposed_by == actor.id:
            raise NotAllowed("second_person_publishes")
        contest = contests.in_deed(session, contest_id, "publication:confirm")
        if proposal.kind == PUBLISH:
            version = _publish(session, (actor, now), contest, proposal, seal)
        else:
            version = _withdraw(session, actor, now, contest, proposal)
        decide(proposal, actor, now, "confirmed")
        return version


def _publish(
    session: Session,
    by: tuple[Actor, datetime],
    contest: Contest,
    proposal: Proposal,
    seal: Callable[[str], str],
) -> ResultVersion:
    actor, now = by
    require_ready(contest)
    if proposed_hash(contest) != proposal.payload["sha256"]:
        raise DomainError("publication_changed")
    frozen, letters = _frozen(contest)
    replaced = current(contest.id, session)
    version = version_of(session, by, contest, proposal, frozen)
    version.seal = seal(statement_of(version, contest.slug))
    session.add(version)
    session.flush()
    session.add_all(lines_of(session, contest, version, frozen))
    if replaced:
        replaced.standing, replaced.ended_at = "replaced", now
        replaced.ended_reason = proposal.reason
    flag_touched(session, contest, version)
    _to(contest, "provisional", proposal.reason)
    record(
        session,
        actor,
        now,
        "result:published",
        str(version.number),
        contest_id=contest.id,
        reason=proposal.reason,
        detail={"result_sha256": version.result_sha256, "letters": letters},
    )
    return version


def _withdraw(
    session: Session, actor: Actor, now: datetime, contest: Contest, proposal: Proposal
) -> ResultVersion:
    version = counting(session, contest.id)
    if version.number != proposal.payload["version"]:
        raise DomainError("publication_changed")
    version.standing, version.ended_at = "withdrawn", now
    version.ended_reason = proposal.reason
    _to(contest, "reviewed", proposal.reason)
    flag_all(session, contest.id)
    record(
        session,
        actor,
        now,
        "result:withdrawn",
        str(version.number),
        contest_id=contest.id,
        reason=proposal.reason,
    )
    return version


def _to(contest: Contest, wanted: ContestState, reason: str) -> None:
    if contest.state != wanted:
        contest.state = move(cast("ContestState", contest.state), wanted, reason)


def _frozen(contest: Contest) -> tuple[FrozenResult, Letters]:
    field = field_of(contest)
    letters = letters_for(field, SystemRandom().shuffle)
    return freeze(rules_of(contest), contest.rules_sha256, field, letters), letters
