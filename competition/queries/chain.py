"""The audit chain as it is stored, walked from its first line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from competition.domain.chain import GENESIS, Break, Link, breaks
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.results import ResultVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

AT_ONCE = 1000


def check() -> tuple[int, str, list[Break]]:
    """How many lines there are, the hash of the newest, and every place that does not hold."""
    length, head = 0, ""

    def counted() -> Iterator[Link]:
        nonlocal length, head
        for link in links():
            length, head = length + 1, link.hash
            yield link

    found = list(breaks(counted(), anchors()))
    return length, head, found


def latest() -> datetime | None:
    """The latest moment that the chain tells of; None while it is empty."""
    return db.session.scalar(select(func.max(AuditLine.at)))


def absent(heads: Collection[str]) -> list[str]:
    """Of heads that were noted elsewhere (hashes in hexadecimal), those that no line has now."""
    known = set(db.session.scalars(select(AuditLine.hash).where(AuditLine.hash.in_(heads))))
    return [one for one in heads if one not in known | {GENESIS}]


def links() -> Iterator[Link]:
    """Every line of the chain, oldest first, a thousand at a time."""
    lines = db.session.scalars(
        select(AuditLine).order_by(AuditLine.id), execution_options={"yield_per": AT_ONCE}
    )
    for line in lines:
        yield Link(line.id, line.previous, line.hash, line.content())


def anchors() -> list[str]:
    """The heads of the chain that published versions carry."""
    return list(db.session.scalars(select(ResultVersion.audit_head)))
