"""Steps to the next state in the visitor's language, each with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, url_for

from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from competition.domain.setup.readiness import Step

PAGES: Final = {
    "rules": "organisers.rules",
    "settings": "organisers.settings",
    "staff": "organisers.staff",
    "entrants": "organisers.entrants",
    "draw": "organisers.draw",
    "wall": "organisers.wall",
    "theory": "organisers.theory",
    "ranking": "organisers.ranking",
}


@dataclass(frozen=True, slots=True)
class WordedStep:
    """A step as it is shown; without an address where its page does not exist."""

    text: str
    done: bool
    needed: bool
    url: str | None


def worded_steps(steps: Iterable[Step]) -> list[WordedStep]:
    """The steps in words."""
    return [
        WordedStep(
            text=str(setup.STEPS[step.code][0 if step.done else 1]) % (step.params or {}),
            done=step.done,
            needed=step.weight == "needed",
            url=_url(PAGES[step.page]) if step.page else None,
        )
        for step in steps
    ]


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None
