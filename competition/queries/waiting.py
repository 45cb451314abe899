"""What waits for one member of the staff: proposals of others that they may decide, objections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from competition.domain.permissions import may
from competition.models.base import db
from competition.models.contest import Proposal
from competition.models.results import Objection
from competition.queries.archive.personal import ERASE
from competition.queries.certificates import REVOCATION
from competition.queries.publishing.publication import PUBLISH, WITHDRAW
from competition.queries.rules import CHANGE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from competition.models.contest import Contest

OBJECTIONS: Final = "objections"

# What waits → the deed that ends the waiting, in the order in which it is told.
DECIDED_BY: Final[dict[str, str]] = {
    PUBLISH: "publication:confirm",
    WITHDRAW: "publication:confirm",
    OBJECTIONS: "objections:answer",
    CHANGE: "rules:confirm",
    REVOCATION: "certificates:revoke",
    ERASE: "personal:confirm",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """``count`` things of one kind (a key of ``DECIDED_BY``) that somebody is waited for to do."""

    kind: str
    count: int


def waiting_for(
    user_id: int, roles: Mapping[Contest, Collection[str]]
) -> dict[int, tuple[Waiting, ...]]:
    """What waits for somebody who has ``roles``, by contest id; no contest where nothing does.

    What they proposed themselves waits for another person. Two statements, whatever the number of
    contests.
    """
    ids = [contest.id for contest in roles]
    counts = _proposed(user_id, ids) | _filed(ids)
    found = {
        contest.id: tuple(
            Waiting(kind, counts[contest.id, kind])
            for kind, deed in DECIDED_BY.items()
            if (contest.id, kind) in counts and may(held, deed, contest.state)
        )
        for contest, held in roles.items()
    }
    return {contest_id: waiting for contest_id, waiting in found.items() if waiting}


def _proposed(user_id: int, ids: list[int]) -> dict[tuple[int, str], int]:
    chosen = (
        select(Proposal.contest_id, Proposal.kind, func.count(Proposal.id))
        .where(Proposal.contest_id.in_(ids), Proposal.state == "waiting")
        .where(Proposal.proposed_by != user_id)
        .group_by(Proposal.contest_id, Proposal.kind)
    )
    return {(contest_id, kind): count for contest_id, kind, count in db.session.execute(chosen)}


def _filed(ids: list[int]) -> dict[tuple[int, str], int]:
    chosen = (
        select(Objection.contest_id, func.count(Objection.id))
        .where(Objection.contest_id.in_(ids), Objection.state == "filed")
        .group_by(Objection.contest_id)
    )
    return {(contest_id, OBJECTIONS): count for contest_id, count in db.session.execute(chosen)}
