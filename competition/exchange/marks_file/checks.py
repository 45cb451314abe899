"""What the rules allow in each cell of a marks file, and the fault where they don't."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category

from competition.domain.contest import ENTRANT_STATES, RECUSED, ROUND_STATES
from competition.domain.rules import PENALTY
from competition.domain.typed import half_width
from competition.exchange.faults import FileFault, clipped, nearest
from competition.exchange.figures_text import NotANumber, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from competition.domain.rules import Criterion, Round, Rules
    from competition.exchange.csv_rows import CsvText

_State = TypeVar("_State", bound=str)
_WIDE = Context(prec=200)  # the remainder of two figures of 40 digits is exact under it
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
_LEVELS = ("1", "2", "3", "4", "5")
_STATES = (*dict.fromkeys((*ROUND_STATES, *ENTRANT_STATES, RECUSED)),)


class MarksChecks:
    """Checks cells of one file; every method raises ``FileFault`` or answers the value."""

    def __init__(self, rules: Rules, text: CsvText) -> None:
        self._rules = rules
        self._text = text
        self._rounds = {round_.key: round_ for round_ in rules.rounds}
        self._criteria = {
            round_.key: {criterion.key: criterion for criterion in round_.criteria}
            for round_ in rules.rounds
        }
        self._measures = [measure.key for measure in rules.measures]

    def fault(self, code: str, line: int, column: str, **params: object) -> FileFault:
        """A fault in one cell."""
        return FileFault(code, self._text.spot(line, column), **params)

    def plain(self, line: int, column: str, text: str) -> None:
        """Refuses control and invisible characters, which make two names look alike."""
        if not text.isprintable() and any(category(c) in _INVISIBLE for c in text):
            raise self.fault("control_character", line, column, found=clipped(text))

    def known(  # noqa: PLR0913 — where, what, and among which
        self,
        line: int,
        column: str,
        thing: str,
        found: str,
        known: Sequence[str],
        *,
        titled: Iterable[Round | Criterion] = (),
    ) -> None:
        """Refuses a name that the rules don't have; a title of ``titled`` hints at its key."""
        if found in known:
            return
        if not known:
            raise self.fault("none_in_rules", line, column, thing=thing, found=clipped(found))
        raise self.fault(
            "unknown_in_marks",
            line,
            column,
            thing=thing,
            found=clipped(found),
            known=", ".join(known),
            nearest=next((t.key for t in titled if t.title == found), None)
            or nearest(found, known),
        )

    def round(self, line: int, key: str) -> None:
        """A round of the rules."""
        if key not in self._rounds:
            rounds = self._rules.rounds
            self.known(line, "round", "round", key, tuple(self._rounds), titled=rounds)

    def judge(self, line: int, key: str, judge: str) -> None:
        """A judge where there is a panel, none where there is none."""
        single = self._rounds[key].judging == "single"
        if single and judge:
            raise self.fault("judge_not_wanted", line, "judge", round=key)
        if not single and not judge:
            raise self.fault("judge_missing", line, "judge", round=key)
        self.plain(line, "judge", judge)

    def mark(self, line: int, key: str, criterion: str, text: str) -> Decimal:
        """A mark from 0 to the full mark, on the step."""
        marked = self._marked(line, key, criterion)
        value = self.number(line, text)
        if value < 0:
            raise self.fault("mark_below_zero", line, "mark", found=text)
        if value > marked.full_mark:
            full = f"{marked.full_mark:f}"
            raise self.fault("mark_above_full", line, "mark", found=text, full_mark=full)
        step = None if marked is self._rounds[key] else self._criteria[key][criterion].step
        if step is not None and _WIDE.remainder(value, step):
            raise self.fault("mark_off_step", line, "mark", found=text, step=f"{step:f}")
        return value

    def _marked(self, line: int, key: str, criterion: str) -> Round | Criterion:
        criteria = self._criteria[key]
        if criterion in criteria:
            return criteria[criterion]
        if criterion:
            known = tuple(criteria)
            self.known(line, "criterion", "criterion", criterion, known, titled=criteria.values())
        if criteria:
            names = ", ".join(criteria)
            raise self.fault("criterion_missing", line, "criterion", round=key, known=names)
        return self._rounds[key]

    def number(self, line: int, text: str) -> Decimal:
        """A plain decimal number."""
        try:
            return number(text)
        except NotANumber as wrong:
            found = clipped(text)
            raise self.fault(wrong.code, line, "mark", found=found, remedy=wrong.remedy) from None

    def penalty(self, line: int, text: str) -> Decimal:
        """The points of a deduction, without a sign."""
        value = self.number(line, text)
        if value < 0:
            raise self.fault("penalty_below_zero", line, "mark", remedy=f"{-value:f}")
        return value

    def measure(self, line: int, judge: str, key: str) -> None:
        """A measure of the rules, which has no judge."""
        if judge:
            raise self.fault("measure_judge", line, "judge")
        if not key:
            raise self.fault("measure_missing", line, "criterion")
        self.known(line, "criterion", "measure", key, self._measures)

    def state(self, line: int, found: str, here: Sequence[_State], where: str) -> _State:
        """A state that can stand where it does."""
        for state in here:
            if state == found:
                return state
        if found in _STATES:
            rule = f"{where} it is one of {', '.join(here)}"
            raise self.fault("state_misplaced", line, "state", found=found, state_rule=rule)
        self.known(line, "state", "state", found, _STATES)
        raise AssertionError(found)

    def mark_with_state(self, line: int, mark: str, state: str) -> FileFault:
        """The fault of a row with both, which often is a mark with a comma for its point."""
        if state.isdecimal() and mark.isdecimal():
            return self.fault(
                "state_comma", line, "state", found=state, remedy=half_width(f"{mark}.{state}")
            )
        self.known(line, "state", "state", state, _STATES)
        return self.fault("mark_and_state", line, "state", found=state)

    def criterion_of_state(self, line: int, key: str, criterion: str) -> None:
        """A state may name the criterion whose mark is missing, if there is such a one."""
        if criterion and criterion != PENALTY:
            self.known(line, "criterion", "criterion", criterion, tuple(self._criteria[key]))

    def nothing_said(self, line: int) -> FileFault:
        """The fault of a row without mark and state."""
        return self.fault("neither_mark_nor_state", line, "mark")

    def description(self, line: int, column: str, value: str) -> None:
        """The value of an optional column."""
        self.plain(line, column, value)
        if column == "group":
            self.known(line, "group", "group", value, self._rules.ranking.groups)
        if column == "held_level" and value not in _LEVELS:
            raise self.fault("held_level_range", line, column, found=clipped(value))

    def group_given(self, line: int, entrant: str, group: str | None) -> None:
        """Where groups are ranked apart, everybody belongs to one."""
        groups = self._rules.ranking.groups
        if groups and group is None:
            raise self.fault(
                "group_missing", line, "group", entrant=clipped(entrant), known=", ".join(groups)
            )
