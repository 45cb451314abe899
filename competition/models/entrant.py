"""Entrants: who takes part. Identity and telephone numbers are only held sealed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.models.base import Model
from competition.models.columns import ExactDecimal, Instant, Key, LongText, Name, Sealed, Token


class Entrant(Model):
    """One person in one contest. ``number`` is the entry number, ``draw_number`` what judges see.

    ``state`` is empty, ``disqualified``, ``withdrawn`` or ``unofficial``; ``ineligible`` is empty
    or the reason why no level may be granted.
    """

    __tablename__ = "entrant"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        UniqueConstraint("contest_id", "draw_number"),
        Index("ix_entrant_document", "contest_id", "document_index"),
    )

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    number: Mapped[Token]
    draw_number: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[Name]
    employer: Mapped[Name] = mapped_column(default="")
    group: Mapped[str | None] = mapped_column(String(80))
    document_type: Mapped[Token] = mapped_column(default="居民身份证")
    document_number: Mapped[str | None] = mapped_column(Sealed)
    document_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed)
    held_level: Mapped[int | None]
    ineligible: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(20), default="")
    state_reason: Mapped[LongText] = mapped_column(default="")
    consented_at: Mapped[datetime | None] = mapped_column(Instant)
    photo_key: Mapped[str | None] = mapped_column(String(200))
    access_digest: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    attendances: Mapped[list[Attendance]] = relationship(back_populates="entrant")


class Attendance(Model):
    """How an entrant missed a round: ``absent``, ``withdrawn`` or ``disqualified``."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("entrant_id", "round_id"),)

    id: Mapped[Key]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    state: Mapped[Token]
    reason: Mapped[LongText] = mapped_column(default="")
    entrant: Mapped[Entrant] = relationship(back_populates="attendances")


class Measurement(Model):
    """A recorded figure that is no mark (minutes used, say), for tie-breaks."""

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("entrant_id", "key"),)

    id: Mapped[Key]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    key: Mapped[Token]
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
