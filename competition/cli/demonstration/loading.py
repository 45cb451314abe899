"""Both contests of the demonstration, loaded into the application at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from competition.cli.demonstration import finished, people, playing
from competition.cli.demonstration.roster import roster
from competition.cli.frame.refusals import Refusal
from competition.queries import demonstration

if TYPE_CHECKING:
    from collections.abc import Callable


def load(tell: Callable[[int, int], None]) -> None:
    """Load what is missing of the demonstration. Raises Refusal beside real contests."""
    if demonstration.real_contests():
        raise Refusal(
            "There are real contests here: the demonstration has accounts whose passwords "
            "everybody knows. Use another COMPETITION_HOME."
        )
    people.make_accounts(finished.BEGAN)
    invented = roster()
    finished.play(invented, current_app.extensions["settings"], tell)
    playing.play(invented)
