"""Background work as people see it: how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from competition.models.base import Model
from competition.models.columns import Instant, Json, LongText, Moment, Token


class Job(Model):
    """A piece of background work; ``state``: waiting, running, done, failed.

    The row is the truth, the queue only a bell: a lost message or a killed worker loses nothing,
    because whoever finds the row waiting, or running and long untouched, takes it up again.
    ``actor`` is who asked for it; ``outcome`` what came of it, or the refusal's code and params.
    """

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"), index=True)
    kind: Mapped[Token]
    arguments: Mapped[Json] = mapped_column(default=dict)
    actor: Mapped[Json] = mapped_column(default=dict)
    state: Mapped[Token] = mapped_column(default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[LongText] = mapped_column(default="")
    outcome: Mapped[Json] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[Moment]
    touched_at: Mapped[datetime | None] = mapped_column(Instant)
