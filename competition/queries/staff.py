"""The staff of a contest: who has which role, and who sits where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from competition.domain.ordering import natural
from competition.domain.permissions import ROLES
from competition.models.base import db
from competition.models.contest import Round
from competition.models.judging import Assignment, JudgeAbsence, Sheet
from competition.models.staff import Membership, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(slots=True)
class Member:
    """One person with all their roles in the contest; ``active`` is false once disabled."""

    user_id: int
    username: str
    name: str
    active: bool
    roles: list[str] = field(default_factory=list)
    trainee: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in a round, and how many sheets its judge has begun."""

    id: int
    round_id: int
    user_id: int
    name: str
    seat: str
    panel: str
    trainee: bool
    sheets: int


def members(contest_id: int) -> list[Member]:
    """Everybody with a role, by the weight of their first role, then by name: 二 before 十."""
    found = db.session.scalars(
        select(Membership)
        .where(Membership.contest_id == contest_id)
        .options(joinedload(Membership.user))
    )
    people: dict[int, Member] = {}
    for held in found:
        person = people.setdefault(held.user_id, _member(held))
        person.roles.append(held.role)
        person.trainee = person.trainee or held.trainee
    for person in people.values():
        person.roles.sort(key=ROLES.index)
    return sorted(people.values(), key=lambda one: (ROLES.index(one.roles[0]), natural(one.name)))


def _member(held: Membership) -> Member:
    user = held.user
    return Member(held.user_id, str(user.username or ""), user.name, user.active)


def seats(contest_id: int) -> dict[int, list[Seat]]:
    """The seats of every round, by the round's id, J1 before J10."""
    begun = (
        select(func.count(Sheet.id))
        .where(Sheet.round_id == Assignment.round_id, Sheet.user_id == Assignment.user_id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Assignment, User.name, begun)
        .join(User, User.id == Assignment.user_id)
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.contest_id == contest_id)
        .order_by(func.length(Assignment.seat), Assignment.seat)
    )
    by_round: dict[int, list[Seat]] = {}
    for seat, name, sheets in found:
        made = Seat(
            seat.id, seat.round_id, seat.user_id, name, seat.seat, seat.panel, seat.trainee, sheets
        )
        by_round.setdefault(seat.round_id, []).append(made)
    return by_round


@dataclass(frozen=True, slots=True)
class Away:
    """A round that somebody can't judge, or not between two times, and what was said of it."""

    round_id: int
    key: str
    title: str
    note: str
    since: datetime | None = None
    until: datetime | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the whole round."""
        return self.since is None and self.until is None


def away(contest_id: int) -> dict[int, list[Away]]:
    """Whoever can't judge some round, by the user's id, with those rounds in their order."""
    found = db.session.execute(
        select(JudgeAbsence.user_id, Round.id, Round.key, Round.title, JudgeAbsence.note)
        .add_columns(JudgeAbsence.away_from, JudgeAbsence.away_until)
        .join(Round, Round.id == JudgeAbsence.round_id)
        .where(Round.contest_id == contest_id)
        .order_by(Round.position)
    )
    people: dict[int, list[Away]] = {}
    for user_id, *of_round in found:
        people.setdefault(user_id, []).append(Away(*of_round))
    return people


def usernames() -> list[str]:
    """Every user name there is, of all contests."""
    found: Iterable[str | None] = db.session.scalars(select(User.username))
    return [name for name in found if name]


def by_username(username: str) -> User | None:
    """The account of that username, small and capital letters alike."""
    wanted = username.strip().lower()
    return db.session.scalar(select(User).where(func.lower(User.username) == wanted))
