"""Accounts of the staff, as the command line lists them."""

from __future__ import annotations

from sqlalchemy import select

from competition.models.base import db
from competition.models.staff import User


def everybody() -> list[User]:
    """Every account, by user name."""
    return list(db.session.scalars(select(User).order_by(User.username)))
