"""Part of a long list: in which order, which page, of how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from flask import request, url_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

Item = TypeVar("Item")
Direction = Literal["ascending", "descending"]


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The items of one page; ``number`` counts from 1, ``total`` all items."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page of that number; beyond the ends, the nearest one."""
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    return Page(items[(number - 1) * size : number * size], number, pages, len(items))


@dataclass(frozen=True, slots=True)
class Sort:
    """What a list is sorted by: the key of a column, and in which direction.

    In addresses it is one word, ``sort=name`` or, descending, ``sort=-name``.
    """

    key: str
    descending: bool = False

    @property
    def word(self) -> str:
        """The order as it stands in addresses."""
        return f"-{self.key}" if self.descending else self.key

    def direction(self, key: str) -> Direction | None:
        """How the column is sorted now, as ``aria-sort`` says it; ``None`` for the others."""
        if key != self.key:
            return None
        return "descending" if self.descending else "ascending"

    def link(self, key: str) -> str:
        """The same list sorted by that column, the other way round where it is sorted by it.

        Search and filters stay, the page does not: another order begins at its beginning.
        """
        kept = {name: request.args.getlist(name) for name in request.args}
        turned = Sort(key, descending=key == self.key and not self.descending)
        asked = {**(request.view_args or {}), **kept, "page": None, "sort": turned.word}
        return url_for(request.endpoint or "", **asked)

    def arranged(
        self, items: Iterable[Item], keys: Mapping[str, Callable[[Item], Any]]
    ) -> list[Item]:
        """The items in this order. What has no key (``None``) comes last in both directions."""
        key = keys[self.key]
        known = [(key(item), item) for item in items]
        stated = [pair for pair in known if pair[0] is not None]
        stated.sort(key=lambda pair: pair[0], reverse=self.descending)
        return [item for _, item in stated] + [item for key, item in known if key is None]


def sort_of(known: Iterable[str], default: str) -> Sort:
    """The order that the address asks for, or the default (``-`` before it: descending)."""
    word = request.args.get("sort", "")
    asked = _sort(word)
    return asked if asked.key in set(known) else _sort(default)


def _sort(word: str) -> Sort:
    return Sort(word.removeprefix("-"), descending=word.startswith("-"))
