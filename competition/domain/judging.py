"""What is on a mark sheet: marks as typed, what is missing, agreement, how far judges part.

How marks become a score is not decided here, see ``scoring``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from competition.domain.errors import Invalid
from competition.domain.typed import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from competition.domain.rules import Criterion

SheetState = Literal["draft", "submitted", "signed", "recused"]
CellState = Literal["not_begun", "partial", "submitted", "signed", "recused", "away"]

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
SIGNED: Final = "signed"
RECUSED: Final = "recused"
LOCKED: Final = frozenset({SIGNED, RECUSED})  # only the chief judge opens these again

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_DRAWS = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", re.ASCII)
_COMMA = re.compile(r"[0-9]+[,\u3001][0-9]+\Z")
LONGEST_MARK = 12  # characters
LONGEST_SHOWN = 24  # characters of what was typed, in a sentence about it
FEW_VALUES = 6  # a criterion with at most so many marks is shown as tiles
FEWEST_OTHERS = 2  # marks of others that a warning about the spread needs


def read_mark(criterion: Criterion, text: str) -> Decimal:
    """The mark typed for ``criterion``, 0–full mark in whole steps.

    Full-width digits and points are read. Raises Invalid: ``mark_comma``, ``mark_not_number``,
    ``mark_above_full``, ``mark_off_step``, each with what stood there (``found``). A comma is
    refused, not guessed: ``1,25`` read as 1 has cost a first place.
    """
    plain = figure_text(text)
    if not _NUMBER.match(plain) or len(plain) > LONGEST_MARK:
        raise _unreadable(criterion, plain)
    mark = Decimal(plain)
    require_fit(criterion, mark)
    return mark


def require_fit(criterion: Criterion, mark: Decimal) -> None:
    """Raise Invalid for a mark beyond 0–full mark (``mark_above_full``) or ``mark_off_step``."""
    if not 0 <= mark <= criterion.full_mark:
        full = plainly(criterion.full_mark)
        raise Invalid("mark_above_full", criterion=criterion.title, full=full, found=plainly(mark))
    if criterion.step and mark % criterion.step:
        step = plainly(criterion.step)
        raise Invalid("mark_off_step", criterion=criterion.title, step=step, found=plainly(mark))


def require_known(criteria: Iterable[Criterion], marks: Mapping[str, Decimal]) -> None:
    """Raise Invalid unless every mark is for a criterion of the rubric and fits it."""
    known = {item.key: item for item in criteria}
    for key, mark in marks.items():
        if key not in known:
            raise Invalid("criterion_unknown", criterion=key)
        require_fit(known[key], mark)


def _unreadable(criterion: Criterion, text: str) -> Invalid:
    if _COMMA.match(text):
        remedy, found = re.sub(r"[,\u3001]", ".", text), shortened(text)
        return Invalid("mark_comma", criterion=criterion.title, found=found, remedy=remedy)
    return Invalid("mark_not_number", criterion=criterion.title, found=shortened(text))


def shortened(text: str) -> str:
    """What was typed, as far as a sentence about it needs it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def plainly(figure: Decimal) -> str:
    """A figure without needless zeros: ``30``, ``0.5``."""
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as typed: the marks that could be read, and what is wrong with the others."""

    marks: Mapping[str, Decimal]
    faults: Mapping[str, Invalid] = field(default_factory=dict)


def read_marks(criteria: Iterable[Criterion], texts: Mapping[str, str]) -> Reading:
    """Read every field of a sheet; an empty one is a mark not given, which is not 0."""
    marks: dict[str, Decimal] = {}
    faults: dict[str, Invalid] = {}
    for criterion in criteria:
        text = texts.get(criterion.key, "")
        if not text.strip():
            continue
        try:
            marks[criterion.key] = read_mark(criterion, text)
        except Invalid as fault:
            faults[criterion.key] = fault
    return Reading(marks, faults)


def missing(criteria: Iterable[Criterion], marks: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The titles of the criteria that have no mark yet, in the order of the rubric."""
    return tuple(item.title for item in criteria if item.key not in marks)


def require_complete(criteria: Iterable[Criterion], marks: Mapping[str, Decimal]) -> None:
    """Raise Invalid ``sheet_incomplete`` unless every criterion has a mark."""
    titles = missing(criteria, marks)
    if titles:
        raise Invalid("sheet_incomplete", criteria="、".join(titles), count=len(titles))


def sheet_total(marks: Mapping[str, Decimal]) -> Decimal:
    """The plain sum of a sheet, as a judge sees it; factors and rounding are the scoring's."""
    return sum(marks.values(), Decimal(0))


def values_of(criterion: Criterion) -> tuple[Decimal, ...]:
    """Every mark that can be given, if they are few enough for tiles; else nothing."""
    if not criterion.step:
        return ()
    steps = criterion.full_mark / criterion.step
    if steps != int(steps) or steps >= FEW_VALUES:
        return ()
    return tuple(criterion.step * count for count in range(int(steps) + 1))


def cell_state(state: str | None, given: int) -> CellState:
    """How one judge's sheet for one entrant stands on the wall; an empty draft is not begun."""
    if state in {SUBMITTED, SIGNED, RECUSED}:
        return state  # type: ignore[return-value]  # the three states just named
    return "partial" if given else "not_begun"


def distance_from_panel(
    own: Decimal, others: Sequence[Decimal], limit: Decimal | None
) -> Decimal | None:
    """How far ``own`` total lies from the mean of the other judges' totals, if beyond ``limit``.

    In points; ``None`` when within it, when fewer than two others have marked, or when the warning
    is off (no limit, or 0).
    """
    if not limit or len(others) < FEWEST_OTHERS:
        return None
    mean = sum(others, Decimal(0)) / len(others)
    distance = abs(own - mean)
    return distance.quantize(Decimal("0.01")) if distance > limit else None


def disagreements(
    criteria: Iterable[Criterion], first: Mapping[str, Decimal], second: Mapping[str, Decimal]
) -> tuple[str, ...]:
    """The criteria in which two entries of one paper differ; not given differs from 0."""
    return tuple(item.key for item in criteria if first.get(item.key) != second.get(item.key))


def check_sum(marks: Iterable[Decimal]) -> Decimal:
    """The sum of a pile of papers, by which two clerks see at a glance that they typed the same."""
    return sum(marks, Decimal(0))


def draws_of(panel: str) -> tuple[int, int] | None:
    """First and last draw number of a panel such as ``1-18``; ``None`` for any other name."""
    ends = _DRAWS.fullmatch(panel)
    return (int(ends[1]), int(ends[2])) if ends else None


def panel_judges(panel: str, group: str | None, draw: str | None) -> bool:
    """Whether a seat's panel judges an entrant.

    A seat without a panel judges everybody; ``1-18`` those with these draw numbers (several
    panels then judge one ranking in parallel); any other name the group of that name.
    """
    ends = draws_of(panel)
    if ends is None:
        return panel in {"", group or ""}
    return bool(draw) and str(draw).isdecimal() and ends[0] <= int(str(draw)) <= ends[1]


def draw_order(number: str | None) -> tuple[tuple[int, int, str], ...]:
    """A sort key for draw and entry numbers: ``2`` before ``10``, ``A2`` before ``A10``."""
    parts = re.findall(r"[0-9]+|[^0-9]+", number or "")
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts) or (
        (2, 0, ""),
    )
