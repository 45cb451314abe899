"""What a judge has before them: seats, entrants by draw number, sheets. Never a name of an entrant.

Whatever a tablet or a judge's page shows is asked here, so that no page can tell more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from competition.domain import rules
from competition.domain.errors import NotFound
from competition.domain.judging import (
    LOCKED,
    SIGNED,
    SUBMITTED,
    cell_state,
    draw_order,
    draws_of,
    sheet_total,
)
from competition.domain.sync import Standing
from competition.models import sealed
from competition.models.base import db
from competition.models.contest import Contest, Criterion, Round
from competition.models.entrant import Attendance, Entrant
from competition.models.judging import Assignment, Sheet, SheetRevision
from competition.models.staff import User
from competition.queries.field import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement

CHECK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Seat:
    """One judge's seat in one round, with the contest it belongs to."""

    assignment: Assignment
    round: Round
    contest: Contest


@dataclass(frozen=True, slots=True)
class Paper:
    """One entrant as a judge sees them: the draw number, the judge's own sheet, and ``away``.

    ``check`` ties the draw number to the entrant without telling who it is, so that marks never
    follow a number to somebody else after a new draw. ``away`` is absent, withdrawn or
    disqualified, empty when the entrant takes part.
    """

    entrant_id: int
    draw: str
    check: str
    away: str
    sheet: Sheet | None
    marks: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """How the sheet stands, in the words of the wall."""
        if self.away:
            return "away"
        return cell_state(self.sheet.state if self.sheet else None, len(self.marks))

    @property
    def revision(self) -> int:
        """The revision that a change made now is based on."""
        return self.sheet.revision if self.sheet else 0

    @property
    def total(self) -> Decimal | None:
        """The plain sum of the marks given so far, ``None`` before the first."""
        return sheet_total(self.marks) if self.marks else None

    @property
    def done(self) -> bool:
        """Whether nothing more is expected of the judge here."""
        return self.state in {"submitted", "signed", "recused", "away"}

    @property
    def locked(self) -> bool:
        """Whether only the chief judge can open the sheet again."""
        return self.state in LOCKED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a judge has come in a round."""

    seat: Seat
    papers: Sequence[Paper]

    @property
    def done(self) -> int:
        """Entrants of whom nothing more is expected."""
        return sum(paper.done for paper in self.papers)

    @property
    def left(self) -> tuple[Paper, ...]:
        """Entrants that still need a sheet."""
        return tuple(paper for paper in self.papers if not paper.done)

    @property
    def signed(self) -> bool:
        """Whether the judge has signed and nothing was opened again since."""
        return self.seat.assignment.signed_at is not None


def seats_of(user_id: int, contest_id: int | None = None) -> list[Seat]:
    """Every seat that somebody holds in a round judged by a panel, newest contest first.

    With ``contest_id`` only those of that contest and of its rehearsals.
    """
    found = db.session.execute(
        select(Assignment, Round, Contest)
        .join(Round, Round.id == Assignment.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Assignment.user_id == user_id, *in_contest(contest_id))
        .order_by(Contest.id.desc(), Round.position)
    )
    return [Seat(*row) for row in found]


def in_contest(contest_id: int | None) -> Iterable[ColumnElement[bool]]:
    """Rounds of one contest and its rehearsals, where one is named."""
    if contest_id is not None:
        own = or_(Contest.id == contest_id, Contest.rehearsal_of == contest_id)
        yield Round.contest_id.in_(select(Contest.id).where(own))


def seat_in(contest: Contest, round_key: str, user_id: int) -> Seat:
    """The seat of a judge in a round. Raises NotFound ``no_seat``."""
    round_ = round_in(contest, round_key)
    held = db.session.scalar(
        select(Assignment).where(Assignment.round_id == round_.id, Assignment.user_id == user_id)
    )
    if held is None:
        raise NotFound("no_seat")
    return Seat(held, round_, contest)


def round_in(contest: Contest, key: str) -> Round:
    """The round of that key. Raises NotFound ``round_not_found``."""
    found = db.session.scalar(
        select(Round)
        .options(selectinload(Round.criteria))
        .where(Round.contest_id == contest.id, Round.key == key)
    )
    if found is None:
        raise NotFound("round_not_found")
    return found


def rubric_of(contest: Contest, round_: Round) -> tuple[rules.Criterion, ...]:
    """What is marked in a round, with what each band means; one criterion '' without criteria."""
    described = {item.key: item for item in rules_of(contest).round(round_.key).criteria}
    return tuple(described.get(item.key) or bounds(item) for item in round_.criteria)


def bounds(row: Criterion) -> rules.Criterion:
    """The criterion as far as a mark must fit it, from its row alone."""
    return rules.Criterion(row.key, row.title, row.full_mark, row.step)


def papers_of(seat: Seat) -> list[Paper]:
    """Every entrant of the seat's panel in draw order, with the judge's own sheet."""
    return sorted(_papers(seat), key=lambda paper: draw_order(paper.draw))


def _papers(seat: Seat, *only: ColumnElement[bool]) -> list[Paper]:
    sheet = and_(
        Sheet.entrant_id == Entrant.id,
        Sheet.round_id == seat.round.id,
        Sheet.seat == seat.assignment.seat,
        Sheet.entry == "",
    )
    attended = and_(Attendance.entrant_id == Entrant.id, Attendance.round_id == seat.round.id)
    found = db.session.execute(
        select(Entrant.id, Entrant.draw_number, Entrant.state, Attendance.state, Sheet)
        .outerjoin(Sheet, sheet)
        .outerjoin(Attendance, attended)
        .options(selectinload(Sheet.marks))
        .where(*_of_panel(seat), *only)
    )
    return [_paper(*row) for row in found]


def _of_panel(seat: Seat) -> Iterable[ColumnElement[bool]]:
    """Entrants that have a draw number, and that the seat's panel judges."""
    yield Entrant.contest_id == seat.contest.id
    yield Entrant.draw_number.is_not(None)
    panel = seat.assignment.panel
    ends = draws_of(panel)
    if ends:
        numbers = range(ends[0], ends[1] + 1)
        yield Entrant.draw_number.in_(
            [form % n for n in numbers for form in ("%d", "%02d", "%03d")]
        )
    elif panel:
        yield Entrant.group == panel


