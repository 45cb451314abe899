"""The field of a contest: everything recorded of its entrants, as ``ranking.rank`` takes it.

Whatever ranks asks here, so that no two pages can read the tables differently. Eight queries,
whatever the number of entrants; ``field_again`` takes over those for whom nothing has changed.

Every question names a whole order: a database server answers otherwise after each change of a row,
and what was proposed would be refused as changed, its text being another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import String, func, select, type_coerce

from competition.domain import contest as shapes
from competition.domain.entries import COUNTED, Entry, agreed
from competition.exchange.rules_file import read_rules
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant, Measurement
from competition.models.judging import Penalty, Sheet, SheetMark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Select

    from competition.domain.rules import Rules
    from competition.models.contest import Contest

FEW = 200  # so many entrants are read one by one; of more, everybody's marks
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
    found = _people(contest)
    records, measures = _records(contest, None), _measures(contest, None)
    return shapes.Field(tuple(_entrant(row, records, measures) for row in found))


def field_again(contest: Contest, known: dict[int, tuple[object, shapes.Entrant]]) -> shapes.Field:
    """The same, reading the marks only of those who are not in ``known`` as they now stand.

    ``known`` holds each entrant by row with the stamp under which they were read, and is brought
    up to date. The stamp is read before the marks: what changes in between is read again.
    """
    found = _people(contest)
    stamps = _stamps(contest, found)
    changed = {id_ for id_, stamp in stamps.items() if known.get(id_, (None,))[0] != stamp}
    only = changed if len(changed) <= FEW else None
    if changed:
        records, measures = _records(contest, only), _measures(contest, only)
        for row in found:
            if row[0] in changed:
                known[row[0]] = (stamps[row[0]], _entrant(row, records, measures))
    return shapes.Field(tuple(known[row[0]][1] for row in found))


def _people(contest: Contest) -> list[Any]:
    columns = (Entrant.id, Entrant.number, Entrant.group, Entrant.held_level)
    found = db.session.execute(
        select(*columns, Entrant.ineligible, Entrant.state)
        .where(Entrant.contest_id == contest.id)
        .order_by(Entrant.number)
    )
    return list(found)


def _entrant(row: Any, records: _Records, measures: Mapping[int, Any]) -> shapes.Entrant:  # noqa: ANN401 -- a row of ``_people``
    id_, number, group, held_level, ineligible, state = row
    return shapes.Entrant(
        number=number,
        group=group,
        held_level=held_level,
        ineligible=ineligible,
        state=cast("shapes.ContestEntrantState | None", state or None),
        rounds={key: record.frozen() for key, record in records[id_].items()},
        measures=measures[id_],
    )


def _stamps(contest: Contest, people: Iterable[Any]) -> dict[int, object]:
    """For each entrant what changes whenever something changes that is read of them.

    Every change of a sheet raises its revision and sets its time.
    """
    stamps: dict[int, list[object]] = {row[0]: [tuple(row)] for row in people}
    sheets = (
        select(
            Sheet.entrant_id,
            Sheet.state,
            func.count(),
            func.sum(Sheet.revision),
            func.max(type_coerce(Sheet.updated_at, String)),
            func.max(Sheet.id),
        )
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.trainee.is_(False), Sheet.state != "draft")
        .group_by(Sheet.entrant_id, Sheet.state)
        .order_by(Sheet.state)
    )
    for rows in (
        db.session.execute(sheets),
        _rows(contest, Attendance.state, of=Attendance),
        _penalties(contest, None),
        db.session.execute(_measured(contest)),
    ):
        for row in rows:
            stamps[row[0]].append(tuple(row))
    return {id_: tuple(told) for id_, told in stamps.items()}


def _records(contest: Contest, only: Collection[int] | None) -> _Records:
    records: _Records = defaultdict(lambda: defaultdict(_Record))
    rounds = {
        id_: (key, judging)
        for id_, key, judging in db.session.execute(
            select(Round.id, Round.key, Round.judging).where(Round.contest_id == contest.id)
        )  # looked up by id: its order is nobody's
    }
    for entrant, round_, state in _rows(contest, Attendance.state, of=Attendance, only=only):
        records[entrant][rounds[round_][0]].state = state
    for entrant, round_, points, reason in _penalties(contest, only):
        records[entrant][rounds[round_][0]].penalties.append(shapes.Penalty(points, reason))
    marks = _marks(contest, only)
    for entrant, round_, id_, seat, entry, state in _sheets(contest, only):
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


def _rows(
    contest: Contest,
    *columns: Any,  # noqa: ANN401 -- columns of any type, of any of the tables that belong to an entrant in a round
    of: Any,  # noqa: ANN401 -- as above
    only: Collection[int] | None = None,
) -> Iterable[Any]:
    chosen = _of_entrants(contest, of.entrant_id, of.round_id, *columns, of=of)
    return db.session.execute(_narrowed(chosen, of.entrant_id, only))


def _narrowed(
    chosen: Select[*tuple[Any, ...]],
    column: Any,  # noqa: ANN401 -- the column of the entrant, of any table
    only: Collection[int] | None,
) -> Select[*tuple[Any, ...]]:
    return chosen if only is None else chosen.where(column.in_(only))


def _of_entrants(contest: Contest, *columns: Any, of: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 -- as above
    return (
        select(*columns)
        .join(Entrant, Entrant.id == of.entrant_id)
        .where(Entrant.contest_id == contest.id)
        .order_by(of.id)
    )


def _penalties(contest: Contest, only: Collection[int] | None) -> Iterable[Any]:
    columns = (Penalty.entrant_id, Penalty.round_id, Penalty.points, Penalty.reason)
    chosen = _of_entrants(contest, *columns, of=Penalty)
    chosen = _narrowed(chosen, Penalty.entrant_id, only)
    return db.session.execute(chosen.where(Penalty.lifted_at.is_(None)))


def _sheets(contest: Contest, only: Collection[int] | None) -> Iterable[Any]:
    chosen = (
        select(Sheet.entrant_id, Sheet.round_id, Sheet.id, Sheet.seat, Sheet.entry, Sheet.state)
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.trainee.is_(False))
        .where(Sheet.state.in_({*COUNTED, "recused"}))
        .order_by(Sheet.round_id, Sheet.seat, Sheet.entry)
    )
    return db.session.execute(_narrowed(chosen, Sheet.entrant_id, only))


def _marks(contest: Contest, only: Collection[int] | None) -> dict[int, dict[str, Decimal]]:
    """The marks of the sheets that count, by sheet; read as text, which is several times faster."""
    chosen = (
        select(SheetMark.sheet_id, SheetMark.criterion, type_coerce(SheetMark.mark, String))
        .join(Sheet)
        .join(Round)
        .where(Round.contest_id == contest.id, Sheet.trainee.is_(False), Sheet.state.in_(COUNTED))
        .order_by(SheetMark.sheet_id, SheetMark.criterion)
    )
    marks: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for sheet, criterion, mark in db.session.execute(_narrowed(chosen, Sheet.entrant_id, only)):
        marks[sheet][criterion] = _decimal(mark)
    return marks


def _measures(contest: Contest, only: Collection[int] | None) -> dict[int, dict[str, Decimal]]:
    measures: dict[int, dict[str, Decimal]] = defaultdict(dict)
    chosen = _narrowed(_measured(contest), Measurement.entrant_id, only)
    for entrant, key, value in db.session.execute(chosen):
        measures[entrant][key] = value
    return measures


def _measured(contest: Contest) -> Select[*tuple[Any, ...]]:
    return _of_entrants(
        contest, Measurement.entrant_id, Measurement.key, Measurement.value, of=Measurement
    )
