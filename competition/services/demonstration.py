"""What only the demonstration does: mark its contests, and give codes that everybody may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.errors import NotAllowed
from competition.models import access_code
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest
from competition.models.entrant import Entrant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor


def mark_demonstration(actor: Actor, now: datetime, contest_id: int) -> None:
    """Mark a contest without entrants: its people are invented, its certificates specimens."""
    with transaction() as session:
        contest = session.get_one(Contest, contest_id)
        if session.query(Entrant).filter_by(contest_id=contest_id).first():
            raise NotAllowed("demonstration_has_entrants")
        contest.demonstration = True
        record(session, actor, now, "demonstration:marked", contest.slug, contest_id=contest_id)


def open_rounds(actor: Actor, now: datetime, contest_id: int) -> None:
    """Open every round of the demonstration for marks."""
    with transaction() as session:
        contest = _marked(session, contest_id)
        for round_ in contest.rounds:
            round_.state = "open"
        record(session, actor, now, "demonstration:opened", contest.slug, contest_id=contest_id)


def give_known_codes(
    actor: Actor, now: datetime, contest_id: int, codes: Mapping[str, str]
) -> None:
    """Give entrants, by number, the access codes that the start page shows."""
    with transaction() as session:
        contest = _marked(session, contest_id)
        for entrant in session.query(Entrant).filter_by(contest_id=contest_id):
            if entrant.number in codes:
                entrant.access_digest = access_code.digest(codes[entrant.number])
        record(
            session, actor, now, "demonstration:codes_given", contest.slug, contest_id=contest_id
        )


def _marked(session: Session, contest_id: int) -> Contest:
    contest = session.get_one(Contest, contest_id)
    if not contest.demonstration:
        raise NotAllowed("not_a_demonstration")
    return contest
