"""What is wrong with a file that was handed in: where it is, and a sentence a person can act on.

Every fault has a code, so that pages word it in both languages; files and terminals get English.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from competition.domain.errors import Invalid
from competition.exchange.faults.meant import MEANT
from competition.exchange.faults.sentences import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot in a file: its name, and line, column (both from 1) and field where there are any."""

    file: str
    line: int | None = None
    column: int | None = None
    field: str = ""

    def words(self, language: str) -> str:
        """The spot as it stands before the sentence."""
        chinese = language.startswith("zh")
        parts = [self.file]
        if self.line is not None:
            parts.append(f"第 {self.line} 行" if chinese else f"line {self.line}")
        if self.column is not None:
            parts.append(f"第 {self.column} 列" if chinese else f"column {self.column}")
        if self.field:
            parts.append(self.field)
        return ("，" if chinese else ", ").join(parts)


class FileFault(Invalid):
    """A file can't be taken as it stands; nothing of it was used."""

    def __init__(self, code: str, spot: Spot, **params: object) -> None:
        super().__init__(
            code, file=spot.file, line=spot.line, column=spot.column, field=spot.field, **params
        )
        self.spot = spot

    def sentence(self, language: str = "en") -> str:
        """Where and what, in one sentence; ``language`` is ``en`` or ``zh``."""
        english, chinese = SENTENCES[self.code]
        template = chinese if language.startswith("zh") else english
        colon = "：" if language.startswith("zh") else ": "
        return f"{self.spot.words(language)}{colon}{template.format_map(self.params)}"

    def __str__(self) -> str:
        """The English sentence."""
        return self.sentence()


def clipped(text: str, length: int = 60) -> str:
    """What was found, shortened and without characters that would disturb a terminal."""
    shown = "".join(c if c.isprintable() else "�" for c in text)
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def nearest(found: str, known: Iterable[str]) -> str:
    """Of the ``known`` words, of which there is at least one, the one most like ``found``."""
    words = list(known)
    meant = MEANT.get(found.strip().casefold())
    if meant in words:
        return meant
    match = get_close_matches(found[:100].casefold(), words, n=1, cutoff=0)
    return match[0] if match else words[0]
