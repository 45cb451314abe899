"""From the marks of one entrant in one round to a score, with every step kept for the record.

Exact throughout: sums are decimals under a context that refuses to round, means are fractions,
and rounding happens only where the rules say so. Nothing is compared between entrants here except
by ``standards``, which reads how strict each judge was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.contest import WHOLE, RoundRecord
from competition.domain.ranking.figures import (
    decimal_rounded,
    places_of,
    rounded,
    settled,
    square_root,
    sum_of,
)
from competition.domain.ranking.results import (
    CriterionScore,
    Figure,
    JudgeScore,
    Reason,
    RoundResult,
)
from competition.domain.ranking.trimming import mean, trimmed, trimmed_criterion
from competition.domain.rules import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from competition.domain.contest import Entrant, Sheet
    from competition.domain.ranking.trimming import Averaged
    from competition.domain.rules import Criterion, Round, Standardise

_NO_RECORD = RoundRecord()
_NO_PANEL = Panel()
# A result that would have to be rounded raises instead; 1,000 digits are far more than sums of
# products of 30-digit figures can need.
EXACT_DECIMALS = Context(prec=1000, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Standard:
    """How one judge's totals are brought to the common mean: ``(total - mean) × scale + target``.

    ``exact`` is false when ``scale`` comes from a root that is not rational.
    """

    mean: Fraction
    scale: Fraction
    target: Fraction
    exact: bool = True

    def apply(self, total: Fraction) -> Fraction:
        """The standardised total."""
        return (total - self.mean) * self.scale + self.target


@dataclass(slots=True)
class RoundScorer:
    """Scores entrants in one round; remembers points and figures, which recur by thousands."""

    round: Round
    standards: Mapping[str, Standard] = field(default_factory=dict)
    _points: list[tuple[Criterion, dict[Decimal, Decimal]]] = field(init=False)
    _averages: list[tuple[Criterion, dict[tuple[Decimal, int], Averaged]]] = field(init=False)
    _figures: dict[Decimal, Figure] = field(init=False, default_factory=dict)
    _pass_mark: Fraction | None = field(init=False)

    def __post_init__(self) -> None:
        """No points are known yet."""
        self._points = [(criterion, {}) for criterion in self.round.criteria]
        self._averages = [(criterion, {}) for criterion in self.round.criteria]
        mark = self.round.pass_mark
        self._pass_mark = None if mark is None else Fraction(mark)

    def result(self, entrant: Entrant) -> RoundResult:
        """The round's result of one entrant; without a score it says what is missing."""
        record = entrant.rounds.get(self.round.key, _NO_RECORD)
        if record.state is not None:
            return RoundResult(self.round.key, record.state, recused=record.recused)
        sheets = panel_of(record)
        missing = missing_marks(self.round, sheets)
        if missing is not None:
            return RoundResult(
                self.round.key, "incomplete", recused=record.recused, missing=missing
            )
        return self.scored(record, sheets)

    def zero(self, entrant: Entrant) -> RoundResult:
        """The result of an absent entrant where the rules count an absent round as 0."""
        record = entrant.rounds.get(self.round.key, _NO_RECORD)
        nought = Figure(Fraction(0))
        return RoundResult(
            self.round.key,
            "absent",
            score=Figure(Fraction(0), places_of(self.round.rounding)),
            exact=nought,
            passed=self._passes(nought.value),
            recused=record.recused,
        )

    def judge_total(self, sheet: Sheet) -> Decimal:
        """The sum of one sheet's criterion points, each rounded as its criterion says."""
        if not self.round.criteria:
            return sheet.marks[WHOLE]
        total = Decimal(0)
        for criterion, points in self._points:
            mark = sheet.marks[criterion.key]
            if mark not in points:
                points[mark] = decimal_rounded(mark * criterion.factor, criterion.rounding)
            total += points[mark]
        return total

    def scored(self, record: RoundRecord, sheets: Sequence[Sheet]) -> RoundResult:
        """The result of these sheets, which lack no mark; ``record`` tells the rest."""
        panel = self.round.panel or _NO_PANEL
        if self.round.judging == "single":
            before = Fraction(self.judge_total(sheets[0]))
            return self._closed(record, before, (), ())
        if panel.trim == "criteria":
            criteria = self._trimmed_criteria(sheets, panel)
            before = sum_of([each.points.value for each in criteria])
            return self._closed(record, before, self._counting(sheets, criteria), criteria)
        judges, before = self._trimmed_totals(sheets, panel)
        return self._closed(record, before, judges, ())

    def _closed(
        self,
        record: RoundRecord,
        before: Fraction,
        judges: tuple[JudgeScore, ...],
        criteria: tuple[CriterionScore, ...],
    ) -> RoundResult:
        """Penalties off, not below 0, rounded: the last steps of every way of judging."""
        exact, penalty = before, None
        if record.penalties:
            penalty = Fraction(sum((p.points for p in record.penalties), Decimal(0)))
            exact = before - penalty
        if exact.numerator < 0:
            exact = Fraction(0)
        score = rounded(exact, self.round.rounding)
        return RoundResult(
            self.round.key,
            "scored",
            score=Figure(score, places_of(self.round.rounding)),
            exact=Figure(exact),
            passed=self._passes(score),
            kept=tuple(judge.judge for judge in judges if judge.kept),
            dropped=tuple(judge.judge for judge in judges if not judge.kept),
            recused=record.recused,
            judges=judges,
            criteria=criteria,
            before_penalty=Figure(before),
            penalty=None if penalty is None else Figure(penalty),
        )

    def _passes(self, score: Fraction) -> bool | None:
        return None if self._pass_mark is None else score >= self._pass_mark

    def _trimmed_totals(
        self, sheets: Sequence[Sheet], panel: Panel
    ) -> tuple[tuple[JudgeScore, ...], Fraction]:
        """Each judge's total, and the mean of those that count."""
        totals = {sheet.judge: self.judge_total(sheet) for sheet in sheets}
        if self.standards:
            return self._standardised(totals, panel)
        kept, _ = trimmed(totals, panel)
        numerator, denominator = sum((totals[j] for j in kept), Decimal(0)).as_integer_ratio()
        judges = tuple(
            JudgeScore(judge, self._figure(totals[judge]), kept=judge in kept)
            for judge in sorted(totals)
        )
        return judges, Fraction(numerator, denominator * len(kept))

    def _standardised(
        self, totals: Mapping[str, Decimal], panel: Panel
    ) -> tuple[tuple[JudgeScore, ...], Fraction]:
        compared = {j: self.standards[j].apply(Fraction(total)) for j, total in totals.items()}
        kept, _ = trimmed(compared, panel)
        judges = tuple(
            JudgeScore(judge, self._figure(totals[judge]), Figure(compared[judge]), judge in kept)
            for judge in sorted(totals)
        )
        average = mean([compared[judge] for judge in kept])
        exact = all(self.standards[judge].exact for judge in kept)
        return judges, average if exact else settled(average)

    def _trimmed_criteria(
        self, sheets: Sequence[Sheet], panel: Panel
    ) -> tuple[CriterionScore, ...]:
        return tuple(
            trimmed_criterion(
                criterion, {each.judge: each.marks[criterion.key] for each in sheets}, panel, known
            )
            for criterion, known in self._averages
        )

    def _counting(
        self, sheets: Sequence[Sheet], criteria: Sequence[CriterionScore]
    ) -> tuple[JudgeScore, ...]:
        """Each judge's raw sum, kept when at least one criterion counts that judge."""
        counted = {judge for criterion in criteria for judge in criterion.kept}
        return tuple(
            JudgeScore(
                sheet.judge,
                self._figure(sum(sheet.marks.values(), Decimal(0))),
                kept=sheet.judge in counted,
            )
            for sheet in sorted(sheets, key=lambda sheet: sheet.judge)
        )

    def _figure(self, total: Decimal) -> Figure:
        found = self._figures.get(total)
        if found is None:
            found = self._figures[total] = Figure(Fraction(total))
        return found


