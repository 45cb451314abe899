"""Tokens of the REST interface: whose they are and whether they still open anything."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import NotFound
from competition.models.base import db
from competition.models.staff import ApiToken, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def digest_of(secret: str) -> str:
    """What is kept of a token. Its 256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def in_force(secret: str, now: datetime) -> tuple[ApiToken, User] | None:
    """The token and who made it; none if unknown, revoked, expired, or its maker disabled."""
    found = db.session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.token_digest == digest_of(secret), ApiToken.revoked_at.is_(None))
        .where(ApiToken.expires_at > now)
    ).first()
    return (found[0], found[1]) if found and found[1].active else None


def tokens_of(contest_id: int) -> list[tuple[ApiToken, User]]:
    """Every token that was made for a contest with who made it, newest first."""
    found = db.session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.contest_id == contest_id)
        .order_by(ApiToken.id.desc())
    )
    return [(token, user) for token, user in found]


def in_contest(session: Session, contest_id: int, token_id: int) -> ApiToken:
    """A token of this contest. Raises NotFound, also for one of another contest."""
    token = session.get(ApiToken, token_id)
    if token is None or token.contest_id != contest_id:
        raise NotFound("token_not_found")
    return token
