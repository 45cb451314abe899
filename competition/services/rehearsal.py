"""A rehearsal: a contest of its own with the same rules and staff and with invented entrants.

It shares no row with the real contest but people's accounts, so nothing done in it can touch that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.errors import DomainError, NotFound
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.judging import Assignment
from competition.models.rounds import mirror
from competition.models.staff import Membership
from competition.queries.field import rules_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

INVENTED_ENTRANTS = 8


def start_rehearsal(actor: Actor, now: datetime, contest_id: int, title: str) -> Contest:
    """Begin a rehearsal of a contest, already in judging and with every round open.

    ``title`` is what it is called. Raises NotFound ``contest_unknown``, DomainError
    ``rehearsal_of_rehearsal``.
    """
    with transaction() as session:
        real = session.get(Contest, contest_id)
        if real is None:
            raise NotFound("contest_unknown")
        if real.rehearsal_of is not None:
            raise DomainError("rehearsal_of_rehearsal")
        made = _contest(session, real, now, title)
        _staff(session, real, made)
        session.add_all(_entrants(made))
        detail = {"rehearsal": made.slug}
        record(
            session, actor, now, "rehearsal:started", real.slug, contest_id=real.id, detail=detail
        )
        return made


def _contest(session: Session, real: Contest, now: datetime, title: str) -> Contest:
    before = session.scalar(select(func.count()).where(Contest.rehearsal_of == real.id)) or 0
    made = Contest(
        slug=f"{real.slug[:60]}-rehearsal-{before + 1}",
        title=title[:200],
        state="judging",
        zone=real.zone,
        rules_text=real.rules_text,
        rules_sha256=real.rules_sha256,
        settings=dict(real.settings),
        rehearsal_of=real.id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    mirror(session, made, rules_of(real))
    for round_ in made.rounds:
        round_.state = "open"
    session.flush()
    return made


def _staff(session: Session, real: Contest, made: Contest) -> None:
    """The same people in the same roles and seats."""
    for held in session.scalars(select(Membership).where(Membership.contest_id == real.id)):
        session.add(
            Membership(
                contest_id=made.id, user_id=held.user_id, role=held.role, trainee=held.trainee
            )
        )
    rounds = {round_.key: round_.id for round_ in made.rounds}
    for round_ in real.rounds:
        for seat in session.scalars(select(Assignment).where(Assignment.round_id == round_.id)):
            session.add(
                Assignment(
                    round_id=rounds[round_.key],
                    user_id=seat.user_id,
                    seat=seat.seat,
                    trainee=seat.trainee,
                )
            )


def _entrants(made: Contest) -> list[Entrant]:
    return [
        Entrant(
            contest_id=made.id,
            number=f"{place:03}",
            draw_number=str(place),
            name=f"演练选手{place}",
            employer="演练单位",
        )
        for place in range(1, INVENTED_ENTRANTS + 1)
    ]
