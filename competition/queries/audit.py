"""The audit lines of a contest, as its page asks for them. Nothing here writes or checks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from competition.domain.ordering import natural
from competition.models.audit import AuditLine
from competition.models.base import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; what is empty leaves all."""

    contest_id: int
    action: str = ""
    person: str = ""
    subject: str = ""


def ids(wanted: Filter) -> list[int]:
    """The ids of the lines, newest first."""
    return [id_ for id_, _ in valued(wanted, "id")]


def valued(wanted: Filter, column: str) -> list[tuple[int, Any]]:
    """The ids of the lines, newest first, each with what stands in the column."""
    chosen = _chosen(select(AuditLine.id, getattr(AuditLine, column)), wanted)
    found = db.session.execute(chosen.order_by(AuditLine.id.desc()))
    return [(id_, value) for id_, value in found]


def lines(chosen: Sequence[int]) -> list[AuditLine]:
    """The lines of those ids, in that order."""
    found = db.session.scalars(select(AuditLine).where(AuditLine.id.in_(chosen)))
    by_id = {line.id: line for line in found}
    return [by_id[id_] for id_ in chosen if id_ in by_id]


def actions(contest_id: int) -> list[tuple[str, int]]:
    """Each action that occurs, with how often."""
    counted = (
        select(AuditLine.action, func.count())
        .where(AuditLine.contest_id == contest_id)
        .group_by(AuditLine.action)
        .order_by(AuditLine.action)
    )
    return [(action, count) for action, count in db.session.execute(counted)]


def people(contest_id: int) -> list[str]:
    """Everybody who did something."""
    chosen = select(AuditLine.actor_name).where(AuditLine.contest_id == contest_id).distinct()
    return sorted(db.session.scalars(chosen), key=natural)


def about(contest_id: int, subject: str, most: int) -> list[AuditLine]:
    """The newest lines about exactly this subject."""
    chosen = select(AuditLine).where(
        AuditLine.contest_id == contest_id, AuditLine.subject == subject
    )
    return list(db.session.scalars(chosen.order_by(AuditLine.id.desc()).limit(most)))


def newest(contest_id: int, action: str) -> AuditLine | None:
    """The newest line of an action."""
    chosen = select(AuditLine).where(AuditLine.contest_id == contest_id, AuditLine.action == action)
    return db.session.scalar(chosen.order_by(AuditLine.id.desc()).limit(1))


def _chosen(statement: Select[Any], wanted: Filter) -> Select[Any]:
    chosen = statement.where(AuditLine.contest_id == wanted.contest_id)
    if wanted.action:
        chosen = chosen.where(AuditLine.action == wanted.action)
    if wanted.person:
        chosen = chosen.where(AuditLine.actor_name == wanted.person)
    if wanted.subject.strip():
        chosen = chosen.where(AuditLine.subject.icontains(wanted.subject.strip(), autoescape=True))
    return chosen
