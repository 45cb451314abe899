"""The rules of one contest as frozen values, as the rules file states them.

Nothing is computed or read here: see ``scoring`` and ``exchange.rules_file``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

Part = Literal["theory", "skill"]
RoundingMode = Literal["half_up", "half_even", "down", "none"]
Judging = Literal["single", "panel"]
Trim = Literal["totals", "criteria"]
RankOn = Literal["rounded", "exact"]
Order = Literal["high", "low"]
Ties = Literal["shared", "forbidden"]
Absent = Literal["unranked", "zero"]
OnFail = Literal["none", "next"]
HeldLevel = Literal["skip", "raise"]
TieKind = Literal["round", "measure", "total"]

PENALTY = "penalty"  # the criterion name under which a deduction stands in the marks file


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a figure is rounded at one stage; half up means away from zero, down towards it."""

    places: int = 0
    mode: RoundingMode = "none"


EXACT = Rounding()


@dataclass(frozen=True, slots=True)
class Band:
    """What a mark of ``lowest`` or more (up to the next band) means, for the judge's screen."""

    lowest: Decimal
    description: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a judge marks, 0–``full_mark`` in multiples of ``step``."""

    key: str
    title: str
    full_mark: Decimal
    step: Decimal | None = None
    factor: Decimal = Decimal(1)
    rounding: Rounding = EXACT
    description: str = ""
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Standardise:
    """The mean and deviation to which each judge's totals are brought."""

    mean: Decimal
    deviation: Decimal


@dataclass(frozen=True, slots=True)
class Panel:
    """How the judges of one entrant become one score."""

    trim: Trim = "totals"
    drop_highest: int = 0
    drop_lowest: int = 0
    minimum: int = 1
    standardise: Standardise | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what is marked, by whom, and how much it weighs (negative: subtracted)."""

    key: str
    title: str
    part: Part
    weight: Decimal
    full_mark: Decimal
    judging: Judging
    pass_mark: Decimal | None = None
    panel: Panel | None = None
    rounding: Rounding = EXACT
    criteria: tuple[Criterion, ...] = ()

    def criterion(self, key: str) -> Criterion:
        """The criterion of that key; ``KeyError`` when there is none."""
        return _by_key(self.criteria, key)


@dataclass(frozen=True, slots=True)
class Total:
    """How the total is rounded, and which total entrants are ranked on."""

    rounding: Rounding = EXACT
    rank_on: RankOn = "rounded"


@dataclass(frozen=True, slots=True)
class Measure:
    """A recorded figure that is no mark, such as minutes used."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class TieKey:
    """One key of the tie-break chain; ``key`` is a round, a measure, or ``exact``."""

    kind: TieKind
    key: str
    order: Order = "high"

    @property
    def name(self) -> str:
        """As in ``decided_by``: ``round:case``, ``measure:minutes``, ``total:exact``."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie that the committee decided, first named first, with its reason on record."""

    entrants: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class RankingRules:
    """What happens where totals are equal, who is ranked, and which groups are ranked apart."""

    tie_break: tuple[TieKey, ...] = ()
    ties: Ties = "shared"
    absent: Absent = "unranked"
    groups: tuple[str, ...] = ()
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True, slots=True)
class Prize:
    """One prize, by ranks (both ends in), by fraction of those ranked, or by total."""

    key: str
    title: str
    ranks: tuple[int, int] | None = None
    fraction: Decimal | None = None
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who is promoted to ``level`` (1 高级技师, 2 技师, 3 高级工, 4, 5) on which conditions."""

    level: int
    ranks: tuple[int, int] | None = None
    prizes: tuple[str, ...] = ()
    other_prizes: bool = False
    passes: tuple[Part, ...] = ()
    pass_down: bool = False
    on_fail: OnFail = "none"
    held_level: HeldLevel = "skip"


@dataclass(frozen=True, slots=True)
class Title:
    """An honour such as 金牌职工, given by ``issuer``."""

    key: str
    title: str
    issuer: str = ""
    ranks: tuple[int, int] | None = None
    prizes: tuple[str, ...] = ()
    passes: tuple[Part, ...] = ()
    pass_down: bool = False


@dataclass(frozen=True, slots=True)
class ContestHeader:
    """What the contest is called and who holds it."""

    slug: str
    title: str
    occupation: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one contest."""

    contest: ContestHeader
    rounds: tuple[Round, ...]
    total: Total
    measures: tuple[Measure, ...] = ()
    ranking: RankingRules = RankingRules()
    prizes: tuple[Prize, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    titles: tuple[Title, ...] = ()

    def round(self, key: str) -> Round:
        """The round of that key; ``KeyError`` when there is none."""
        return _by_key(self.rounds, key)

    def prize(self, key: str) -> Prize:
        """The prize of that key; ``KeyError`` when there is none."""
        return _by_key(self.prizes, key)

    def title(self, key: str) -> Title:
        """The title of that key; ``KeyError`` when there is none."""
        return _by_key(self.titles, key)


_Keyed = TypeVar("_Keyed", Round, Criterion, Prize, Title)


def _by_key(values: tuple[_Keyed, ...], key: str) -> _Keyed:
    for value in values:
        if value.key == key:
            return value
    raise KeyError(key)
