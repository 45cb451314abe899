"""Tablets as a model: what each keeps, by the rules of the real ones, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from competition.domain.sync import Submission

DRAWS = ("1", "2")


@dataclass
class Item:
    """One submission in a tablet's queue; its base is fixed at the first attempt."""

    id: str
    draw: str
    state: str
    given: dict
    base: int | None = None
    conflict: bool = False
    refused: bool = False

    def submission(self):
        reason = "同事" if self.state == "recused" else ""
        return Submission(self.id, self.base, self.state, self.given, reason)


@dataclass
class Tablet:
    """What a tablet keeps: the base of each sheet, the queue, the receipts."""

    bases: dict = field(default_factory=lambda: dict.fromkeys(DRAWS, 0))
    queue: list = field(default_factory=list)
    receipts: dict = field(default_factory=dict)
    discarded: set = field(default_factory=set)

    def first(self, draw):
        return next((item for item in self.queue if item.draw == draw), None)
