"""Sheets of marks with their revisions and receipts; assignments and penalties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from competition.models.base import Model
from competition.models.columns import (
    ExactDecimal,
    Instant,
    Json,
    Key,
    LongText,
    Moment,
    Token,
)
from competition.models.entrant import Entrant


class Assignment(Model):
    """A judge's seat in a round, ``J1`` and so on; ``panel`` parts judges of different entrants."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("round_id", "user_id"), UniqueConstraint("round_id", "seat"))

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seat: Mapped[Token]
    panel: Mapped[Token] = mapped_column(default="")
    trainee: Mapped[bool] = mapped_column(default=False)
    signed_at: Mapped[datetime | None] = mapped_column(Instant)


class JudgeAbsence(Model):
    """A judge who can't sit in a round, with what was said of it; the seat, if any, stays.

    With ``away_from`` or ``away_until``: only between those times, else for the whole round.
    """

    __tablename__ = "judge_absence"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    note: Mapped[LongText] = mapped_column(default="")
    away_from: Mapped[datetime | None] = mapped_column(Instant)
    away_until: Mapped[datetime | None] = mapped_column(Instant)
    made_at: Mapped[Moment]


class Sheet(Model):
    """What one judge gives one entrant in one round.

    ``state``: draft, submitted, signed, recused. ``entry`` parts the two independent entries of a
    theory paper (``first``, ``second``) from the ``settled`` look; a judge's own sheet has ''.
    """

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("round_id", "entrant_id", "seat", "entry"),)

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seat: Mapped[Token] = mapped_column(default="")
    entry: Mapped[Token] = mapped_column(default="")
    state: Mapped[Token] = mapped_column(default="draft")
    reason: Mapped[LongText] = mapped_column(default="")
    trainee: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[Moment]
    marks: Mapped[list[SheetMark]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan"
    )
    entrant: Mapped[Entrant] = relationship()


class SheetMark(Model):
    """The mark that stands for one criterion of a sheet; what stood before is in the revisions."""

    __tablename__ = "sheet_mark"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(80), primary_key=True)
    mark: Mapped[Decimal] = mapped_column(ExactDecimal)
    sheet: Mapped[Sheet] = relationship(back_populates="marks")


class SheetRevision(Model):
    """Every state a sheet ever had, with who, when, from which device and why."""

    __tablename__ = "sheet_revision"
    __table_args__ = (UniqueConstraint("sheet_id", "revision"),)

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), index=True)
    revision: Mapped[int]
    state: Mapped[Token]
    marks: Mapped[Json]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    device_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[LongText] = mapped_column(default="")
    made_at: Mapped[Moment]


def revise(  # noqa: PLR0913 -- one argument for each thing that a revision keeps
    session: Session,
    sheet: Sheet,
    *,
    state: str,
    marks: Mapping[str, Decimal],
    by: int,
    at: datetime,
    device_id: str | None = None,
    reason: str = "",
) -> SheetRevision:
    """Write ``state`` and ``marks`` as the next revision of ``sheet`` and keep it for ever."""
    standing = {mark.criterion: mark for mark in sheet.marks}
    for key in set(standing) - set(marks):
        sheet.marks.remove(standing[key])
    for key, mark in marks.items():
        if key in standing:
            standing[key].mark = mark
        else:
            sheet.marks.append(SheetMark(criterion=key, mark=mark))
    sheet.state, sheet.reason, sheet.updated_at = state, reason, at
    sheet.revision += 1
    session.add(sheet)
    session.flush()
    kept = SheetRevision(
        sheet_id=sheet.id,
        revision=sheet.revision,
        state=state,
        marks={key: format(mark, "f") for key, mark in marks.items()},
        user_id=by,
        device_id=device_id,
        reason=reason,
        made_at=at,
    )
    session.add(kept)
    return kept


class Receipt(Model):
    """The server's word that a submission is stored. The UUID comes from the tablet."""

    __tablename__ = "receipt"

    submission_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[Token] = mapped_column(unique=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), index=True)
    revision: Mapped[int]
    body_sha256: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    device_id: Mapped[str | None] = mapped_column(String(36))
    received_at: Mapped[Moment]


class Penalty(Model):
    """A deduction from a round's score, with its reason; never folded into a mark."""

    __tablename__ = "penalty"

    id: Mapped[Key]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    points: Mapped[Decimal] = mapped_column(ExactDecimal)
    reason: Mapped[LongText]
    made_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[Moment]
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
