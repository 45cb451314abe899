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
    """Scores entrants in one round; remembers the points of a mark, which recur by thousands."""

    round: Round
    standards: Mapping[str, Standard] = field(default_factory=dict)
    _points: list[tuple[Criterion, dict[Decimal, Decimal]]] = field(init=False)

    def __post_init__(self) -> None:
        """No points are known yet."""
        self._points = [(criterion, {}) for criterion in self.round.criteria]

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
        return self._scored(record, sheets)

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

    def _scored(self, record: RoundRecord, sheets: Sequence[Sheet]) -> RoundResult:
        panel = self.round.panel or _NO_PANEL
        if self.round.judging == "single":
            before = Fraction(self.judge_total(sheets[0]))
            return self._closed(record, before, (), ())
        if panel.trim == "criteria":
            criteria = self._trimmed_criteria(sheets, panel)
            before = sum((c.points.value for c in criteria), Fraction(0))
            return self._closed(record, before, _counting(sheets, criteria), criteria)
        judges = self._trimmed_totals(sheets, panel)
        return self._closed(record, self._mean(judges), judges, ())

    def _closed(
        self,
        record: RoundRecord,
        before: Fraction,
        judges: tuple[JudgeScore, ...],
        criteria: tuple[CriterionScore, ...],
    ) -> RoundResult:
        """Penalties off, not below 0, rounded: the last steps of every way of judging."""
        penalty = sum((Fraction(p.points) for p in record.penalties), Fraction(0))
        exact = max(before - penalty, Fraction(0))
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
            penalty=Figure(penalty) if record.penalties else None,
        )

    def _passes(self, score: Fraction) -> bool | None:
        mark = self.round.pass_mark
        return None if mark is None else score >= Fraction(mark)

    def _trimmed_totals(self, sheets: Sequence[Sheet], panel: Panel) -> tuple[JudgeScore, ...]:
        totals = {sheet.judge: Fraction(self.judge_total(sheet)) for sheet in sheets}
        compared = {
            judge: self.standards[judge].apply(total) if self.standards else total
            for judge, total in totals.items()
        }
        kept, _ = trimmed(compared, panel)
        return tuple(
            JudgeScore(
                judge,
                Figure(totals[judge]),
                Figure(compared[judge]) if self.standards else None,
                kept=judge in kept,
            )
            for judge in sorted(totals)
        )

    def _mean(self, judges: Sequence[JudgeScore]) -> Fraction:
        kept = [judge for judge in judges if judge.kept]
        counted = [(judge.standardised or judge.total).value for judge in kept]
        average = mean(counted)
        if all(self.standards[judge.judge].exact for judge in kept if self.standards):
            return average
        return settled(average)

    def _trimmed_criteria(
        self, sheets: Sequence[Sheet], panel: Panel
    ) -> tuple[CriterionScore, ...]:
        return tuple(
            trimmed_criterion(
                criterion, {sheet.judge: sheet.marks[criterion.key] for sheet in sheets}, panel
            )
            for criterion in self.round.criteria
        )


def _counting(
    sheets: Sequence[Sheet], criteria: Sequence[CriterionScore]
) -> tuple[JudgeScore, ...]:
    """Each judge's raw sum, kept when at least one criterion counts that judge."""
    counted = {judge for criterion in criteria for judge in criterion.kept}
    return tuple(
        JudgeScore(
            sheet.judge,
            Figure(Fraction(sum(sheet.marks.values(), Decimal(0)))),
            kept=sheet.judge in counted,
        )
        for sheet in sorted(sheets, key=lambda sheet: sheet.judge)
    )


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
