"""Prizes: in the order of the rules, the first that fits is given."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.ranking.results import Line
    from competition.domain.rules import Prize, Rules


def with_prizes(rules: Rules, lines: Sequence[Line]) -> list[Line]:
    """The lines of one group with their prizes; only who has a rank gets one."""
    if not rules.prizes:
        return list(lines)
    ranked = sum(line.state == "ranked" for line in lines)
    return [replace(line, prize=prize_of(rules.prizes, line, ranked)) for line in lines]


def prize_of(prizes: Sequence[Prize], line: Line, ranked: int) -> str | None:
    """The key of the first prize that fits a line among ``ranked`` lines of its group."""
    return next((prize.key for prize in prizes if _fits(prize, line, ranked)), None)


def _fits(prize: Prize, line: Line, ranked: int) -> bool:
    if line.rank is None or line.total is None:
        return False
    if prize.ranks is not None:
        return prize.ranks[0] <= line.rank <= prize.ranks[1]
    if prize.fraction is not None:
        return line.rank <= Fraction(prize.fraction) * ranked
    return prize.at_least is not None and line.total.value >= Fraction(prize.at_least)
