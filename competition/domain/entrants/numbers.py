"""Entry numbers (参赛号) as people type them: 5, 05 and ００５ mean 005 where no other is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from competition.domain.identity import clean_digits
from competition.domain.typed import searchable

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST: Final = 20  # characters of an entry number


def bare(number: str) -> str:
    """A number of digits alone without the zeros before it; any other stays as it is."""
    figures = number.isascii() and number.isdecimal()
    return (number.lstrip("0") or "0") if figures else number


def key(typed: str) -> str:
    """The same for all spellings that may mean the same entry number; for counting tries."""
    return bare(clean_digits(typed).casefold())


def spellings(typed: str) -> tuple[str, ...]:
    """Every stored entry number that ``typed`` may mean, however many there are of them."""
    plain = clean_digits(typed)
    shortest = bare(plain)
    padded = (
        [shortest.zfill(length) for length in range(len(shortest), LONGEST + 1)]
        if shortest.isascii() and shortest.isdecimal()
        else []
    )
    return tuple(dict.fromkeys((typed.strip(), plain, plain.upper(), plain.lower(), *padded)))


def meant(typed: str, held: Collection[str]) -> str | None:
    """Which of the entry numbers ``held`` was meant: the one spelled so, else the only likeness."""
    for exact in (typed.strip(), clean_digits(typed)):
        if exact in held:
            return exact
    alike = set(spellings(typed)).intersection(held)
    return alike.pop() if len(alike) == 1 else None


def found_in(wanted: str, number: str, *texts: str | None) -> bool:
    """Whether a search leaves a line: part of its number or texts, or its number spelled else."""
    plain = searchable(wanted)
    line = searchable(" ".join((number, *(text or "" for text in texts))))
    return plain in line or key(wanted) == key(number)
