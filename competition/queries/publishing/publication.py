"""What stands between a contest and its publication, and who has proposed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.contest import at_least
from competition.domain.ordering import natural
from competition.models.base import db
from competition.models.contest import Proposal, Round
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.models.staff import User
from competition.queries.publishing.finality import unanswered, uncorrected
from competition.queries.rules import CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from competition.models.contest import Contest
    from competition.queries.ranking import Live

PUBLISH = "publication:publish"
WITHDRAW = "publication:withdraw"
KINDS = (PUBLISH, WITHDRAW)
NAMED = 12  # entry numbers that a check names


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of publishing; ``count`` things stand against it, ``numbers`` are examples.

    One that does not ``block`` is met by publishing itself: the correction that is due.
    """

    code: str
    met: bool
    count: int = 0
    numbers: tuple[str, ...] = ()
    blocks: bool = True


def checklist(contest: Contest, live: Live) -> tuple[Check, ...]:
    """Every condition of publishing, met or not."""
    lines = live.ranking.lines
    unscored = {line.entrant for line in lines if line.state == "incomplete"} | live.waiting.keys()
    return (
        Check("reviewed", at_least(contest.state, "reviewed")),  # type: ignore[arg-type]  # a state, as the column's text
        _against("complete", sorted(unscored, key=natural))
        if lines
        else Check("complete", met=False),
        _against("ties", [line.entrant for line in live.ranking.unresolved]),
        _against("signed", _unsigned(contest.id)),
        _against("objections", list(unanswered([contest.id]).get(contest.id, ()))),
        replace(_against("upheld", _due(contest)), blocks=False),
        _against("rules", _waiting_rules(contest.id)),
    )


def ready(checks: Iterable[Check]) -> bool:
    """Whether nothing stands against publishing."""
    return all(check.met or not check.blocks for check in checks)


def waiting_proposal(contest_id: int) -> tuple[Proposal, User] | None:
    """The publication or withdrawal that waits for a second person, with who proposed it."""
    found = db.session.execute(
        select(Proposal, User)
        .join(User, User.id == Proposal.proposed_by)
        .where(
            Proposal.contest_id == contest_id,
            Proposal.kind.in_(KINDS),
            Proposal.state == "waiting",
        )
        .order_by(Proposal.id.desc())
    ).first()
    return (found[0], found[1]) if found else None


def _against(code: str, numbers: list[str]) -> Check:
    return Check(code, not numbers, len(numbers), tuple(numbers[:NAMED]))


def _unsigned(contest_id: int) -> list[str]:
    """Entrants with a sheet of a panel that its judge has not signed off."""
    found = db.session.scalars(
        select(Entrant.number)
        .join(Sheet, Sheet.entrant_id == Entrant.id)
        .join(Round, Round.id == Sheet.round_id)
        .where(Entrant.contest_id == contest_id, Round.judging == "panel")
        .where(Sheet.trainee.is_(False), Sheet.state.in_(("draft", "submitted")))
        .where(Entrant.state.not_in(("withdrawn", "disqualified")))
        .distinct()
    )
    return sorted(found, key=natural)


def _due(contest: Contest) -> list[str]:
    return list(uncorrected([contest.id]).get(contest.id, ()))


def _waiting_rules(contest_id: int) -> list[str]:
    count = db.session.scalar(
        select(func.count(Proposal.id)).where(
            Proposal.contest_id == contest_id,
            Proposal.kind == CHANGE,
            Proposal.state == "waiting",
        )
    )
    return [""] * (count or 0)
