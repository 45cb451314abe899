"""Staff accounts, their role in each contest, and the tablets they work on."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_security.models import fsqla_v3 as fsqla
from flask_security.models.fsqla import FsModels
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.models.base import Model, db
from competition.models.columns import Instant, Json, Key, Moment, Name, Token
from competition.models.contest import Contest

IN_CONTACT = timedelta(seconds=60)  # tablets tell of themselves every fifteen

FsModels.set_db_info(db)  # type: ignore[no-untyped-call]  # the library ships no types here


class Role(Model, fsqla.FsRoleMixin):
    """A right over the whole installation; the only one is ``administrator``."""


class User(Model, fsqla.FsUserMixin):
    """A member of the staff. What somebody may do in a contest is a Membership."""

    name: Mapped[Name] = mapped_column(default="")
    # Somebody else has seen it: it opens nothing but the page where another one is chosen.
    password_was_given: Mapped[bool] = mapped_column(default=False)
    memberships: Mapped[list[Membership]] = relationship(back_populates="user")


class WebAuthn(Model, fsqla.FsWebAuthnMixin):
    """A passkey of a member of the staff."""


class Membership(Model):
    """One role of one person in one contest; a trainee's marks are kept apart.

    ``made_account``: the account was made for this contest, whose organisers answer for it.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("contest_id", "user_id", "role"),)

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Token]
    trainee: Mapped[bool] = mapped_column(default=False)
    made_account: Mapped[bool] = mapped_column(default=False)
    user: Mapped[User] = relationship(back_populates="memberships")
    contest: Mapped[Contest] = relationship()


class JudgeCard(Model):
    """A one-time sign-in card with a QR code and a PIN; only digests of its secrets are kept.

    The PIN of a judge's newest card goes on being theirs, in its contest: nobody who makes cards in
    another contest can give them one for this.
    """

    __tablename__ = "judge_card"

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_digest: Mapped[Token] = mapped_column(unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class Device(Model):
    """A tablet: what it last told of itself, and whether it has been signed out from afar."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    first_contact: Mapped[Moment]
    last_contact: Mapped[Moment]
    unsent: Mapped[int] = mapped_column(default=0)
    state: Mapped[Json] = mapped_column(default=dict)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    def near(self, now: datetime) -> bool:
        """Whether it was in contact within the last minute."""
        return now - self.last_contact < IN_CONTACT


class ApiToken(Model):
    """A key to the REST interface with its scopes, apart by blanks; only its digest is kept."""

    __tablename__ = "api_token"

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[Name]
    scopes: Mapped[str] = mapped_column(String(200))
    token_digest: Mapped[Token] = mapped_column(unique=True)
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
