"""Sessions that were signed out. They live in cookies, which nobody can take back."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from competition.models.base import Model
from competition.models.columns import Moment


class EndedSession(Model):
    """One session that is over; after ``until`` its cookies are too old anyway."""

    __tablename__ = "ended_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[Moment]


def digest(name: str) -> str:
    """What is kept of a session's name: random, so that a plain digest tells nothing."""
    return sha256(name.encode()).hexdigest()
