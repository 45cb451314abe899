"""Who would move if the rules were others: two rankings of the same field, compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from competition.domain.ranking.results import Line, Ranking


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entrant gets: place, total, prize, level promoted to, titles."""

    rank: int | None
    total: str
    prize: str | None
    level: int | None
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """An entrant who would stand otherwise."""

    entrant: str
    before: Standing
    after: Standing

    @property
    def awards_change(self) -> bool:
        """Whether prize, level or titles change, and not the figures alone."""
        then, now = self.before, self.after
        return (then.prize, then.level, then.titles) != (now.prize, now.level, now.titles)


def moves(before: Ranking, after: Ranking) -> tuple[Move, ...]:
    """Everybody whose place, total or award changes, in the order of the new ranking."""
    known = {line.entrant: _standing(line) for line in before.lines}
    compared = (Move(line.entrant, known[line.entrant], _standing(line)) for line in after.lines)
    return tuple(move for move in compared if move.before != move.after)


def _standing(line: Line) -> Standing:
    promoted = line.promotion.level if line.promotion and line.promotion.granted else None
    total = "" if line.total is None else str(line.total)
    return Standing(line.rank, total, line.prize, promoted, line.titles)
