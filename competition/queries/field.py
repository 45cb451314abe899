"""The field of a contest: everything recorded of its entrants, as ``ranking.rank`` takes it.

Whatever ranks asks here, so that no two pages can read the tables differently. Eight queries,
whatever the number of entrants.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import String, select, type_coerce

from competition.domain import contest as shapes
from competition.domain.entries import COUNTED, Entry, agreed
from competition.exchange.rules_file import read_rules
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant, Measurement
from competition.models.judging import Penalty, Sheet, SheetMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Select

    from competition.domain.rules import Rules
    from competition.models.contest import Contest

_decimal = lru_cache(maxsize=4096)(Decimal)


@dataclass(slots=True)
class _Record:
    """What was recorded of one entrant in one round, while the rows come in."""

    state: shapes.RoundState | None = None
    sheets: list[shapes.Sheet] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    recused: list[str] = field(default_factory=list)
    penalties: list[shapes.Penalty] = field(default_factory=list)

    def frozen(self) -> shapes.RoundRecord:
        marks = agreed(self.entries)
        sheets = (*self.sheets, shapes.Sheet("", marks)) if marks else tuple(self.sheets)
        return shapes.RoundRecord(
            self.state, sheets, tuple(sorted(self.recused)), tuple(self.penalties)
        )


_Records = defaultdict[int, defaultdict[str, _Record]]


def rules_of(contest: Contest) -> Rules:
    """The rules that are in force in the contest."""
    return _rules(contest.rules_sha256, contest.rules_text)


@lru_cache(maxsize=64)
def _rules(_sha256: str, text: str) -> Rules:
    return read_rules(text, "rules.toml")


def field_of(contest: Contest) -> shapes.Field:
    """All entrants with what stands of them: drafts and trainees' sheets don't, a recusal does."""
    records = _records(contest)
    measures = _measures(contest)
    found = db.session.execute(
        select(
            Entrant.id,
            Entrant.number,
            Entrant.group,
            Entrant.held_level,
            Entrant.ineligible,
            Entrant.state,
        )
        .where(Entrant.contest_id == contest.id)
        .order_by(Entrant.number)
    )
    return shapes.Field(
        tuple(
            shapes.Entrant(
                number=number,
                group=group,
                held_level=held_level,
                ineligible=ineligible,
                state=cast("shapes.ContestEntrantState | None", state or None),
                rounds={key: record.frozen() for key, record in records[id_].items()},
                measures=measures[id_],
            )
            for id_, number, group, held_level, ineligible, state in found
        )
    )


def _records(contest: Contest) -> _Records:
    records: _Records = defaultdict(lambda: defaultdict(_Record))
    rounds = {
        id_: (key, judging)
        for id_, key, judging in db.session.execute(
            select(Round.id, Round.key, Round.judging).where(Round.contest_id == contest.id)
        )
    }
    for entrant, round_, state in _rows(contest, Attendance.state, of=Attendance):
        records[entrant][rounds[round_][0]].state = state
    for entrant, round_, points, reason in _penalties(contest):
        records[entrant][rounds[round_][0]].penalties.append(shapes.Penalty(points, reason))
    marks = _marks(contest)
    for entrant, round_, id_, seat, entry, state in _sheets(contest):
        key, judging = rounds[round_]
        _take(records[entrant][key], judging, (seat, entry, state), marks.get(id_, {}))
    return records


def _take(
    record: _Record, judging: str, sheet: tuple[str, str, str], marks: Mapping[str, Decimal]
) -> None:
    seat, entry, state = sheet
    if state == "recused":
        record.recused.append(seat)
    elif judging == "single":
        record.entries[entry] = Entry(state, marks)
    else:
        record.sheets.append(shapes.Sheet(seat, marks))


def _rows(contest: Contest, *columns: Any, of: Any) -> Iterable[Any]:  # noqa: ANN401 -- columns of any type, of any of the tables that belong to an entrant in a round
    return db.session.execute(_of_entrants(contest, of.entrant_id, of.round_id, *columns, of=of))


def _of_entrants(contest: Contest, *columns: Any, of: Any) -> Select[Any]:  # noqa: ANN401 -- as above
    return (
        select(*columns)
        .join(Entrant, Entrant.id == of.entrant_id)
        .where(Entrant.contest_id == contest.id)
        .order_by(of.id)
    )


def _penalties(contest: Contest) -> Iterable[Any]:
    columns = (Penalty.entrant_id, Penalty.round_id, Penalty.points, Penalty.reason)
    chosen = _of_entrants(contest, *columns, of=Penalty)
    return db.session.execute(chosen.where(Penalty.lifted_at.is_(None)))


def _sheets(contest: Contest) -> Iterable[Any]:
    return db.session.execute(
        select(Sheet.entrant_id, Sheet.round_id, Sheet.id, Sheet.seat, Sheet.entry, Sheet.state)
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.trainee.is_(False))
        .where(Sheet.state.in_({*COUNTED, "recused"}))
        .order_by(Sheet.seat)
    )


def _marks(contest: Contest) -> dict[int, dict[str, Decimal]]:
    """The marks of the sheets that count, by sheet; read as text, which is several times faster."""
    found = db.session.execute(
        select(SheetMark.sheet_id, SheetMark.criterion, type_coerce(SheetMark.mark, String))
        .join(Sheet)
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.trainee.is_(False), Sheet.state.in_(COUNTED))
    )
    marks: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for sheet, criterion, mark in found:
        marks[sheet][criterion] = _decimal(mark)
    return marks


def _measures(contest: Contest) -> dict[int, dict[str, Decimal]]:
    chosen = _of_entrants(
        contest, Measurement.entrant_id, Measurement.key, Measurement.value, of=Measurement
    )
    measures: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for entrant, key, value in db.session.execute(chosen):
        measures[entrant][key] = value
    return measures
