"""What waits for one member of the staff.

Proposals of others that they may decide, objections and their corrections, papers whose two
entries differ, a result whose publicity period is over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from competition.domain.permissions import may
from competition.models.base import db
from competition.models.contest import Proposal
from competition.models.results import Objection
from competition.queries.archive.personal import ERASE
from competition.queries.certificates import REVOCATION
from competition.queries.judging.differing import differing_papers
from competition.queries.publishing.finality import uncorrected, waiting_to_be_final
from competition.queries.publishing.publication import PUBLISH, WITHDRAW
from competition.queries.rules import CHANGE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from competition.models.contest import Contest

OBJECTIONS: Final = "objections"
CORRECTION: Final = "correction"
PAPERS: Final = "theory:settle"
FINAL: Final = "publication:final"

# What waits → the deed that ends the waiting, in the order in which it is told. A correction takes
# several people's deeds, from judging on: all who see the page of publishing are told of it.
DECIDED_BY: Final[dict[str, str]] = {
    PUBLISH: "publication:confirm",
    WITHDRAW: "publication:confirm",
    OBJECTIONS: "objections:answer",
    CORRECTION: "publication:see",
    FINAL: "publication:confirm",
    PAPERS: "theory:settle",
    CHANGE: "rules:confirm",
    REVOCATION: "certificates:revoke",
    ERASE: "personal:confirm",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """``count`` things of one kind (a key of ``DECIDED_BY``) that somebody is waited for to do.

    ``numbers`` are the entry numbers concerned, where the sentence names them.
    """

    kind: str
    count: int
    numbers: tuple[str, ...] = ()


def waiting_for(
    user_id: int, roles: Mapping[Contest, Collection[str]], now: datetime
) -> dict[int, tuple[Waiting, ...]]:
    """What waits for somebody who has ``roles``, by contest id; no contest where nothing does.

    What they proposed themselves waits for another person, as does a paper that they typed. The
    number of statements is the same whatever the number of contests.
    """
    ids = [contest.id for contest in roles]
    due = uncorrected(ids)
    counts = (
        _proposed(user_id, ids)
        | _filed(ids)
        | {(contest_id, CORRECTION): len(numbers) for contest_id, numbers in due.items()}
        | {(contest_id, FINAL): 1 for contest_id in waiting_to_be_final(ids, now, due)}
        | _differing(user_id, [contest.id for contest in roles if contest.state == "judging"])
    )
    found = {
        contest.id: tuple(
            Waiting(
                kind,
                counts[contest.id, kind],
                due[contest.id] if kind == CORRECTION else (),
            )
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


def _differing(user_id: int, ids: list[int]) -> dict[tuple[int, str], int]:
    """Papers to be settled in rounds that are open, but for those that the person has typed."""
    papers = Counter(
        paper.contest_id
        for paper in differing_papers(ids)
        if paper.round_state == "open" and user_id not in paper.typists
    )
    return {(contest_id, PAPERS): count for contest_id, count in papers.items()}
