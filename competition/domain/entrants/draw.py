"""The draw (抽签): draw numbers from a recorded seed, so that anybody can repeat it."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

from competition.domain.errors import Invalid
from competition.domain.typed import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_SEED = 80
_FORM = re.compile(r"[0-9A-Za-z-]{1,20}")


def drawn(numbers: Iterable[str], seed: str) -> dict[str, str]:
    """The draw number of each entry number: 1 to n, shuffled by Python's generator with ``seed``.

    The entry numbers are sorted first, so that the outcome depends on the seed alone. Raises
    Invalid("seed_empty") and Invalid("seed_too_long").
    """
    if not seed.strip():
        raise Invalid("seed_empty")
    if len(seed) > LONGEST_SEED:
        raise Invalid("seed_too_long", longest=LONGEST_SEED)
    ordered = sorted(numbers)
    places = list(range(1, len(ordered) + 1))
    random.Random(seed).shuffle(places)  # nosec B311 # noqa: S311 -- repeatable on purpose: the seed is public
    return {number: str(place) for number, place in zip(ordered, places, strict=True)}


def beyond(numbers: Iterable[str]) -> tuple[str, ...]:
    """The draw numbers in figures that are higher than there are entrants, lowest first."""
    given = list(numbers)
    high = (text for text in given if text.isdecimal() and int(text) > len(given))
    return tuple(sorted(high, key=int))


def typed(pairs: Mapping[str, str]) -> dict[str, str]:
    """Draw numbers as drawn from an urn and typed in. Raises Invalid on a gap or a double."""
    stripped = {number: figure_text(text) for number, text in pairs.items()}
    missing = sorted(number for number, text in stripped.items() if not text)
    if missing:
        raise Invalid("draw_missing", numbers="、".join(missing[:10]), count=len(missing))
    unfit = sorted(text for text in stripped.values() if not _FORM.fullmatch(text))
    if unfit:
        raise Invalid("draw_form", found=unfit[0])
    doubled = sorted(text for text, count in Counter(stripped.values()).items() if count > 1)
    if doubled:
        raise Invalid("draw_twice", found="、".join(doubled[:10]))
    return stripped
