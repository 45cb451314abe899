"""Published results, immutable once written, and the objections against them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import InstanceState, Mapped, Mapper, mapped_column, relationship

from competition.domain.chain import published_statement
from competition.models.base import Model
from competition.models.columns import Instant, Json, Key, LongText, Moment, Token

MOVING = frozenset({"standing", "final_at", "ended_at", "ended_reason", "lines"})


class Frozen(Exception):
    """Something tried to change or delete what was published."""


class ResultVersion(Model):
    """A published result: numbered, hashed, never changed; a correction is the next version.

    ``standing`` alone moves, with when and why: provisional, final, replaced, withdrawn. Whatever
    else would be changed raises ``Frozen``.
    """

    __tablename__ = "result_version"
    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    number: Mapped[int]
    standing: Mapped[Token] = mapped_column(default="provisional")
    reason: Mapped[LongText] = mapped_column(default="")
    rules_text: Mapped[LongText] = mapped_column(deferred=True)
    rules_sha256: Mapped[str] = mapped_column(String(64))
    marks_text: Mapped[LongText] = mapped_column(deferred=True)
    marks_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[Json] = mapped_column(deferred=True)
    result_sha256: Mapped[str] = mapped_column(String(64))
    audit_head: Mapped[str] = mapped_column(String(64))
    seal: Mapped[LongText] = mapped_column(default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[Moment]
    objections_until: Mapped[datetime | None] = mapped_column(Instant)
    final_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_reason: Mapped[LongText] = mapped_column(default="")
    lines: Mapped[list[ResultLine]] = relationship(
        back_populates="version", order_by="ResultLine.position"
    )


class ResultLine(Model):
    """One entrant of a version as published.

    ``name`` stands there only with consent; ``shown`` is what the public table shows beside the
    columns: the rounds' scores, the titles, what decided the place. ``explanation`` is for the
    entrant alone: marks kept and dropped, the deciding key, each condition met or not.
    """

    __tablename__ = "result_line"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        Index("ix_result_line_entrant", "version_id", "entrant_id"),
    )

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("result_version.id"), index=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    position: Mapped[int]
    number: Mapped[Token]
    name: Mapped[str | None] = mapped_column(String(200))
    employer: Mapped[str | None] = mapped_column(String(200))
    group: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[Token]
    rank: Mapped[int | None]
    total: Mapped[str | None] = mapped_column(String(40))
    prize: Mapped[str | None] = mapped_column(String(80))
    level: Mapped[int | None]
    shown: Mapped[Json]
    explanation: Mapped[Json] = mapped_column(deferred=True)
    version: Mapped[ResultVersion] = relationship(back_populates="lines")


class Objection(Model):
    """A written objection (申诉) with its answer; ``state``: filed, upheld, rejected, withdrawn."""

    __tablename__ = "objection"

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("result_version.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    instance: Mapped[int] = mapped_column(default=1)
    text: Mapped[LongText]
    filed_at: Mapped[Moment]
    answer_due: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[Token] = mapped_column(default="filed")
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


@event.listens_for(ResultVersion, "before_update")
@event.listens_for(ResultLine, "before_update")
def _only_standing_moves(
    _mapper: Mapper[ResultVersion | ResultLine],
    _connection: object,
    row: ResultVersion | ResultLine,
) -> None:
    attributes = cast("InstanceState[Any]", inspect(row)).attrs
    changed = {state.key for state in attributes if state.history.has_changes()}
    if changed - MOVING:
        raise Frozen(f"A published result cannot be changed: {', '.join(sorted(changed))}.")


@event.listens_for(ResultVersion, "before_delete")
@event.listens_for(ResultLine, "before_delete")
def _nothing_goes(_mapper: object, _connection: object, _row: object) -> None:
    raise Frozen("A published result cannot be deleted.")


def statement_of(version: ResultVersion, slug: str) -> str:
    """What the seal of a version is made over."""
    hashes = {
        "rules": version.rules_sha256,
        "marks": version.marks_sha256,
        "result": version.result_sha256,
    }
    return published_statement(
        slug, version.number, version.published_at, hashes, version.audit_head
    )
