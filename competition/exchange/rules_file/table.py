"""Checked access to the tables of a rules file: values by their types, faults with their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from competition.exchange.faults import FileFault, Spot, clipped, nearest
from competition.exchange.figures_text import NotANumber, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from competition.exchange.rules_file.places import Path, Places

_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, and where it stands."""

    content: dict[str, Any]
    path: Path
    file: str
    places: Places

    def fault(self, code: str, key: str | None = None, /, **params: object) -> FileFault:
        """A fault at ``key`` of this table, or at the table itself."""
        path = self.path if key is None else (*self.path, key)
        place = self.places.of(path)
        line, column = place or (None, None)
        return FileFault(code, Spot(self.file, line, column, _dotted(path)), **params)

    def only(self, *known: str) -> None:
        """Refuses a key that is not among ``known`` and names the nearest."""
        for key in self.content:
            if key not in known:
                raise self.fault("unknown_key", key, key=clipped(key), nearest=nearest(key, known))

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self.content

    def required(self, key: str) -> object:
        """The value as it stands."""
        if key not in self.content:
            raise self.fault("missing_key", key=key)
        return self.content[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text, empty only where that is the default; an absent one is ``default``."""
        if key not in self.content and default is not None:
            return default
        value = self.required(key)
        if not isinstance(value, str):
            raise self.fault("wants_text", key)
        if not value.strip() and default != "":
            raise self.fault("empty_text", key)
        return value

    def key(self, taken: Iterable[str] = ()) -> str:
        """The ``key`` of a thing, unlike those ``taken`` by its like."""
        value = self.text("key")
        if value != value.strip():
            raise self.fault("key_has_spaces", "key", key=clipped(value))
        if value in taken:
            raise self.fault("twice_the_same", "key", key=clipped(value))
        return value

    def figure(self, key: str) -> Decimal:
        """A figure, which is text in the file."""
        value = self.required(key)
        if not isinstance(value, str):
            whole = isinstance(value, int | float) and not isinstance(value, bool)
            raise self.fault("wants_figure_text", key, remedy=value if whole else "0.30")
        try:
            return number(value)
        except NotANumber as wrong:
            found = clipped(value)
            raise self.fault(wrong.code, key, found=found, remedy=wrong.remedy) from None

    def figure_if_any(self, key: str) -> Decimal | None:
        """A figure, ``None`` when the key is absent."""
        return self.figure(key) if key in self.content else None

    def above_zero(self, key: str) -> Decimal:
        """A figure above 0."""
        value = self.figure(key)
        if value <= 0:
            raise self.fault("not_above_zero", key)
        return value

    def integer(self, key: str, lowest: int, highest: int, default: int | None = None) -> int:
        """A whole number within bounds, both in."""
        if key not in self.content and default is not None:
            return default
        value = self.required(key)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise self.fault("wants_integer", key, lowest=lowest, highest=highest)
        return value

    def flag(self, key: str) -> bool:
        """True or false; absent is false."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            raise self.fault("wants_flag", key)
        return value

    def choice(self, key: str, choices: Sequence[_Choice], default: _Choice | None) -> _Choice:
        """One of ``choices``."""
        if key not in self.content and default is not None:
            return default
        return self.chosen(key, self.text(key), choices)

    def chosen(self, key: str, found: str, choices: Sequence[_Choice]) -> _Choice:
        """``found``, which must be one of ``choices``."""
        for choice in choices:
            if choice == found:
                return choice
        raise self.fault(
            "unknown_choice",
            key,
            found=clipped(found),
            choices=", ".join(choices),
            nearest=nearest(found, choices),
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice; absent is empty."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault("wants_texts", key)
        for index, item in enumerate(value):
            if not item.strip():
                raise self.fault("empty_text", key)
            if item in value[:index]:
                raise self.fault("twice_the_same", key, key=clipped(item))
        return tuple(value)

    def ranks(self, key: str) -> tuple[int, int] | None:
        """The first and the last rank; ``None`` when absent."""
        if key not in self.content:
            return None
        match self.content[key]:
            case [int() as first, int() as last] if 1 <= first <= last and first is not True:
                return first, last
        raise self.fault("wants_ranks", key)

    def table(self, key: str) -> Table | None:
        """A table within this one; ``None`` when absent."""
        if key not in self.content:
            return None
        value = self.content[key]
        if not isinstance(value, dict):
            raise self.fault("wants_table", key)
        return Table(value, (*self.path, key), self.file, self.places)

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables within this one; absent is empty."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault("wants_tables", key)
        return tuple(
            Table(item, (*self.path, key, index), self.file, self.places)
            for index, item in enumerate(value)
        )

    def refer(self, key: str, found: str, thing: str, known: Sequence[str]) -> None:
        """Refuses a reference to a thing that the rules don't have."""
        if found in known:
            return
        if not known:
            raise self.fault("nothing_to_refer_to", key, thing=thing, found=clipped(found))
        near = nearest(found, known)
        raise self.fault("unknown_reference", key, thing=thing, found=clipped(found), nearest=near)


def _dotted(path: Path) -> str:
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{clipped(part, 30)}"
    return words.removeprefix(".")
