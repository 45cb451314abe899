"""Rules of a contest: set freely before the first mark, afterwards by two people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.domain.permissions import require_state
from competition.exchange.rules_file import read_rules, rules_sha256, write_rules
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Proposal
from competition.models.rounds import mirror
from competition.queries import contests, rules
from competition.queries.field import rules_of
from competition.queries.ranking import live

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.rules import Rules, Settled
    from competition.models.contest import Contest


def set_rules(actor: Actor, now: datetime, contest_id: int, wanted: Rules) -> None:
    """Put rules in force before the first mark. Raises DomainError("rules_frozen")."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "rules:edit")
        if rules.frozen(contest):
            raise DomainError("rules_frozen")
        if _same(contest, wanted):
            return
        before = contest.rules_sha256
        _take(session, contest, wanted)
        told = {"before": before, "after": contest.rules_sha256}
        record(session, actor, now, "rules:set", contest.slug, contest_id=contest.id, detail=told)


def propose_rules(
    actor: Actor, now: datetime, contest_id: int, wanted: Rules, reason: str
) -> Proposal:
    """Propose other rules after the first mark; a second person puts them in force.

    Raises Invalid (``reason_missing``, ``rules_unchanged``) and DomainError
    (``proposal_waiting``, ``round_has_marks``).
    """
    if not reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "rules:edit")
        if _same(contest, wanted):
            raise Invalid("rules_unchanged")
        return _propose(session, actor, now, _Change(contest, wanted, reason.strip()))


def propose_settlement(actor: Actor, now: datetime, contest_id: int, decided: Settled) -> Proposal:
    """Propose the committee's decision of a tie, also once scores are locked.

    It becomes part of the rules when a second person confirms it. Raises Invalid
    (``reason_missing``, ``tie_not_standing``: these entrants are not level with one another).
    """
    if not decided.reason.strip():
        raise Invalid("reason_missing")
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "tie:settle")
        if not _level(contest, decided.entrants):
            raise Invalid("tie_not_standing", numbers=" ".join(decided.entrants))
        present = rules_of(contest)
        settled = (*present.ranking.settled, decided)
        wanted = replace(present, ranking=replace(present.ranking, settled=settled))
        return _propose(session, actor, now, _Change(contest, wanted, decided.reason.strip()))


def _level(contest: Contest, numbers: tuple[str, ...]) -> bool:
    """Whether these are at least two, all different, all of one unresolved tie."""
    places = {line.entrant: line for line in live(contest).ranking.unresolved}
    if len(set(numbers)) != len(numbers) or len(numbers) < 2 or not places.keys() >= {*numbers}:  # noqa: PLR2004 -- a tie is between two
        return False
    return len({(places[number].group, places[number].place) for number in numbers}) == 1


@dataclass(frozen=True, slots=True)
class _Change:
    """Rules that are wanted for a contest, and why."""

    contest: Contest
    wanted: Rules
    reason: str


def _propose(session: Session, actor: Actor, now: datetime, change: _Change) -> Proposal:
    contest = change.contest
    if contests.proposals(contest.id, rules.CHANGE):
        raise DomainError("proposal_waiting")
    _keep_marks(contest, change.wanted)
    proposal = _proposal(actor, now, contest, change.wanted, change.reason)
    session.add(proposal)
    after = rules_sha256(_named(contest, change.wanted))
    record(
        session,
        actor,
        now,
        "rules:proposed",
        contest.slug,
        contest_id=contest.id,
        reason=change.reason,
        detail={"before": contest.rules_sha256, "after": after},
    )
    return proposal


def _proposal(
    actor: Actor, now: datetime, contest: Contest, wanted: Rules, reason: str
) -> Proposal:
    return Proposal(
        contest_id=contest.id,
        kind=rules.CHANGE,
        payload={
            "rules_text": write_rules(_named(contest, wanted)),
            "based_on": contest.rules_sha256,
        },
        reason=reason.strip(),
        proposed_by=actor.id,
        proposed_at=now,
    )


def confirm_rules(actor: Actor, now: datetime, contest_id: int, proposal_id: int) -> None:
    """Put proposed rules in force; never by the person who proposed them.

    Raises NotAllowed("second_person_needed"), DomainError("proposal_outdated").
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "rules:confirm")
        proposal = _waiting(session, contest_id, proposal_id)
        if proposal.proposed_by == actor.id:
            raise NotAllowed("second_person_needed")
        if proposal.payload["based_on"] != contest.rules_sha256:
            raise DomainError("proposal_outdated")
        wanted = read_rules(proposal.payload["rules_text"], "rules.toml")
        if not _settles_only(contest, wanted):
            require_state("rules:edit", contest.state)
        _keep_marks(contest, wanted)
        _take(session, contest, wanted)
        _decide(proposal, actor, now, "confirmed")
        told = {"before": proposal.payload["based_on"], "after": contest.rules_sha256}
        record(
            session,
            actor,
            now,
            "rules:confirmed",
            contest.slug,
            contest_id=contest.id,
            reason=proposal.reason,
            detail=told,
        )


def discard_rules(actor: Actor, now: datetime, contest_id: int, proposal_id: int) -> None:
    """Let a proposal drop; the rules in force stay. Raises NotFound, DomainError."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "rules:discard")
        proposal = _waiting(session, contest_id, proposal_id)
        _decide(proposal, actor, now, "discarded")
        record(
            session,
            actor,
            now,
            "rules:discarded",
            contest.slug,
            contest_id=contest.id,
            reason=proposal.reason,
        )


def _waiting(session: Session, contest_id: int, proposal_id: int) -> Proposal:
    proposal = session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None or (proposal.contest_id, proposal.kind) != (contest_id, rules.CHANGE):
        raise NotFound("proposal_not_found")
    if proposal.state != "waiting":
        raise DomainError("proposal_decided")
    return proposal


def _decide(proposal: Proposal, actor: Actor, now: datetime, state: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.id, now


def _named(contest: Contest, wanted: Rules) -> Rules:
    """The rules under the address that the contest has: it never changes with its rules."""
    return replace(wanted, contest=replace(wanted.contest, slug=contest.slug))


def _same(contest: Contest, wanted: Rules) -> bool:
    return rules_of(contest) == _named(contest, wanted)


def _settles_only(contest: Contest, wanted: Rules) -> bool:
    """Whether the committee's decisions are all that would change: scores are locked by then."""
    present = rules_of(contest)
    settled = replace(present.ranking, settled=wanted.ranking.settled)
    return replace(present, ranking=settled) == _named(contest, wanted)


def _take(session: Session, contest: Contest, wanted: Rules) -> None:
    named = _named(contest, wanted)
    contest.title = named.contest.title
    contest.rules_text, contest.rules_sha256 = write_rules(named), rules_sha256(named)
    mirror(session, contest, named)


def _keep_marks(contest: Contest, wanted: Rules) -> None:
    """Rounds and criteria in which marks stand must remain, with a full mark that holds them."""
    lost = rules.marks_lost(contest, wanted)
    if lost:
        raise DomainError("round_has_marks", titles="、".join(lost))
