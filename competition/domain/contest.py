"""Who takes part and what was recorded of them, and the states that a contest goes through.

``Field`` is the one input of ``ranking.rank``. A mark that was not given is absent here, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from competition.domain.errors import DomainError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

RoundState = Literal["absent", "withdrawn", "disqualified"]
ContestEntrantState = Literal["disqualified", "withdrawn", "unofficial"]

ROUND_STATES: tuple[RoundState, ...] = ("absent", "withdrawn", "disqualified")
ENTRANT_STATES: tuple[ContestEntrantState, ...] = ("disqualified", "withdrawn", "unofficial")
RECUSED = "recused"

WHOLE = ""  # the criterion key of the one mark in a round without criteria
_NO_ROUNDS: Mapping[str, RoundRecord] = MappingProxyType({})
_NO_MEASURES: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one judge for one entrant in one round, by criterion key.

    ``judge`` is empty in a round with ``judging = "single"``; a round without criteria has its one
    mark under ``WHOLE``.
    """

    judge: str
    marks: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points subtracted from a round's score after aggregation, ≥ 0."""

    points: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """What was recorded of one entrant in one round."""

    state: RoundState | None = None
    sheets: tuple[Sheet, ...] = ()
    recused: tuple[str, ...] = ()
    penalties: tuple[Penalty, ...] = ()


@dataclass(frozen=True, slots=True)
class Entrant:
    """One entrant with everything that was recorded of them.

    ``ineligible`` is the reason why no promotion may be granted, empty when eligible;
    ``held_level`` 1–5 counts downwards, ``None`` when no certificate is held.
    """

    number: str
    group: str | None = None
    held_level: int | None = None
    ineligible: str = ""
    state: ContestEntrantState | None = None
    rounds: Mapping[str, RoundRecord] = field(default_factory=lambda: _NO_ROUNDS)
    measures: Mapping[str, Decimal] = field(default_factory=lambda: _NO_MEASURES)


@dataclass(frozen=True, slots=True)
class Field:
    """All entrants of one contest."""

    entrants: tuple[Entrant, ...]


ContestState = Literal[
    "setup", "open", "judging", "locked", "reviewed", "provisional", "final", "certified"
]
CONTEST_STATES: tuple[ContestState, ...] = (
    "setup",
    "open",
    "judging",
    "locked",
    "reviewed",
    "provisional",
    "final",
    "certified",
)


def at_least(state: ContestState, wanted: ContestState) -> bool:
    """Whether a contest in ``state`` has reached ``wanted``."""
    return CONTEST_STATES.index(state) >= CONTEST_STATES.index(wanted)


def may_move(present: ContestState, wanted: ContestState) -> bool:
    """Whether a contest can go from one state to the other: one step on, or back to any earlier."""
    steps = CONTEST_STATES.index(wanted) - CONTEST_STATES.index(present)
    return steps == 1 or steps < 0


def move(present: ContestState, wanted: ContestState, reason: str = "") -> ContestState:
    """The state after moving; a step back needs a reason, which goes on record.

    Raises ``DomainError("contest_step_not_allowed")`` and ``Invalid("step_back_needs_reason")``.
    """
    if not may_move(present, wanted):
        raise DomainError("contest_step_not_allowed", present=present, wanted=wanted)
    if not at_least(wanted, present) and not reason.strip():
        raise Invalid("step_back_needs_reason", present=present, wanted=wanted)
    return wanted
