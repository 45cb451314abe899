"""Which keys the stored values were sealed with."""

from __future__ import annotations

from sqlalchemy import func, select, type_coerce
from sqlalchemy.types import Text

from competition.models.base import db
from competition.models.columns import Sealed

ID_LENGTH = 8


def sealed_by() -> dict[str, int]:
    """How many stored values each field key has sealed, by the key's id."""
    counts: dict[str, int] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                name = func.substr(type_coerce(column, Text), 1, ID_LENGTH)
                wanted = select(name, func.count()).where(column.is_not(None)).group_by(name)
                for key, number in db.session.execute(wanted):
                    counts[key] = counts.get(key, 0) + number
    return counts
