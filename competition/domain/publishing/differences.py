"""What changed between two published results, entrant by entrant, figure by figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from competition.domain.ordering import natural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Entry = dict[str, Any]  # one entrant's part of the result document
FIGURES = ("state", "rank", "total", "prize")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one entrant, before and after; ``None`` where there was or is none.

    ``figure``: entrant (came or went), state, rank, total, prize, level, titles, ``round:<key>``.
    """

    entrant: str
    figure: str
    before: str | None
    after: str | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed from one result document to the next, by entry number."""
    old = {entry["entrant"]: entry for entry in before["entrants"]}
    new = {entry["entrant"]: entry for entry in after["entrants"]}
    return tuple(
        difference
        for number in sorted(old.keys() | new.keys(), key=natural)
        for difference in _of(number, old.get(number), new.get(number))
    )


def _of(number: str, old: Entry | None, new: Entry | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference(
            number, "entrant", None if old is None else number, None if new is None else number
        )
        return
    was, now = figures(old), figures(new)
    for figure in dict.fromkeys((*was, *now)):
        if was.get(figure) != now.get(figure):
            yield Difference(number, figure, was.get(figure), now.get(figure))


def figures(entry: Entry) -> dict[str, str | None]:
    """The figures of an entrant that people compare, each as its published text."""
    scores = {f"round:{key}": _score(result) for key, result in entry["rounds"].items()}
    return {
        **{name: _text(entry[name]) for name in FIGURES},
        **scores,
        "level": _text(level_of(entry)),
        "titles": " ".join(entry["titles"]) or None,
    }


def level_of(entry: Entry) -> int | None:
    """The level that the entry grants."""
    promotion = entry["promotion"]
    return promotion["level"] if promotion and promotion["granted"] else None


def _score(result: Mapping[str, Any]) -> str:
    return str(result["score"] if result["score"] is not None else result["state"])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
