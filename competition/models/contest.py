"""A contest with its rules, rounds and criteria, and the proposals that need a second person."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.models.base import Model
from competition.models.columns import (
    ExactDecimal,
    Instant,
    Json,
    Key,
    LongText,
    Moment,
    Name,
    Token,
)


class Contest(Model):
    """A contest. ``rules_text`` is the canonical rules file; rounds and criteria mirror it.

    ``board_version``: the published version at which the hall's board was made to stand still.
    """

    __tablename__ = "contest"

    id: Mapped[Key]
    slug: Mapped[Token] = mapped_column(unique=True)
    title: Mapped[Name]
    state: Mapped[Token] = mapped_column(default="setup")
    zone: Mapped[Token] = mapped_column(default="Asia/Shanghai")
    rules_text: Mapped[LongText]
    rules_sha256: Mapped[str] = mapped_column(String(64))
    rules_frozen_at: Mapped[datetime | None] = mapped_column(Instant)
    settings: Mapped[Json] = mapped_column(default=dict)
    demonstration: Mapped[bool] = mapped_column(default=False)
    rehearsal_of: Mapped[int | None] = mapped_column(ForeignKey("contest.id"))
    board_version: Mapped[int | None]
    created_at: Mapped[Moment]
    rounds: Mapped[list[Round]] = relationship(
        back_populates="contest", order_by="Round.position", cascade="all, delete-orphan"
    )


class Round(Model):
    """A round; ``state`` is ``closed``, ``open`` or ``locked`` for the entry of marks."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    key: Mapped[Token]
    title: Mapped[Name]
    position: Mapped[int]
    judging: Mapped[Token]
    state: Mapped[Token] = mapped_column(default="closed")
    on_stage_id: Mapped[int | None]
    on_stage_since: Mapped[datetime | None] = mapped_column(Instant)
    contest: Mapped[Contest] = relationship(back_populates="rounds")
    criteria: Mapped[list[Criterion]] = relationship(
        back_populates="round", order_by="Criterion.position", cascade="all, delete-orphan"
    )


class Criterion(Model):
    """What a judge marks in a round. A round without criteria of its own has one, with key ''."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("round_id", "key"),)

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    key: Mapped[Token]
    title: Mapped[Name]
    position: Mapped[int]
    full_mark: Mapped[Decimal] = mapped_column(ExactDecimal)
    step: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    round: Mapped[Round] = relationship(back_populates="criteria")


class Proposal(Model):
    """A deed that waits for a second person: ``payload`` is what was proposed."""

    __tablename__ = "proposal"

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    kind: Mapped[Token]
    payload: Mapped[Json]
    reason: Mapped[LongText] = mapped_column(default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[Moment]
    state: Mapped[Token] = mapped_column(default="waiting")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