def panel_of(record: RoundRecord) -> tuple[Sheet, ...]:
    """The sheets that count: those of judges who did not recuse themselves."""
    if not record.recused:
        return record.sheets
    return tuple(sheet for sheet in record.sheets if sheet.judge not in record.recused)


def missing_marks(rules: Round, sheets: Sequence[Sheet]) -> Reason | None:
    """What keeps a round from having a score, ``None`` when nothing does."""
    for sheet in sheets:
        gaps = _gaps(rules, sheet)
        if gaps:
            code = "sheet_incomplete" if sheet.judge else "criteria_missing"
            names = {"round": rules.key, "judge": sheet.judge, "criteria": ", ".join(gaps)}
            return Reason(code, names, met=False)
    if not sheets:
        return Reason("no_marks", {"round": rules.key}, met=False)
    minimum = rules.panel.minimum if rules.panel and rules.judging == "panel" else 1
    if len(sheets) < minimum:
        counts = {"round": rules.key, "judges": str(len(sheets)), "minimum": str(minimum)}
        return Reason("panel_too_small", counts, met=False)
    return None


def _gaps(rules: Round, sheet: Sheet) -> list[str]:
    if not rules.criteria:
        return [] if WHOLE in sheet.marks else [rules.key]
    if len(sheet.marks) == len(rules.criteria):
        return []
    return [c.key for c in rules.criteria if c.key not in sheet.marks]


def standards(rules: Round, entrants: Iterable[Entrant]) -> dict[str, Standard]:
    """How each judge is standardised, over all entrants whom that judge marked in full."""
    wanted = rules.panel.standardise if rules.panel else None
    if wanted is None:
        return {}
    scorer = RoundScorer(rules)
    totals: dict[str, list[Fraction]] = {}
    for entrant in entrants:
        for sheet in panel_of(entrant.rounds.get(rules.key, _NO_RECORD)):
            if not _gaps(rules, sheet):
                totals.setdefault(sheet.judge, []).append(Fraction(scorer.judge_total(sheet)))
    return {judge: standard(given, wanted) for judge, given in totals.items()}


def standard(totals: Sequence[Fraction], wanted: Standardise) -> Standard:
    """One judge's standard: population deviation; a deviation of 0 gives the wanted mean."""
    centre = mean(totals)
    variance = mean([(total - centre) ** 2 for total in totals])
    target = Fraction(wanted.mean)
    if variance == 0:
        return Standard(centre, Fraction(0), target)
    deviation, exact = square_root(variance)
    return Standard(centre, Fraction(wanted.deviation) / deviation, target, exact)
