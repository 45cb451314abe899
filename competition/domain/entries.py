"""When the entries of a theory paper agree on one mark; who may type them is not decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

COUNTED = frozenset({"submitted", "signed"})  # states of a sheet whose marks stand


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one paper: the state of its sheet and its marks by criterion."""

    state: str
    marks: Mapping[str, Decimal]


def agreed(entries: Mapping[str, Entry]) -> Mapping[str, Decimal] | None:
    """The marks that stand, ``None`` while there are none.

    A third look (``settled``) wins; else two independent entries (``first``, ``second``) that are
    equal; else a single entry ('') once a second person has confirmed it (state ``signed``).
    """
    standing = {name: entry for name, entry in entries.items() if entry.state in COUNTED}
    if "settled" in standing:
        return standing["settled"].marks
    first, second = standing.get("first"), standing.get("second")
    if first and second:
        return first.marks if first.marks == second.marks else None
    alone = standing.get("")
    return alone.marks if alone and alone.state == "signed" else None
