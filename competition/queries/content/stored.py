"""What may have been edited by hand, read without stumbling over it: JSON and figures as text."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, select

from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.contest import Contest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Result

AT_ONCE = 1000  # rows of a large table


def document(text: str | None) -> dict[str, Any] | None:
    """The object in a column's JSON text; None for whatever is no object."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def same_marks(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether both give the same figures to the same criteria: 20 is 20.0, unreadable is none."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)


def _equal(one: object, other: object) -> bool:
    read = figure(one)
    return read is not None and read == figure(other)


def figure(text: object) -> Decimal | None:
    """The figure of a mark; None for what is none."""
    try:
        read = Decimal(str(text))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def lines_of(actions: Collection[str]) -> Result[tuple[Any, ...]]:
    """The chain's lines of these deeds, oldest first, a thousand at a time; ``detail`` is text."""
    return db.session.execute(
        select(
            AuditLine.contest_id,
            AuditLine.action,
            AuditLine.subject,
            cast(AuditLine.detail, Text).label("detail"),
        )
        .where(AuditLine.action.in_(actions))
        .order_by(AuditLine.id),
        execution_options={"yield_per": AT_ONCE},
    )


def slugs() -> dict[int | None, str]:
    """The address of every contest: by it a finding is named."""
    found = db.session.execute(select(Contest.id, Contest.slug))
    return {row.id: row.slug for row in found}
