"""Papers of a round with one agreed mark: who typed what, and whether the entries agree.

A paper goes by its entry number; no name stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from competition.domain.entries import COUNTED, Entry, agreed
from competition.domain.judging import SIGNED, draw_order
from competition.models.base import db
from competition.models.contest import Contest, Round
from competition.models.entrant import Attendance, Entrant
from competition.models.judging import Assignment, Sheet, SheetMark
from competition.models.staff import Membership, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import ColumnElement


PaperState = Literal["away", "missing", "one", "differs", "unconfirmed", "agreed"]

DOUBLE = ("first", "second")
SETTLED = "settled"
SINGLE = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """One entry of a paper: the marks, who typed them and when."""

    marks: Mapping[str, Decimal]
    user_id: int
    name: str
    at: datetime
    state: str
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class TheoryPaper:
    """One paper with its entries by name: first, second, settled, or '' where one is confirmed."""

    entrant_id: int
    number: str
    away: str
    entries: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def mark(self) -> Mapping[str, Decimal] | None:
        """The marks that stand, ``None`` while there are none."""
        return agreed({name: Entry(one.state, one.marks) for name, one in self.entries.items()})

    @property
    def state(self) -> PaperState:
        """How far the paper is."""
        if self.mark is not None:
            return "agreed"
        if self.away:
            return "away"
        if SINGLE in self.entries:
            return "unconfirmed"
        typed = sum(name in self.entries for name in DOUBLE)
        return ("missing", "one", "differs")[typed]

    def typed_by(self, user_id: int) -> bool:
        """Whether this person has typed the paper."""
        return any(one.user_id == user_id for one in self.entries.values())


@dataclass(frozen=True, slots=True)
class Desk:
    """A round whose papers somebody may type, and how far the papers are."""

    contest: Contest
    round: Round
    counts: Mapping[PaperState, int]


def desks_of(user_id: int) -> list[Desk]:
    """Every round with one agreed mark in which somebody types or settles."""
    found = db.session.execute(
        select(Contest, Round)
        .join(Round, Round.contest_id == Contest.id)
        .where(Round.judging == "single", _types_in(user_id) | _has_role(user_id, "chief_judge"))
        .order_by(Contest.id.desc(), Round.position)
    )
    return [Desk(contest, round_, tally(papers_of(round_))) for contest, round_ in found]


def may_type(round_: Round, user_id: int) -> bool:
    """Whether somebody is a clerk of the contest or a judge with a seat in this very round."""
    found = db.session.scalar(select(Round.id).where(Round.id == round_.id, _types_in(user_id)))
    return found is not None


def _types_in(user_id: int) -> ColumnElement[bool]:
    seat = select(Assignment.id).where(
        Assignment.round_id == Round.id, Assignment.user_id == user_id
    )
    return _has_role(user_id, "clerk") | seat.exists()


def _has_role(user_id: int, role: str) -> ColumnElement[bool]:
    return (
        select(Membership.id)
        .where(
            Membership.contest_id == Round.contest_id,
            Membership.user_id == user_id,
            Membership.role == role,
        )
        .exists()
    )


def papers_of(round_: Round) -> list[TheoryPaper]:
    """Every paper of the round in the order of the entry numbers. Three queries."""
    found = db.session.execute(
        select(Entrant.id, Entrant.number, Entrant.state, Attendance.state)
        .outerjoin(
            Attendance, (Attendance.entrant_id == Entrant.id) & (Attendance.round_id == round_.id)
        )
        .where(Entrant.contest_id == round_.contest_id)
    )
    entries = _entries(round_)
    papers = [
        TheoryPaper(id_, number, attended or _away(state), entries.get(id_, {}))
        for id_, number, state, attended in found
    ]
    return sorted(papers, key=lambda paper: draw_order(paper.number))


def _away(state: str) -> str:
    return "" if state == "unofficial" else state


def _entries(round_: Round) -> dict[int, dict[str, Typed]]:
    """By entrant and entry; plain columns, which are several times faster than rows as objects."""
    who = (Sheet.user_id, User.name, Sheet.updated_at, Sheet.state, Sheet.revision, Sheet.reason)
    found = db.session.execute(
        select(Sheet.entrant_id, Sheet.entry, Sheet.id, *who)
        .join(User, User.id == Sheet.user_id)
        .where(Sheet.round_id == round_.id, Sheet.seat == "", Sheet.state.in_(COUNTED))
    )
    marks = _marks(round_)
    entries: dict[int, dict[str, Typed]] = {}
    for entrant, entry, id_, user_id, name, at, state, revision, reason in found:
        typed = Typed(marks.get(id_, {}), user_id, name, at, state, revision, reason)
        entries.setdefault(entrant, {})[entry] = typed
    return entries


def _marks(round_: Round) -> dict[int, dict[str, Decimal]]:
    found = db.session.execute(
        select(SheetMark.sheet_id, SheetMark.criterion, SheetMark.mark)
        .join(Sheet)
        .where(Sheet.round_id == round_.id, Sheet.seat == "", Sheet.state.in_(COUNTED))
    )
    marks: dict[int, dict[str, Decimal]] = {}
    for sheet, criterion, mark in found:
        marks.setdefault(sheet, {})[criterion] = mark
    return marks


def for_typing(papers: Iterable[TheoryPaper], entry: str, user_id: int) -> list[TheoryPaper]:
    """The papers that somebody may type in this entry: not those they typed in another one."""
    return [
        paper
        for paper in papers
        if not paper.away
        and all(one.user_id != user_id for name, one in paper.entries.items() if name != entry)
        and (entry not in paper.entries or paper.entries[entry].user_id == user_id)
    ]


def typists_of(papers: Iterable[TheoryPaper], entry: str) -> dict[int, str]:
    """Who has typed papers in this entry: the names by the id of the person."""
    entries = (paper.entries[entry] for paper in papers if entry in paper.entries)
    return {typed.user_id: typed.name for typed in entries}


def differing(papers: Iterable[TheoryPaper]) -> list[TheoryPaper]:
    """The papers on which two entries differ and no third look has decided."""
    return [paper for paper in papers if paper.state == "differs"]


def unconfirmed(papers: Iterable[TheoryPaper]) -> list[TheoryPaper]:
    """The papers that wait for a second person's confirmation."""
    return [paper for paper in papers if paper.state == "unconfirmed"]


def tally(papers: Sequence[TheoryPaper]) -> dict[PaperState, int]:
    """How many papers are in each state."""
    counts: dict[PaperState, int] = dict.fromkeys(
        ("agreed", "differs", "unconfirmed", "one", "missing", "away"), 0
    )
    for paper in papers:
        counts[paper.state] += 1
    return counts


def is_final(entry: Typed) -> bool:
    """Whether an entry was settled or confirmed and can't be typed over."""
    return entry.state == SIGNED
