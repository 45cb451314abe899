"""The demonstration as its start page explains it: the invented people who can sign in.

Their passwords and codes are no secrets: they open invented contests only, and stand on the start
page as long as the demonstration is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, func, not_, select

from competition.models.base import db
from competition.models.contest import Contest, Round
from competition.models.judging import Sheet

FINISHED: Final = "quzhou-2023"
PLAYING: Final = "quzhou-demo"
PASSWORD: Final = "quzhou-demo"  # noqa: S105 -- printed on the start page


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the staff of the demonstration."""

    username: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contestant:
    """An entrant whose access code is shown; ``point`` names what is worth looking at."""

    number: str
    name: str
    code: str
    point: str


ACCOUNTS: Final = (
    Account("organiser", "楼望江", ("organiser",)),
    Account("chief", "裘正平", ("chief_judge",)),
    Account("judge1", "沈观复", ("judge",)),
    Account("judge2", "傅秉衡", ("judge",)),
    Account("judge3", "夏知秋", ("judge",)),
    Account("judge4", "孟和声", ("judge",)),
    Account("judge5", "章若水", ("judge",)),
    Account("clerk1", "金细辛", ("clerk",)),
    Account("clerk2", "施半夏", ("clerk",)),
    Account("supervisor", "钱明鉴", ("supervisor",)),
    Account("arbiter", "宋持正", ("arbiter",)),
)

CONTESTANTS: Final = (
    Contestant("001", "林知夏", "DEMQ2-2RNK9", "winner"),
    Contestant("003", "徐景行", "DEMQ3-2RNK9", "theory_failed"),
    Contestant("006", "周㛃", "DEMQ6-2RNK9", "holds_level"),
)


def contest(slug: str) -> Contest | None:
    """The demonstration's contest at this address, unless a real one has the address."""
    return db.session.scalar(
        select(Contest).where(Contest.slug == slug, Contest.demonstration.is_(True))
    )


def loaded() -> bool:
    """Whether the demonstration is there."""
    return contest(FINISHED) is not None


def complete() -> bool:
    """Whether it was loaded to its end, which is the first sheet of the contest to play with.

    What became of it since is the visitors' doing.
    """
    sheets = (
        select(Sheet.id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.slug == PLAYING, Contest.demonstration.is_(True), Round.judging == "panel")
    )
    return db.session.scalar(sheets.limit(1)) is not None


def real_contests() -> int:
    """How many contests there are that are no demonstration, nor one that was just begun."""
    begun = and_(Contest.slug.in_((FINISHED, PLAYING)), Contest.state == "setup")
    wanted = select(func.count(Contest.id)).where(Contest.demonstration.is_(False), not_(begun))
    return db.session.scalar(wanted) or 0
