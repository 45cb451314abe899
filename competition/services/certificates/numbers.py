"""The next number of a series, given out inside the deed that uses it: no gaps, none twice."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from competition.domain.certificates.numbering import CODE_BITS, code_of
from competition.models.certificates import NumberSeries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from competition.domain.certificates.numbering import Series

STATUS = "status-list"


def take(session: Session, series: Series) -> str:
    """The next number of ``series``; it is used up when the deed ends, and only then."""
    return series.number(_next(session, series.prefix))


def take_status_index(session: Session) -> int:
    """The next place in the status lists, from 0."""
    return _next(session, STATUS) - 1


def new_code() -> str:
    """A check code of 60 random bits."""
    return code_of(secrets.randbits(CODE_BITS))


def _next(session: Session, prefix: str) -> int:
    """Count one on. The row stays locked to the end of the deed, so that others wait for it."""
    waiting = select(NumberSeries).where(NumberSeries.prefix == prefix).with_for_update()
    row = session.scalar(waiting)
    if row is None:
        _begin(session, prefix)
        row = session.scalars(waiting.execution_options(populate_existing=True)).one()
    value = row.next_value
    row.next_value = value + 1
    session.flush()
    return value


def _begin(session: Session, prefix: str) -> None:
    """Begin the series at 1, unless another deed has just done so."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    begun = dialect.insert(NumberSeries).values(prefix=prefix, next_value=1)
    session.execute(begun.on_conflict_do_nothing(index_elements=["prefix"]))
