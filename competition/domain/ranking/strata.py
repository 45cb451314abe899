"""Parting a list into strata of equal value, exactly and by whole numbers where that is possible.

Fractions are slow to compare and to look up; the values of one list nearly always share a small
denominator, and then their numerators over it order them just the same.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

Member = TypeVar("Member")

LONGEST_SCALE = 512  # bits of a common denominator; beyond it fractions are the quicker way


def strata(
    members: Sequence[Member], values: Sequence[Fraction | None], *, high: bool = True
) -> list[list[Member]]:
    """The members in groups of equal value, best first; ``values`` runs along ``members``.

    ``high``: whether more is better. A member without a value comes after all who have one.
    """
    scale = common_scale(value.denominator for value in values if value is not None)
    parted: dict[int | Fraction, list[Member]] = {}
    without: list[Member] = []
    for member, value in zip(members, values, strict=True):
        if value is None:
            without.append(member)
        elif scale:
            whole = value.numerator * (scale // value.denominator)
            parted.setdefault(whole, []).append(member)
        else:
            parted.setdefault(value, []).append(member)
    ordered = [parted[value] for value in sorted(parted, reverse=high)]
    return [*ordered, without] if without else ordered


def common_scale(denominators: Iterable[int]) -> int | None:
    """The least common multiple, or ``None`` when it is longer than ``LONGEST_SCALE`` bits."""
    scale = 1
    for denominator in set(denominators):
        scale = lcm(scale, denominator)
        if scale.bit_length() > LONGEST_SCALE:
            return None
    return scale
