"""Rows of a marks file, checked against the rules and gathered into entrants.

The common row (one more mark on a sheet that is known) takes a short way: files have many of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from competition.domain.contest import (
    ENTRANT_STATES,
    RECUSED,
    ROUND_STATES,
    ContestEntrantState,
    Entrant,
    Field,
    Penalty,
    RoundRecord,
    RoundState,
    Sheet,
)
from competition.domain.rules import PENALTY
from competition.exchange.faults import FileFault, clipped
from competition.exchange.marks_file.checks import MarksChecks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from competition.domain.rules import Rules
    from competition.exchange.csv_rows import CsvText

_State = TypeVar("_State", RoundState, ContestEntrantState)
_STRONGEST_FIRST: tuple[RoundState, ...] = ("disqualified", "withdrawn", "absent")


class Cells(NamedTuple):
    """One row, stripped; an absent cell is empty."""

    line: int
    entrant: str
    round: str
    judge: str
    criterion: str
    mark: str
    state: str


@dataclass(slots=True)
class _Record:
    """One entrant in one round, so far."""

    state: RoundState | None = None
    absent_line: int = 0
    sheets: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    recused: set[str] = field(default_factory=set)
    penalties: list[Penalty] = field(default_factory=list)


@dataclass(slots=True)
class _Gathered:
    """One entrant, so far."""

    line: int
    state: ContestEntrantState | None = None
    described: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, _Record] = field(default_factory=dict)
    measures: dict[str, Decimal] = field(default_factory=dict)


class Gathering:
    """Takes rows and gives the field; a row that the rules don't allow raises ``FileFault``."""

    def __init__(self, rules: Rules, text: CsvText) -> None:
        self._checks = MarksChecks(rules, text)
        self._rules = rules
        self._text = text
        self._entrants: dict[str, _Gathered] = {}
        self._sheets: dict[tuple[str, str, str], dict[str, Decimal]] = {}
        self._marks: dict[tuple[str, str, str], Decimal] = {}

    def take_known(self, entrant: str, round_: str, judge: str, criterion: str, mark: str) -> bool:
        """The short way: a mark seen before, for a sheet seen before. False: go the long way."""
        sheet = self._sheets.get((entrant, round_, judge))
        value = self._marks.get((round_, criterion, mark))
        if sheet is None or value is None or criterion in sheet:
            return False
        sheet[criterion] = value
        return True

    def take(self, cells: Cells) -> None:
        """Any row."""
        if not cells.entrant:
            raise FileFault("no_entrant", self._text.spot(cells.line, "entrant"))
        gathered = self._entrants.get(cells.entrant)
        if gathered is None:
            self._checks.plain(cells.line, "entrant", cells.entrant)
            gathered = self._entrants[cells.entrant] = _Gathered(cells.line)
        if cells.mark and cells.state:
            raise self._checks.mark_with_state(cells.line, cells.mark, cells.state)
        if cells.round:
            self._take_in_round(cells, gathered)
        else:
            self._take_in_contest(cells, gathered)

    def describe(self, line: int, entrant: str, column: str, value: str) -> None:
        """What an optional column says of an entrant: once, or the same on all rows."""
        described = self._entrants[entrant].described
        first = described.get(column)
        if first is None:
            self._checks.description(line, column, value)
            described[column] = value
        elif first != value:
            raise FileFault(
                "differs",
                self._text.spot(line, column),
                name=column,
                entrant=clipped(entrant),
                found=clipped(value),
                first=clipped(first),
            )

    def field(self) -> Field:
        """All that was taken."""
        return Field(tuple(self._entrant(n, gathered) for n, gathered in self._entrants.items()))

    def _take_in_contest(self, cells: Cells, gathered: _Gathered) -> None:
        if cells.state:
            state = self._checks.state(cells.line, cells.state, ENTRANT_STATES, "with round empty")
            gathered.state = _stronger(gathered.state, state, ENTRANT_STATES)
        elif cells.mark:
            self._take_measure(cells, gathered)
        elif cells.judge or cells.criterion:
            raise self._checks.nothing_said(cells.line)

    def _take_measure(self, cells: Cells, gathered: _Gathered) -> None:
        self._checks.measure(cells.line, cells.judge, cells.criterion)
        if cells.criterion in gathered.measures:
            raise self._twice(cells)
        value = self._checks.number(cells.line, cells.mark)
        gathered.measures[cells.criterion] = value

    def _take_in_round(self, cells: Cells, gathered: _Gathered) -> None:
        self._checks.round(cells.line, cells.round)
        record = gathered.rounds.get(cells.round)
        if record is None:
            record = gathered.rounds[cells.round] = _Record()
        if cells.state:
            self._take_state(cells, record)
        elif not cells.mark:
            raise self._checks.nothing_said(cells.line)
        elif cells.criterion == PENALTY:
            record.penalties.append(Penalty(self._checks.penalty(cells.line, cells.mark)))
        else:
            self._take_mark(cells, record)

    def _take_state(self, cells: Cells, record: _Record) -> None:
        self._checks.criterion_of_state(cells.line, cells.round, cells.criterion)
        if cells.state == RECUSED:
            self._checks.judge(cells.line, cells.round, cells.judge)
            record.recused.add(cells.judge)
            return
        state = self._checks.state(cells.line, cells.state, ROUND_STATES, "in a round")
        record.state = _stronger(record.state, state, _STRONGEST_FIRST)
        if state == "absent":
            record.absent_line = cells.line

    def _take_mark(self, cells: Cells, record: _Record) -> None:
        self._checks.judge(cells.line, cells.round, cells.judge)
        value = self._checks.mark(cells.line, cells.round, cells.criterion, cells.mark)
        sheet = record.sheets.setdefault(cells.judge, {})
        if cells.criterion in sheet:
            raise self._twice(cells)
        sheet[cells.criterion] = value
        self._sheets[cells.entrant, cells.round, cells.judge] = sheet
        self._marks[cells.round, cells.criterion, cells.mark] = value

    def _twice(self, cells: Cells) -> FileFault:
        wanted = (cells.entrant, cells.round, cells.judge, cells.criterion)
        places = [
            self._text.columns.index(column)
            for column in ("entrant", "round", "judge", "criterion", "mark")
        ]
        first_line = next(
            line
            for line, row in self._text.rows()
            if tuple(row[place] for place in places[:-1]) == wanted and row[places[-1]]
        )
        return FileFault("mark_twice", self._text.spot(cells.line, "mark"), first_line=first_line)

    def _entrant(self, number: str, gathered: _Gathered) -> Entrant:
        described = gathered.described
        held = described.get("held_level")
        eligible = described.get("eligible", "")
        self._checks.group_given(gathered.line, number, described.get("group"))
        return Entrant(
            number=number,
            group=described.get("group"),
            held_level=int(held) if held else None,
            ineligible="" if eligible.casefold() == "yes" else eligible,
            state=gathered.state,
            rounds={key: self._record(number, key, r) for key, r in gathered.rounds.items()},
            measures=gathered.measures,
        )

    def _record(self, number: str, key: str, record: _Record) -> RoundRecord:
        if record.state == "absent" and record.sheets:
            spot = self._text.spot(record.absent_line, "state")
            raise FileFault("absent_with_mark", spot, entrant=clipped(number), round=key)
        return RoundRecord(
            state=record.state,
            sheets=tuple(Sheet(judge, marks) for judge, marks in record.sheets.items()),
            recused=tuple(sorted(record.recused)),
            penalties=tuple(record.penalties),
        )


def _stronger(present: _State | None, found: _State, strongest: Sequence[_State]) -> _State:
    if present is None:
        return found
    return min(present, found, key=strongest.index)
