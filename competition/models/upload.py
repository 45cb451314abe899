"""Sheets that were uploaded and checked, and wait to be taken. They hold personal data: sealed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from competition.models.base import Model
from competition.models.columns import Moment, Name, Secret


class PendingUpload(Model):
    """A sheet between its check and its confirmation; ``content`` is the grid as text."""

    __tablename__ = "pending_upload"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[Name]
    content: Mapped[Secret]
    made_at: Mapped[Moment]
