"""What every part of publishing asks: the contest, the version that counts, what was proposed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.errors import DomainError, NotFound
from competition.exchange.marks_file import write_marks
from competition.models.contest import Proposal
from competition.models.results import ResultVersion
from competition.queries.field import field_of
from competition.queries.publishing.publication import KINDS, checklist, ready
from competition.queries.publishing.results import current
from competition.queries.ranking import live

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.models.contest import Contest


def counting(session: Session, contest_id: int) -> ResultVersion:
    """The version that counts. Raises ``nothing_published``."""
    version = current(contest_id, session)
    if version is None:
        raise DomainError("nothing_published")
    return version


def published(session: Session, contest_id: int) -> int:
    """How many versions there are, whatever became of them."""
    counted = select(func.count(ResultVersion.id)).where(ResultVersion.contest_id == contest_id)
    return session.scalar(counted) or 0


def require_ready(contest: Contest) -> None:
    """Raise ``publication_not_ready`` while anything stands against publishing."""
    checks = checklist(contest, live(contest))
    if not ready(checks):
        open_checks = ", ".join(check.code for check in checks if check.blocks and not check.met)
        raise DomainError("publication_not_ready", checks=open_checks)


def proposed_hash(contest: Contest) -> str:
    """A hash over rules and marks as the tables stand now: what the first person agreed to."""
    text = f"{contest.rules_sha256}\n{write_marks(field_of(contest))}"
    return hashlib.sha256(text.encode()).hexdigest()


def waiting(session: Session, contest_id: int, proposal_id: int) -> Proposal:
    """The proposal that waits. Raises ``proposal_gone``."""
    proposal = session.get(Proposal, proposal_id)
    ours = proposal is not None and proposal.contest_id == contest_id
    if proposal is None or not ours or proposal.kind not in KINDS or proposal.state != "waiting":
        raise NotFound("proposal_gone")
    return proposal


def decide(proposal: Proposal, actor: Actor, now: datetime, state: str) -> None:
    """Close a proposal as confirmed or discarded."""
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.id, now
