"""The judging wall: judge × entrant, with each tablet's last contact; sheets and penalties.

Draw numbers only. Whoever may see the wall may see marks, never names, through it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from competition.domain.errors import NotFound
from competition.domain.judging import DRAFT, cell_state, draw_order, panel_judges
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant
from competition.models.judging import Assignment, Penalty, Sheet, SheetMark
from competition.models.staff import Device, User
from competition.queries.judging.returned import returned_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Executable

    from competition.models.contest import Contest

    _Stored = tuple[str, int, int, int]  # state, id, revision, marks of a draft


@dataclass(frozen=True, slots=True)
class Cell:
    """One judge's sheet for one entrant; ``sheet_id`` is None before the first mark.

    ``returned``: the chief judge gave it back, and its judge has not handed it in again.
    """

    state: str
    sheet_id: int | None = None
    revision: int = 0
    returned: bool = False

    @property
    def open(self) -> bool:
        """Whether the sheet is still to come or not finished."""
        return self.state in {"not_begun", "partial"}


@dataclass(frozen=True, slots=True)
class Column:
    """One judge of the round, and the tablet that was last in contact.

    ``left_behind`` are marks that the judge's other tablets said they had not sent.
    """

    seat: str
    name: str
    trainee: bool
    signed_at: datetime | None
    device: Device | None
    user_id: int
    left_behind: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One entrant by draw number; ``away`` says why no marks are expected."""

    entrant_id: int
    draw: str
    away: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Wall:
    """The grid of a round."""

    round: Round
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many sheets are in each state; entrants away are left out."""
        found = dict.fromkeys(("not_begun", "partial", "submitted", "signed", "recused"), 0)
        for row in self.rows:
            for cell in row.cells:
                if cell.state in found:
                    found[cell.state] += 1
        return found

    @property
    def expected(self) -> int:
        """How many sheets the round needs."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many of them are in, signed or recused."""
        return sum(self.counts[state] for state in ("submitted", "signed", "recused"))


def wall_of(round_: Round) -> Wall:
    """The grid of a round. Five queries, whatever the size of the hall."""
    columns = _columns(round_)
    sheets, returned = _sheets(round_), returned_in(round_.id)
    found = db.session.execute(
        select(Entrant.id, Entrant.draw_number, Entrant.state, Entrant.group, Attendance.state)
        .outerjoin(
            Attendance, (Attendance.entrant_id == Entrant.id) & (Attendance.round_id == round_.id)
        )
        .where(Entrant.contest_id == round_.contest_id, Entrant.draw_number.is_not(None))
    )
    rows = []
    for id_, draw, state, group, attended in found:
        away = attended or ("" if state == "unofficial" else state)
        cells = [
            _cell(panel_judges(panel, group, draw), away, sheets.get((id_, column.seat)), returned)
            for column, panel in columns
        ]
        rows.append(Row(id_, draw or "", away, cells))
    ordered = sorted(rows, key=lambda row: draw_order(row.draw))
    return Wall(round_, [column for column, _ in columns], ordered)


def _cell(
    concerned: bool,  # noqa: FBT001 -- read once, above
    away: str,
    sheet: _Stored | None,
    returned: Collection[int],
) -> Cell:
    if not concerned:
        return Cell("none")
    if away:
        return Cell("away")
    if sheet is None:
        return Cell("not_begun")
    state, id_, revision, given = sheet
    return Cell(cell_state(state, given), id_, revision, id_ in returned)


def _columns(round_: Round) -> list[tuple[Column, str]]:
    devices = _devices(round_.contest_id)
    found = db.session.execute(
        select(Assignment, User.name)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.round_id == round_.id)
    )
    columns = [
        (
            Column(
                held.seat,
                name,
                held.trainee,
                held.signed_at,
                devices[held.user_id][-1] if devices[held.user_id] else None,
                held.user_id,
                sum(device.unsent for device in devices[held.user_id][:-1]),
            ),
            held.panel,
        )
        for held, name in found
    ]
    return sorted(columns, key=lambda one: (one[0].trainee, draw_order(one[0].seat)))


def _devices(contest_id: int) -> defaultdict[int, list[Device]]:
    """Each person's tablets, the one with the latest contact last."""
    found = db.session.scalars(
        select(Device).where(Device.contest_id == contest_id).order_by(Device.last_contact)
    )
    held: defaultdict[int, list[Device]] = defaultdict(list)
    for device in found:
        held[device.user_id].append(device)
    return held


def _sheets(round_: Round) -> dict[tuple[int, str], _Stored]:
    """State, id, revision and, of a draft, how many marks it has; plain values, being many."""
    marked = and_(SheetMark.sheet_id == Sheet.id, Sheet.state == DRAFT)
    found = db.session.execute(
        select(
            Sheet.entrant_id,
            Sheet.seat,
            Sheet.state,
            Sheet.id,
            Sheet.revision,
            func.count(SheetMark.criterion),
        )
        .outerjoin(SheetMark, marked)
        .where(Sheet.round_id == round_.id, Sheet.entry == "")
        .group_by(Sheet.entrant_id, Sheet.seat, Sheet.state, Sheet.id, Sheet.revision)
    )
    return {(row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in found}


def pulse_of(contest: Contest, now: datetime) -> str:
    """A word that changes whenever anything on the contest's wall does; a few small queries."""
    rounds = select(Round.id).where(Round.contest_id == contest.id)
    asked: list[Executable] = [
        select(Sheet.round_id, func.count(), func.sum(Sheet.revision), func.max(Sheet.id))
        .where(Sheet.round_id.in_(rounds))
        .group_by(Sheet.round_id),
        select(Assignment.id, Assignment.seat, Assignment.panel, Assignment.signed_at, User.name)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.round_id.in_(rounds)),
        select(Entrant.id, Entrant.draw_number, Entrant.state, Entrant.group).where(
            Entrant.contest_id == contest.id
        ),
        select(Attendance.entrant_id, Attendance.round_id, Attendance.state).where(
            Attendance.round_id.in_(rounds)
        ),
        select(Round.id, Round.title, Round.state, Round.on_stage_id, Round.on_stage_since).where(
            Round.contest_id == contest.id
        ),
    ]
    said = [sorted(map(repr, db.session.execute(query))) for query in asked]
    tablets = [
        (one.id, one.user_id, one.unsent, one.state, None if one.near(now) else one.last_contact)
        for tablets in _devices(contest.id).values()
        for one in tablets
    ]
    return hashlib.sha256(repr((said, tablets)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """One sheet as the chief judge sees it."""

    sheet: Sheet
    draw: str
    judge: str


def sheet_in(round_: Round, sheet_id: int) -> SheetSeen:
    """A sheet of the round. Raises NotFound ``sheet_unknown``."""
    found = db.session.execute(
        select(Sheet, Entrant.draw_number, User.name)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(User, User.id == Sheet.user_id)
        .where(Sheet.id == sheet_id, Sheet.round_id == round_.id)
    ).one_or_none()
    if found is None:
        raise NotFound("sheet_unknown")
    sheet, draw, name = found
    return SheetSeen(sheet, draw or "", name)


def penalties_of(round_: Round) -> list[tuple[Penalty, str, str]]:
    """The deductions of a round, newest first, with draw number and who made them."""
    found = db.session.execute(
        select(Penalty, Entrant.draw_number, User.name)
        .join(Entrant, Entrant.id == Penalty.entrant_id)
        .join(User, User.id == Penalty.made_by)
        .where(Penalty.round_id == round_.id)
        .order_by(Penalty.id.desc())
    )
    return [(penalty, draw or "", name) for penalty, draw, name in found]
