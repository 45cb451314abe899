"""The live ranking: what ``ranking.rank`` says of the tables as they stand now.

It decides nothing; it remembers the answer under a fingerprint of the rows, so that a page costs
the comparison of fingerprints and not the reading of every mark, and after a mark the reading of
that entrant alone. Publishing remembers nothing: it reads all anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from competition.domain.publishing.edges import edges
from competition.domain.ranking import rank
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant, Measurement
from competition.models.judging import Assignment, Penalty, Sheet
from competition.queries.field import field_again, rules_of
from competition.queries.judging.completeness import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from competition.domain.contest import Entrant as Entry
    from competition.domain.contest import Field
    from competition.domain.publishing.edges import Edge
    from competition.domain.ranking.results import Ranking
    from competition.domain.ranking.totals import Scored
    from competition.domain.rules import Rules
    from competition.models.contest import Contest
    from competition.queries.judging.completeness import Waiting

Kept = TypeVar("Kept")
KEPT = 16  # contests whose newest ranking a process remembers


@dataclass(frozen=True, slots=True)
class Live:
    """A ranking with its rules and field, who is on an edge, whose marks are still to come."""

    rules: Rules
    field: Field
    ranking: Ranking
    edges: Mapping[str, tuple[Edge, ...]]
    waiting: Mapping[str, tuple[Waiting, ...]]
    fingerprint: str


@dataclass(slots=True)
class _Memory:
    """What was read and computed of each entrant under some rules, to be taken over."""

    rules_sha256: str
    known: dict[int, tuple[object, Entry]] = field(default_factory=dict)
    scored: dict[str, Scored] = field(default_factory=dict)


_kept: WeakKeyDictionary[object, dict[int, Live]] = WeakKeyDictionary()  # by database
_memories: WeakKeyDictionary[object, dict[int, _Memory]] = WeakKeyDictionary()  # likewise


def live(contest: Contest) -> Live:
    """The ranking as the tables stand now."""
    present = fingerprint(contest)
    kept = _kept.setdefault(db.engine, {})
    known = kept.get(contest.id)
    if known and known.fingerprint == present:
        return known
    rules, memory = rules_of(contest), _memory(contest)
    standing = field_again(contest, memory.known)
    ranking = rank(rules, standing, memory.scored)
    awaited = waiting(contest, standing)
    made = Live(rules, standing, ranking, edges(rules, ranking), awaited, present)
    keep(kept, contest.id, made)
    return made


def _memory(contest: Contest) -> _Memory:
    """What is remembered of a contest under its present rules."""
    memories = _memories.setdefault(db.engine, {})
    found = memories.get(contest.id)
    if found is None or found.rules_sha256 != contest.rules_sha256:
        found = _Memory(contest.rules_sha256)
    keep(memories, contest.id, found)
    return found


def keep(kept: dict[int, Kept], contest_id: int, made: Kept) -> None:
    """Remember what was made of a contest; forget the contest asked for longest ago."""
    kept.pop(contest_id, None)
    kept[contest_id] = made
    while len(kept) > KEPT:
        kept.pop(next(iter(kept)), None)


def fingerprint(contest: Contest) -> str:
    """A digest that changes whenever something changes that the ranking depends on."""
    digest = hashlib.sha256(contest.rules_sha256.encode())
    for statement in _statements(contest.id):
        for row in db.session.execute(statement):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _statements(contest_id: int) -> list[Select[*tuple[Any, ...]]]:
    of_contest = select(Entrant.id).where(Entrant.contest_id == contest_id)
    return [
        select(func.max(AuditLine.id)).where(AuditLine.contest_id == contest_id),
        _sheets(contest_id),
        select(Assignment.id, Assignment.seat, Assignment.panel, Assignment.trainee)
        .join(Round)
        .where(Round.contest_id == contest_id)
        .order_by(Assignment.id),
        select(Entrant.number, Entrant.group, Entrant.held_level, Entrant.ineligible, Entrant.state)
        .where(Entrant.contest_id == contest_id)
        .order_by(Entrant.id),
        select(Attendance.id, Attendance.state)
        .where(Attendance.entrant_id.in_(of_contest))
        .order_by(Attendance.id),
        select(Penalty.id, Penalty.points, Penalty.lifted_at)
        .where(Penalty.entrant_id.in_(of_contest))
        .order_by(Penalty.id),
        select(Measurement.id, Measurement.value)
        .where(Measurement.entrant_id.in_(of_contest))
        .order_by(Measurement.id),
    ]


def _sheets(contest_id: int) -> Select[*tuple[Any, ...]]:
    """Every change of a sheet raises its revision; drafts don't count towards a ranking."""
    return (
        select(Sheet.state, func.count(), func.sum(Sheet.revision), func.max(Sheet.updated_at))
        .join(Round)
        .where(Round.contest_id == contest_id, Sheet.trainee.is_(False), Sheet.state != "draft")
        .group_by(Sheet.state)
        .order_by(Sheet.state)
    )


def names(contest: Contest) -> dict[str, tuple[str, str]]:
    """Name and employer by entry number; whoever asks has passed the gate for names."""
    found = db.session.execute(
        select(Entrant.number, Entrant.name, Entrant.employer).where(
            Entrant.contest_id == contest.id
        )
    )
    return {number: (name, employer) for number, name, employer in found}
