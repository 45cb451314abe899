"""The rules of a contest against its marks: frozen or not, and what a change would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from sqlalchemy import exists, select

from competition.domain.ranking import rank
from competition.domain.setup.what_if import moves
from competition.models.base import db
from competition.models.contest import Round
from competition.models.judging import Sheet, SheetMark
from competition.queries.ranking import keep, live

if TYPE_CHECKING:
    from decimal import Decimal

    from competition.domain.rules import Rules
    from competition.domain.setup.what_if import Move
    from competition.models.contest import Contest


CHANGE: Final = "rules"  # the kind of a proposal to change the rules


def frozen(contest: Contest) -> bool:
    """Whether a mark was given, so that the rules only change by two people."""
    if contest.rules_frozen_at is not None:
        return True
    given = select(exists().where(Sheet.round_id == Round.id, Round.contest_id == contest.id))
    return bool(db.session.scalar(given))


def marks_lost(contest: Contest, wanted: Rules) -> list[str]:
    """The titles of rounds and criteria that have marks which ``wanted`` has no place for."""
    found = db.session.execute(
        select(Round.key, Round.title, Round.judging, SheetMark.criterion, SheetMark.mark)
        .join(Sheet, Sheet.round_id == Round.id)
        .join(SheetMark, SheetMark.sheet_id == Sheet.id)
        .where(Round.contest_id == contest.id)
    )
    highest: dict[tuple[str, str, str, str], Decimal] = {}
    for key, title, judging, criterion, mark in found:
        place = (key, title, judging, criterion)
        highest[place] = max(mark, highest.get(place, mark))
    lost = (
        f"{title} {criterion}".strip()
        for (key, title, judging, criterion), mark in highest.items()
        if not _has_room(wanted, key, judging, criterion, mark)
    )
    return sorted(set(lost))


def _has_room(wanted: Rules, key: str, judging: str, criterion: str, mark: Decimal) -> bool:
    round_ = next((item for item in wanted.rounds if item.key == key), None)
    if round_ is None or round_.judging != judging:
        return False
    if not round_.criteria:
        return not criterion and mark <= round_.full_mark
    one = next((item for item in round_.criteria if item.key == criterion), None)
    return one is not None and mark <= one.full_mark


_moved: WeakKeyDictionary[object, dict[int, tuple[str, Rules, tuple[Move, ...]]]]
_moved = WeakKeyDictionary()  # by database


def would_move(contest: Contest, wanted: Rules) -> tuple[Move, ...]:
    """Who would stand otherwise under other rules, on the marks of now.

    The last answer of a contest is remembered: who decides on a proposal looks at it again.
    """
    present = live(contest)
    kept = _moved.setdefault(db.engine, {})
    known = kept.get(contest.id)
    if known and known[0] == present.fingerprint and known[1] == wanted:
        return known[2]
    found = moves(present.ranking, rank(wanted, present.field))
    keep(kept, contest.id, (present.fingerprint, wanted, found))
    return found
