"""The audit chain: one line for every deed, written in the deed's own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from competition.domain.chain import GENESIS, line_hash
from competition.models.base import Model
from competition.models.columns import Json, Key, LongText, Moment, Name, Token

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor

CHAIN_LOCK = 0x61756469  # any fixed number: PostgreSQL's advisory lock of the chain


class AuditLine(Model):
    """One deed: actor, role, action, what it touched, before and after, reason, chained hash."""

    __tablename__ = "audit_line"

    id: Mapped[Key]
    at: Mapped[Moment]
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"), index=True)
    actor_kind: Mapped[Token]
    actor_id: Mapped[int | None]
    actor_name: Mapped[Name]
    role: Mapped[Token]
    action: Mapped[Token] = mapped_column(index=True)
    subject: Mapped[Name]
    reason: Mapped[LongText]
    detail: Mapped[Json]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def content(self) -> dict[str, object]:
        """What the hash covers, as plain values."""
        return {
            "at": self.at.isoformat(),
            "contest": self.contest_id,
            "actor": [self.actor_kind, self.actor_id, self.actor_name, self.role],
            "action": self.action,
            "subject": self.subject,
            "reason": self.reason,
            "detail": self.detail,
        }


def record(  # noqa: PLR0913 -- one argument for each thing an audit line tells
    session: Session,
    actor: Actor,
    at: datetime,
    action: str,
    subject: str = "",
    *,
    contest_id: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditLine:
    """Append a line to the chain, inside the deed's transaction; ``detail`` is plain JSON values.

    Never put an identity number, a telephone number or a mark's owner's name into ``detail``.
    """
    previous = head(session, lock=True)
    line = AuditLine(
        at=at,
        contest_id=contest_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        role=actor.role,
        action=action,
        subject=subject,
        reason=reason,
        detail=detail or {},
        previous=previous,
        hash="",
    )
    line.hash = line_hash(previous, line.content())
    session.add(line)
    session.flush()
    return line


def head(session: Session, *, lock: bool = False) -> str:
    """The hash of the newest line; with ``lock`` nobody else appends until the deed ends."""
    if lock and session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": CHAIN_LOCK})
    newest = session.scalar(select(AuditLine.hash).order_by(AuditLine.id.desc()).limit(1))
    return newest or GENESIS
