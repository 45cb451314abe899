"""What ``ranking.rank`` answers: frozen values that hold every figure and the reason for each.

No arithmetic stands here; a figure knows only how it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from competition.domain.ranking.figures import in_full, in_places
from competition.domain.wording import worded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

State = Literal["ranked", "incomplete", "absent", "withdrawn", "disqualified", "unofficial"]
RoundResultState = Literal["scored", "incomplete", "absent", "withdrawn", "disqualified"]


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact number and the decimal places it is published with (``None``: in full)."""

    value: Fraction
    places: int | None = None

    def __str__(self) -> str:
        """The published digits."""
        if self.places is None:
            return in_full(self.value)
        return in_places(self.value, self.places)


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, met or not, or one fact: a code and what fills its sentence."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    met: bool = True

    def sentence(self, language: str = "en") -> str:
        """The reason in words; ``language`` is ``en`` (files) or ``zh``."""
        return worded(self.code, self.params, language)


@dataclass(frozen=True, slots=True)
class JudgeScore:
    """One judge's total for one entrant, as given and as standardised, and whether it counted."""

    judge: str
    total: Figure
    standardised: Figure | None = None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion trimmed on its own: the mean of the kept marks and the points it became."""

    criterion: str
    mean: Figure
    points: Figure
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What an entrant earned in one round.

    ``score`` is ``exact`` rounded by the round's rounding; both are ``None`` where there is no
    score. ``passed`` is ``None`` without a pass mark or a score. With ``trim = "criteria"`` a judge
    is dropped who counts in no criterion; ``criteria`` says it for each.
    """

    round: str
    state: RoundResultState
    score: Figure | None = None
    exact: Figure | None = None
    passed: bool | None = None
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    judges: tuple[JudgeScore, ...] = ()
    criteria: tuple[CriterionScore, ...] = ()
    before_penalty: Figure | None = None
    penalty: Figure | None = None
    missing: Reason | None = None


@dataclass(frozen=True, slots=True)
class PromotionResult:
    """What the promotion that spoke of an entrant decided, with each condition.

    ``refused`` holds earlier promotions that failed and let later ones speak.
    """

    level: int
    granted: bool
    reasons: tuple[Reason, ...]
    refused: tuple[PromotionResult, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleResult:
    """One title that an entrant's rank or prize meets, granted or not, with each condition."""

    key: str
    granted: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One entrant's line of the ranking.

    ``place`` is where the entrant stands even in an unresolved tie, which leaves ``rank`` empty;
    ``held_level`` and ``ineligible`` are what promotions looked at.
    """

    entrant: str
    group: str | None
    state: State
    rank: int | None
    tied: bool
    decided_by: str | None
    total: Figure | None
    total_exact: Figure | None
    rounds: Mapping[str, RoundResult]
    prize: str | None = None
    promotion: PromotionResult | None = None
    title_decisions: tuple[TitleResult, ...] = ()
    place: int | None = None
    held_level: int | None = None
    ineligible: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """The keys of the titles given."""
        return tuple(title.key for title in self.title_decisions if title.granted)


@dataclass(frozen=True, slots=True)
class Ranking:
    """All lines, by rank, then entrant; those without a rank come last."""

    contest: str
    lines: tuple[Line, ...]

    def line(self, entrant: str) -> Line:
        """The line of that entrant; ``KeyError`` when there is none."""
        for line in self.lines:
            if line.entrant == entrant:
                return line
        raise KeyError(entrant)

    @property
    def unresolved(self) -> tuple[Line, ...]:
        """The lines in ties that the committee has yet to settle."""
        return tuple(line for line in self.lines if line.decided_by == "unresolved")
