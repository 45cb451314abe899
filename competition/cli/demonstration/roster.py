"""The invented entrants: names and employers from a table, numbers that can belong to nobody."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Final

from competition.domain import identity
from competition.domain.entrants.line import RosterLine

# No province has the code 99, and no subscriber's number begins with 0: neither can be a real one.
NOWHERE: Final = "999999"
NOBODY_CALLS: Final = "0570-0000"


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented entrant with the scores that the judges of the demonstration will give."""

    line: RosterLine
    theory: Decimal
    case: Decimal | None
    penalty: Decimal | None

    @property
    def number(self) -> str:
        """The entry number."""
        return self.line.number


def roster() -> tuple[Invented, ...]:
    """All invented entrants by entry number."""
    text = files("competition.cli.demonstration").joinpath("roster.csv").read_text(encoding="utf-8")
    return tuple(_invented(row) for row in csv.DictReader(text.splitlines()))


def _invented(row: dict[str, str]) -> Invented:
    born = row["born"]
    number = f"{NOWHERE}{born}{row['number']}"
    number += identity.check_digit(number)
    line = RosterLine(
        name=identity.clean_name(row["name"]),
        number=row["number"],
        employer=row["employer"],
        document_number=identity.check_identity_number(number, date(2023, 9, 1)),
        phone=f"{NOBODY_CALLS}{row['number']}",
        held_level=int(row["held_level"]) if row["held_level"] else None,
        consent=row["consent"] == "yes",
    )
    return Invented(line, Decimal(row["theory"]), _figure(row["case"]), _figure(row["penalty"]))


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None
