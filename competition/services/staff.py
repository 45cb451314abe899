"""The staff of a contest: accounts, roles, seats in rounds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, func, select

from competition.domain import identity
from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.permissions import ROLES
from competition.domain.setup.staff_list import NewAccount, plain_username
from competition.models.access_code import new_code
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.judging import Assignment, JudgeAbsence
from competition.models.passwords import password_hash
from competition.models.staff import Membership, User
from competition.queries import contests, staff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

SEATED_ROLES = frozenset({"judge", "chief_judge"})


def create_account(  # noqa: PLR0913 -- what an account is made of
    actor: Actor,
    now: datetime,
    contest_id: int,
    *,
    username: str,
    name: str,
    roles: Iterable[str],
    trainee: bool = False,
) -> tuple[User, str]:
    """A new account with roles in the contest, and its first password, which is shown this once.

    Raises Invalid (``username_unfit``, ``username_taken``, ``role_unknown``, those of names).
    """
    plain = plain_username(username)
    wanted = NewAccount(plain, identity.clean_name(name), tuple(roles), trainee)
    return create_accounts(actor, now, contest_id, [wanted])[0]


def create_accounts(
    actor: Actor, now: datetime, contest_id: int, wanted: Sequence[NewAccount]
) -> list[tuple[User, str]]:
    """New accounts with their first passwords, shown this once: all of them, or none.

    Neither password nor hash stands in the audit log. Each must be replaced at the first sign-in.
    Raises Invalid (``username_taken``, ``role_unknown``).
    """
    passwords = [new_code() for _ in wanted]
    hashes = [password_hash(password) for password in passwords]  # slow: before the transaction
    with transaction() as session:
        contests.in_deed(session, contest_id, "staff:edit")
        note = partial(record, session, actor, now, contest_id=contest_id)
        made = [
            _create(session, contest_id, one, hashed, note)
            for one, hashed in zip(wanted, hashes, strict=True)
        ]
    return list(zip(made, passwords, strict=True))


def _create(
    session: Session, contest_id: int, one: NewAccount, hashed: str, note: Callable[..., object]
) -> User:
    """One account with its roles; ``note`` writes its lines into the audit log."""
    if staff.by_username(one.username):
        raise Invalid("username_taken", username=one.username)
    user = _account(one.username, one.name, hashed)
    session.add(user)
    session.flush()
    note("staff:account_created", one.username)
    _give(session, contest_id, user, list(one.roles), trainee=one.trainee, made=True)
    told = {"roles": sorted(one.roles), "trainee": one.trainee}
    note("staff:roles_given", one.username, detail=told)
    return user


def _account(username: str, name: str, hashed: str) -> User:
    return User(
        username=username,
        name=name,
        email=f"{uuid4().hex}@account.invalid",  # the sign-in library wants one; nothing is sent
        password=hashed,
        password_was_given=True,
        active=True,
        fs_uniquifier=uuid4().hex,
    )


def give_roles(  # noqa: PLR0913 -- who gets what, as what
    actor: Actor,
    now: datetime,
    contest_id: int,
    username: str,
    roles: Iterable[str],
    *,
    trainee: bool = False,
) -> None:
    """Let somebody who has an account hold exactly these roles in the contest.

    Raises NotFound("account_unknown"), Invalid("role_unknown"), DomainError (``last_organiser``,
    ``judge_has_seat``).
    """
    with transaction() as session:
        contests.in_deed(session, contest_id, "staff:edit")
        user = staff.by_username(username)
        if user is None:
            raise NotFound("account_unknown", username=username.strip())
        wanted = list(roles)
        _give(session, contest_id, user, wanted, trainee=trainee)
        told = {"roles": sorted(wanted), "trainee": trainee}
        record(
            session,
            actor,
            now,
            "staff:roles_given",
            str(user.username),
            contest_id=contest_id,
            detail=told,
        )


def _give(  # noqa: PLR0913 -- who gets what, as what
    session: Session,
    contest_id: int,
    user: User,
    roles: list[str],
    *,
    trainee: bool,
    made: bool = False,
) -> None:
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise Invalid("role_unknown", roles="、".join(unknown))
    _spare(session, contest_id, user, set(roles))
    made = made or _made_here(session, contest_id, user)
    _take_all(session, contest_id, user)
    if SEATED_ROLES.isdisjoint(roles):
        _forget_absences(session, contest_id, user)
    session.add_all(
        Membership(
            contest_id=contest_id,
            user_id=user.id,
            role=role,
            trainee=trainee and role == "judge",
            made_account=made,
        )
        for role in dict.fromkeys(roles)
    )
    session.flush()


def _made_here(session: Session, contest_id: int, user: User) -> bool:
    """Whether the account was made for this contest, and not only taken into it."""
    found = select(Membership.id).where(
        Membership.contest_id == contest_id, Membership.user_id == user.id, Membership.made_account
    )
    return session.scalar(found.limit(1)) is not None


def _take_all(session: Session, contest_id: int, user: User) -> None:
    session.execute(
        delete(Membership).where(Membership.contest_id == contest_id, Membership.user_id == user.id)
    )


def remove_member(actor: Actor, now: datetime, contest_id: int, username: str) -> None:
    """Take all roles in the contest from somebody who has no seat left in it."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "staff:edit")
        user = staff.by_username(username)
        if user is None:
            raise NotFound("account_unknown", username=username.strip())
        _spare(session, contest_id, user, set())
        _take_all(session, contest_id, user)
        _forget_absences(session, contest_id, user)
        record(session, actor, now, "staff:removed", str(user.username), contest_id=contest_id)


