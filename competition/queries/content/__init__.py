"""What is stored, held against its hashes and against what the audit chain tells of it.

The chain shows that its own lines are those that were written. Whoever writes the database can
leave it alone and change what it tells of: a place, a mark, a certificate's state. Nothing here
writes; large tables are read a thousand rows at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.telling import ACTIONS, Line, Told
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.queries.content import certificates, sheets, theory, versions
from competition.queries.content.stored import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.telling import Finding


def hold_still() -> None:
    """See one moment from here on: deeds that go on meanwhile must not look like edits.

    SQLite reads so by itself. Whatever was read before is forgotten.
    """
    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def check() -> Iterator[Finding]:
    """Everything that is not what was published, issued or handed in; nothing when all holds."""
    told = _told()
    yield from versions.findings(told)
    yield from certificates.findings(told)
    yield from sheets.findings()
    yield from theory.findings()


def _told() -> Told:
    told = Told()
    lines = db.session.execute(
        select(
            AuditLine.contest_id,
            AuditLine.action,
            AuditLine.subject,
            AuditLine.detail,
            AuditLine.at,
            AuditLine.previous,
        )
        .where(AuditLine.action.in_(ACTIONS))
        .order_by(AuditLine.id),
        execution_options={"yield_per": AT_ONCE},
    )
    for line in lines:
        told.take(Line(*line))
    return told
