"""Accounts of the staff: made, given a password, shut and opened. Roles are given elsewhere."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.passwords import guessable, password_hash
from competition.models.staff import Role, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor

SHORTEST = 10
LONGEST = 128
ADMINISTRATOR = "administrator"
USERNAME = re.compile(r"[^\W_][\w.@-]{1,63}")


def create_account(  # noqa: PLR0913 -- one argument for each thing an account has
    actor: Actor,
    now: datetime,
    username: str,
    name: str,
    password: str,
    *,
    email: str = "",
    administrator: bool = False,
    given: bool = False,
) -> int:
    """Make an account and return its id. A ``given`` password must be changed at the first use.

    Raises Invalid (``username_unfit``, ``password_unfit``, ``password_guessable``) and
    ``username_taken``.
    """
    username = fit_username(username)
    hashed = password_hash(fit_password(password, username, name))
    with transaction() as session:
        if _found(session, username):
            raise DomainError("username_taken", username=username)
        user = User(
            username=username,
            name=name.strip() or username,
            email=email or f"{username}@accounts.invalid",
            password=hashed,
            password_was_given=given,
            active=True,
            fs_uniquifier=uuid4().hex,
            roles=[_administrator(session)] if administrator else [],
        )
        session.add(user)
        session.flush()
        role = ADMINISTRATOR if administrator else ""
        record(session, actor, now, "account:created", username, detail={"role": role})
        return int(user.id)


def set_password(
    actor: Actor, now: datetime, username: str, password: str, *, given: bool = False
) -> None:
    """Give an account another password and end all its sessions. Raises NotFound, Invalid."""
    hashed = password_hash(fit_password(password, username))
    with transaction() as session:
        user = _account(session, username)
        _change(user, password=hashed, password_was_given=given)
        record(session, actor, now, "account:password_set", username)


def set_active(actor: Actor, now: datetime, username: str, *, active: bool) -> None:
    """Open an account, or shut it and end all its sessions. Raises NotFound."""
    with transaction() as session:
        user = _account(session, username)
        _change(user, active=active)
        record(session, actor, now, "account:opened" if active else "account:shut", username)


def drop_second_factor(actor: Actor, now: datetime, username: str) -> None:
    """Forget the second factor and the passkeys of somebody who lost them. Raises NotFound."""
    with transaction() as session:
        user = _account(session, username)
        _change(user, tf_primary_method=None, tf_totp_secret=None, mf_recovery_codes=[])
        for passkey in list(user.webauthn):
            session.delete(passkey)
        record(session, actor, now, "account:second_factor_dropped", username)


def fit_username(username: str) -> str:
    """The name in its normal form. Raises ``Invalid("username_unfit")``."""
    normal = unicodedata.normalize("NFKD", username.strip())
    if not USERNAME.fullmatch(normal):
        raise Invalid("username_unfit", username=username)
    return normal


def fit_password(password: str, *about: str) -> str:
    """The password itself, 10–128 characters and not known to everybody who guesses.

    Raises Invalid (``password_unfit``, ``password_guessable``); ``about`` as in ``guessable``.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("password_unfit", shortest=SHORTEST, longest=LONGEST)
    if guessable(password, *about):
        raise Invalid("password_guessable")
    return password


def _change(user: User, **values: object) -> None:
    """Change columns and end every session of the account."""
    for name, value in values.items():
        setattr(user, name, value)
    user.fs_uniquifier = uuid4().hex  # type: ignore[assignment]  # the library's column is untyped


def _account(session: Session, username: str) -> User:
    user = _found(session, username)
    if user is None:
        raise NotFound("account_unknown", username=username)
    return user


def _found(session: Session, username: str) -> User | None:
    return session.scalar(select(User).where(func.lower(User.username) == username.lower()))


def _administrator(session: Session) -> Role:
    role = session.scalar(select(Role).where(Role.name == ADMINISTRATOR))
    return role or Role(name=ADMINISTRATOR)