def _paper(
    entrant_id: int, draw: str | None, state: str, attendance: str | None, sheet: Sheet | None
) -> Paper:
    marks = {mark.criterion: mark.mark for mark in sheet.marks} if sheet else {}
    away = attendance or (state if state != "unofficial" else "")
    return Paper(entrant_id, draw or "", entrant_check(entrant_id), away, sheet, marks)


def entrant_check(entrant_id: int) -> str:
    """A word for an entrant that tells nobody who they are, the same on every tablet."""
    return sealed.keyring().blind_index(f"entrant:{entrant_id}")[:CHECK_DIGITS]


def progress_of(seat: Seat) -> Progress:
    """How far the judge has come."""
    return Progress(seat, papers_of(seat))


def paper_in(seat: Seat, draw: str) -> Paper:
    """One entrant before the judge. Raises NotFound ``draw_unknown``."""
    found = _papers(seat, Entrant.draw_number == draw)
    if not found:
        raise NotFound("draw_unknown", draw=draw)
    return found[0]


def revisions_of(sheet: Sheet) -> list[tuple[SheetRevision, str]]:
    """Every revision of a sheet, newest first, each with the name of who wrote it."""
    found = db.session.execute(
        select(SheetRevision, User.name)
        .join(User, User.id == SheetRevision.user_id)
        .where(SheetRevision.sheet_id == sheet.id)
        .order_by(SheetRevision.revision.desc())
    )
    return [(kept, name) for kept, name in found]


def standing_of(paper: Paper) -> Standing | None:
    """The sheet as the server has it, with who wrote it and when; ``None`` while there is none."""
    if paper.sheet is None:
        return None
    kept, name = db.session.execute(
        select(SheetRevision, User.name)
        .join(User, User.id == SheetRevision.user_id)
        .where(
            SheetRevision.sheet_id == paper.sheet.id,
            SheetRevision.revision == paper.sheet.revision,
        )
    ).one()
    return Standing(
        paper.sheet.revision, paper.sheet.state, paper.marks, name, kept.made_at, kept.device_id
    )


def revision_of(paper: Paper, revision: int) -> SheetRevision:
    """An earlier revision of a sheet. Raises NotFound ``revision_unknown``."""
    found = db.session.scalar(
        select(SheetRevision).where(
            SheetRevision.sheet_id == (paper.sheet.id if paper.sheet else None),
            SheetRevision.revision == revision,
        )
    )
    if found is None:
        raise NotFound("revision_unknown")
    return found


def marks_of(kept: SheetRevision) -> dict[str, Decimal]:
    """The marks of a kept revision."""
    return {key: Decimal(mark) for key, mark in kept.marks.items()}


def totals_of_others(sheet: Sheet) -> list[Decimal]:
    """The other judges' totals for the same entrant, of those who have submitted; no trainees."""
    found = db.session.scalars(
        select(Sheet)
        .options(joinedload(Sheet.marks))
        .where(
            Sheet.round_id == sheet.round_id,
            Sheet.entrant_id == sheet.entrant_id,
            Sheet.entry == "",
            Sheet.seat != sheet.seat,
            Sheet.trainee.is_(False),
            Sheet.state.in_({SUBMITTED, SIGNED}),
        )
    ).unique()
    return [sheet_total({mark.criterion: mark.mark for mark in one.marks}) for one in found]
