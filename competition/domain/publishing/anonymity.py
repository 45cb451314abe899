"""A field as it may be published: judges under letters, private reasons withheld.

Scores are the same; only the names of seats change, consistently within a round, so that anybody
can recompute the result without learning who gave what.
"""

from __future__ import annotations

from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING

from competition.domain.contest import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from competition.domain.contest import Entrant, RoundRecord

Letters = dict[str, dict[str, str]]
WITHHELD = "withheld"


def letters_for(field: Field, shuffle: Callable[[list[str]], None]) -> Letters:
    """A letter for each seat of each round; ``shuffle`` mixes the seats in place."""
    seats: dict[str, set[str]] = {}
    for entrant in field.entrants:
        for key, record in entrant.rounds.items():
            named = {sheet.judge for sheet in record.sheets} | set(record.recused)
            seats.setdefault(key, set()).update(named - {""})
    return {key: _lettered(sorted(named), shuffle) for key, named in sorted(seats.items())}


def _lettered(seats: list[str], shuffle: Callable[[list[str]], None]) -> dict[str, str]:
    shuffle(seats)
    return {seat: _letter(place) for place, seat in enumerate(seats)}


def _letter(place: int) -> str:
    turn, index = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(turn + 1) if turn else "")


def lettered(field: Field, letters: Letters) -> Field:
    """The field with each judge under the letter of the round."""
    return Field(tuple(_entrant(entrant, letters) for entrant in field.entrants))


def withheld(field: Field) -> Field:
    """The field without the reasons why somebody is not eligible; that they are not remains."""
    return Field(
        tuple(
            replace(entrant, ineligible=WITHHELD) if entrant.ineligible else entrant
            for entrant in field.entrants
        )
    )


def _entrant(entrant: Entrant, letters: Letters) -> Entrant:
    rounds = {key: _record(record, letters.get(key, {})) for key, record in entrant.rounds.items()}
    return replace(entrant, rounds=rounds)


def _record(record: RoundRecord, letters: Mapping[str, str]) -> RoundRecord:
    sheets = [replace(each, judge=letters.get(each.judge, each.judge)) for each in record.sheets]
    return replace(
        record,
        sheets=tuple(sorted(sheets, key=lambda sheet: sheet.judge)),
        recused=tuple(sorted(letters.get(seat, seat) for seat in record.recused)),
    )
