"""Contests, as pages ask for them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from competition.domain.errors import NotFound
from competition.domain.permissions import Viewer, require_state, visible
from competition.domain.settings import settings_from
from competition.models.base import db
from competition.models.contest import Contest, Proposal
from competition.models.entrant import Entrant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from competition.domain.settings import ContestSettings


_STEM: Final = 54  # of an address's 60 characters, so that a number finds room behind it


def by_slug(slug: str) -> Contest:
    """The contest at an address. Raises NotFound."""
    contest = db.session.scalar(select(Contest).where(Contest.slug == slug))
    if contest is None:
        raise NotFound("contest_unknown")
    return contest


def open_to_public(wanted: str = "") -> list[Any]:
    """The contests that anybody may know of, newest first; rehearsals are nobody's business.

    Rows of ``id``, ``slug``, ``title`` and ``state``; ``wanted`` is part of a title or address.
    """
    found = db.session.execute(
        select(Contest.id, Contest.slug, Contest.title, Contest.state)
        .where(Contest.rehearsal_of.is_(None), named(wanted))
        .order_by(Contest.created_at.desc(), Contest.id.desc())
    )
    return [row for row in found if visible(Viewer(), "contest", row.state)]


def named(wanted: str) -> ColumnElement[bool]:
    """The condition that these words are part of a contest's title or address."""
    columns = (Contest.title, Contest.slug)
    return or_(*(column.icontains(wanted.strip(), autoescape=True) for column in columns))


def in_order(ids: Sequence[int]) -> list[Contest]:
    """The contests of these ids, in the order of the ids."""
    found = db.session.scalars(select(Contest).where(Contest.id.in_(ids)))
    known = {contest.id: contest for contest in found}
    return [known[id_] for id_ in ids]


def in_deed(session: Session, contest_id: int, deed: str) -> Contest:
    """The contest inside a deed, held until the deed ends. Raises NotFound and WrongState."""
    contest = session.get(Contest, contest_id, with_for_update=True)
    if contest is None:
        raise NotFound("contest_unknown")
    require_state(deed, contest.state)
    return contest


def settings_of(contest: Contest) -> ContestSettings:
    """How the contest is run."""
    return settings_from(contest.settings)


def local_day(contest: Contest, now: datetime) -> date:
    """What day it is where the contest takes place."""
    return now.astimezone(ZoneInfo(contest.zone)).date()


def taken(slug: str) -> bool:
    """Whether a contest stands at that address already."""
    return db.session.scalar(select(Contest.id).where(Contest.slug == slug)) is not None


def free_slug(wanted: str) -> str:
    """The address itself while nobody has it, else with the lowest number behind it that is free.

    At most 60 characters, as addresses may be.
    """
    if not taken(wanted):
        return wanted
    stem = wanted[:_STEM].rstrip("-")
    like = select(Contest.slug).where(Contest.slug.startswith(f"{stem}-", autoescape=True))
    there = set(db.session.scalars(like))
    return next(slug for slug in (f"{stem}-{n}" for n in count(2)) if slug not in there)


def entrant_counts(contest_ids: Iterable[int]) -> dict[int, int]:
    """How many entrants each of the contests has."""
    counted = (
        select(Entrant.contest_id, func.count())
        .where(Entrant.contest_id.in_(list(contest_ids)))
        .group_by(Entrant.contest_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def proposals(contest_id: int, kind: str) -> list[Proposal]:
    """The proposals of a kind that wait for a second person, oldest first."""
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.contest_id == contest_id, Proposal.kind == kind)
        .where(Proposal.state == "waiting")
        .order_by(Proposal.id)
    )
    return list(found)
