"""Who somebody is: roles of the staff in a contest, the entrant behind a session."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import defer

from competition.models.base import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.sessions import EndedSession, digest
from competition.models.staff import Membership, User
from competition.queries.contests import named


def roles_of(user_id: int, contest_id: int) -> frozenset[str]:
    """The roles that a member of the staff has in a contest."""
    found = db.session.scalars(
        select(Membership.role).where(
            Membership.user_id == user_id, Membership.contest_id == contest_id
        )
    )
    return frozenset(found)


def memberships_of(user_id: int) -> list[Membership]:
    """Every role that somebody has, newest contest first."""
    found = db.session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id)
        .order_by(Membership.contest_id.desc())
    )
    return list(found)


def contests_of(user_id: int, wanted: str = "") -> dict[Contest, list[str]]:
    """The contests in which somebody has a role, newest first, each with the roles.

    ``wanted`` is part of a title or address.
    """
    found = db.session.execute(
        select(Contest, Membership.role)
        .join(Membership, Membership.contest_id == Contest.id)
        .where(Membership.user_id == user_id, named(wanted))
        .order_by(Contest.id.desc(), Membership.id)
        .options(defer(Contest.rules_text))
    )
    roles: dict[Contest, list[str]] = {}
    for contest, role in found:
        roles.setdefault(contest, []).append(role)
    return roles


def session_ended(name: str) -> bool:
    """Whether the session of that name was signed out."""
    wanted = select(EndedSession.digest).where(EndedSession.digest == digest(name))
    return db.session.scalar(wanted) is not None


def entrant_of_session(entrant_id: int, epoch: int, name: str = "") -> Entrant | None:
    """The entrant whose session this is.

    None once the access code was changed or withdrawn, or the session of that ``name`` signed out.
    """
    ended = select(EndedSession.digest).where(EndedSession.digest == digest(name))
    return db.session.scalar(
        select(Entrant).where(
            Entrant.id == entrant_id, Entrant.session_epoch == epoch, ~ended.exists()
        )
    )


def may_create_contests(user_id: int) -> bool:
    """Whether somebody may set up a contest: administrators, and organisers of any contest.

    Whoever runs one contest is trusted with the next; a judge's or clerk's account is not.
    """
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        return False
    organises = select(Membership.id).where(
        Membership.user_id == user_id, Membership.role == "organiser"
    )
    return user.has_role("administrator") or db.session.scalar(organises.limit(1)) is not None