def _forget_absences(session: Session, contest_id: int, user: User) -> None:
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    gone = JudgeAbsence.user_id == user.id, JudgeAbsence.round_id.in_(rounds)
    session.execute(delete(JudgeAbsence).where(*gone))


def _spare(session: Session, contest_id: int, user: User, left: set[str]) -> None:
    """Keep an organiser in the contest, and a judge who has a seat a judge."""
    held = select(Membership.user_id).where(Membership.contest_id == contest_id)
    organisers = set(session.scalars(held.where(Membership.role == "organiser")))
    if organisers == {user.id} and "organiser" not in left:
        raise DomainError("last_organiser")
    seated = select(Assignment.id).join(Round).where(Round.contest_id == contest_id)
    has_seat = session.scalar(seated.where(Assignment.user_id == user.id).limit(1)) is not None
    if has_seat and left.isdisjoint(SEATED_ROLES):
        raise DomainError("judge_has_seat", name=user.name)


def set_active(
    actor: Actor, now: datetime, contest_id: int, username: str, *, active: bool
) -> None:
    """Disable an account, which ends its sessions, or let it in again.

    Raises DomainError (``account_elsewhere``: it was not made here, or belongs to another;
    ``account_own``).
    """
    with transaction() as session:
        contests.in_deed(session, contest_id, "staff:edit")
        user = _ours(session, actor, contest_id, username)
        _change(user, active=active)
        action = "staff:enabled" if active else "staff:disabled"
        record(session, actor, now, action, str(user.username), contest_id=contest_id)


def reset_password(actor: Actor, now: datetime, contest_id: int, username: str) -> str:
    """A new password for somebody who lost theirs; their sessions end. Raises as ``set_active``."""
    password = new_code()
    hashed = password_hash(password)
    with transaction() as session:
        contests.in_deed(session, contest_id, "staff:edit")
        user = _ours(session, actor, contest_id, username)
        _change(user, password=hashed, password_was_given=True)
        subject = str(user.username)
        record(session, actor, now, "staff:password_reset", subject, contest_id=contest_id)
    return password


def _change(user: User, **values: object) -> None:
    """Change an account and end the sessions that were opened with what it was before."""
    for column, value in values.items():
        setattr(user, column, value)
    setattr(user, "fs_uniquifier", uuid4().hex)  # noqa: B010 -- the library ships no column type


def _ours(session: Session, actor: Actor, contest_id: int, username: str) -> User:
    """An account made for this contest and no other's: nobody has power over those of others.

    Whoever could give a new password to an account that was merely named could take it over.
    """
    user = staff.by_username(username)
    if user is None:
        raise NotFound("account_unknown", username=username.strip())
    if user.id == actor.id:
        raise DomainError("account_own")
    elsewhere = (
        select(Membership.id)
        .join(Contest, Contest.id == Membership.contest_id)
        .where(Membership.user_id == user.id, Contest.id != contest_id)
        .where(func.coalesce(Contest.rehearsal_of, 0) != contest_id)
    )
    ours = _made_here(session, contest_id, user) and session.scalar(elsewhere.limit(1)) is None
    if user.has_role("administrator") or not ours:
        raise DomainError("account_elsewhere", name=user.name)
    return user
