"""Tokens of the REST interface: made, revoked, and their use put on record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from competition.domain.errors import DomainError, Invalid
from competition.domain.permissions import SCOPES
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.staff import ApiToken
from competition.queries.tokens import digest_of, in_contest

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from competition.domain.actor import Actor

PREFIX: Final = "cmp_"  # tells a leaked token from other strings
SECRET_BYTES: Final = 32
LONGEST_NAME: Final = 80
LONGEST_LIFE_DAYS: Final = 366
RECORDED_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token is to be: what it is called, what it opens, how many days (1–366) it lasts."""

    name: str
    scopes: Collection[str]
    days: int


def make_token(actor: Actor, now: datetime, *, contest_id: int, wanted: Wanted) -> str:
    """Make a token and return its secret, which is told only once.

    Raises Invalid: ``token_name``, ``token_scopes``, ``token_days``.
    """
    name = " ".join(wanted.name.split())
    _check(name, wanted.scopes, wanted.days)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with transaction() as session:
        token = ApiToken(
            contest_id=contest_id,
            user_id=actor.id,
            name=name,
            scopes=" ".join(scope for scope in SCOPES if scope in wanted.scopes),
            token_digest=digest_of(secret),
            made_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
        session.add(token)
        told = {"scopes": token.scopes, "days": wanted.days}
        record(session, actor, now, "token:made", name, contest_id=contest_id, detail=told)
    return secret


def _check(name: str, scopes: Collection[str], days: int) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("token_name", longest=LONGEST_NAME)
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise Invalid("token_scopes", known=", ".join(SCOPES))
    if not 1 <= days <= LONGEST_LIFE_DAYS:
        raise Invalid("token_days", longest=LONGEST_LIFE_DAYS)


def revoke_token(actor: Actor, now: datetime, *, contest_id: int, token_id: int) -> ApiToken:
    """Make a token useless from now on. Raises NotFound and ``token_revoked_already``."""
    with transaction() as session:
        token = in_contest(session, contest_id, token_id)
        if token.revoked_at:
            raise DomainError("token_revoked_already")
        token.revoked_at = now
        record(session, actor, now, "token:revoked", token.name, contest_id=contest_id)
    return token


def note_use(actor: Actor, now: datetime, *, contest_id: int, token_id: int) -> None:
    """Put on record that a token is in use, once an hour, so that reading rarely writes."""
    with transaction() as session:
        token = in_contest(session, contest_id, token_id)
        if recorded_lately(token, now):
            return
        token.last_used_at = now
        record(session, actor, now, "token:used", token.name, contest_id=contest_id)


def recorded_lately(token: ApiToken, now: datetime) -> bool:
    """Whether the record of the token's use is fresh enough."""
    return token.last_used_at is not None and now - token.last_used_at < RECORDED_EVERY
