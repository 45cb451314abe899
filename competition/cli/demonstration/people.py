"""The accounts of the demonstration, and each of them as one who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.actor import SYSTEM, Actor
from competition.queries import staff
from competition.queries.demonstration import ACCOUNTS, PASSWORD
from competition.services import accounts

if TYPE_CHECKING:
    from datetime import datetime

    from competition.models.staff import User

ORGANISER = "organiser"
JUDGES = tuple(one.username for one in ACCOUNTS if "judge" in one.roles)
CLERKS = tuple(one.username for one in ACCOUNTS if "clerk" in one.roles)


def make_accounts(now: datetime) -> None:
    """Every account that is not there yet; the organiser may create further contests."""
    for one in ACCOUNTS:
        if staff.by_username(one.username) is None:
            accounts.create_account(
                SYSTEM,
                now,
                one.username,
                one.name,
                PASSWORD,
                administrator=one.username == ORGANISER,
            )


def actor(username: str) -> Actor:
    """The account as one who acts, in the role that it has in both contests."""
    role = next(one.roles[0] for one in ACCOUNTS if one.username == username)
    user = account(username)
    return Actor(kind="staff", id=int(user.id), name=user.name, role=role)


def account(username: str) -> User:
    """The account of this user name. Raises LookupError."""
    user = staff.by_username(username)
    if user is None:
        raise LookupError(username)
    return user
