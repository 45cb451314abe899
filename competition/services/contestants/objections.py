"""Objections: filed by a contestant within the window, answered by the arbitration group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.results import Objection
from competition.queries import contests
from competition.queries.publishing.objections import answer_due, instance_for
from competition.queries.publishing.results import current

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

LONGEST = 4000


def file_objection(actor: Actor, now: datetime, *, entrant_id: int, text: str) -> Objection:
    """File a written objection against the version that counts.

    Raises ``objection_empty``, ``objection_too_long``, ``nothing_published`` and what
    ``domain.publishing.objections`` refuses.
    """
    written = _written(text)
    with transaction() as session:
        entrant = session.get_one(Entrant, entrant_id)
        contest = session.get_one(Contest, entrant.contest_id)
        version = current(contest.id, session)
        if version is None:
            raise DomainError("nothing_published")
        objection = Objection(
            contest_id=contest.id,
            version_id=version.id,
            entrant_id=entrant_id,
            instance=instance_for(contest, version, entrant_id, now),
            text=written,
            filed_at=now,
            answer_due=answer_due(contest, now),
        )
        session.add(objection)
        session.flush()
        _record(session, actor, now, "objection:filed", objection)
        return objection


def withdraw_objection(
    actor: Actor, now: datetime, *, entrant_id: int, objection_id: int
) -> Objection:
    """Take one's own objection back before it is answered."""
    with transaction() as session:
        objection = session.get(Objection, objection_id)
        if objection is None or objection.entrant_id != entrant_id:
            raise NotFound("objection_unknown")
        _still_open(objection)
        objection.state = "withdrawn"
        _record(session, actor, now, "objection:withdrawn", objection)
        return objection


def answer_objection(  # noqa: PLR0913 -- who, when, where, which, and the answer with its reason
    actor: Actor,
    now: datetime,
    *,
    contest_id: int,
    objection_id: int,
    upheld: bool,
    answer: str,
) -> Objection:
    """Uphold or reject an objection, with a reason that its filer reads."""
    reason = _written(answer)
    with transaction() as session:
        contests.in_deed(session, contest_id, "objections:answer")
        objection = session.get(Objection, objection_id)
        if objection is None or objection.contest_id != contest_id:
            raise NotFound("objection_unknown")
        _still_open(objection)
        objection.state = "upheld" if upheld else "rejected"
        objection.answer = reason
        objection.answered_by, objection.answered_at = actor.id, now
        _record(session, actor, now, f"objection:{objection.state}", objection)
        return objection


def _written(text: str) -> str:
    written = text.strip()
    if not written:
        raise Invalid("objection_empty")
    if len(written) > LONGEST:
        raise Invalid("objection_too_long", longest=LONGEST)
    return written


def _still_open(objection: Objection) -> None:
    if objection.state != "filed":
        raise DomainError("objection_decided")


def _record(
    session: Session, actor: Actor, now: datetime, action: str, objection: Objection
) -> None:
    record(
        session,
        actor,
        now,
        action,
        str(objection.id),
        contest_id=objection.contest_id,
        detail={"version": objection.version_id, "instance": objection.instance},
    )
