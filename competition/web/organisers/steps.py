"""What is to be done, in the visitor's language, each with the page where it is done.

Steps to a contest's next state, and what waits for the visitor alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, url_for

from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from competition.domain.setup.readiness import Step
    from competition.queries.waiting import Waiting

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


WAITING_PAGES: Final = {
    "publication:publish": "organisers.publication",
    "publication:withdraw": "organisers.publication",
    "objections": "organisers.objections",
    "correction": "organisers.publication",
    "publication:final": "organisers.publication",
    "theory:settle": "organisers.theory",
    "rules": "organisers.rules",
    "certificates:revoke": "organisers.certificates",
    "personal:erase": "organisers.personal",
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


def worded_waiting(slug: str, waiting: Iterable[Waiting]) -> list[WordedStep]:
    """What waits for the visitor in one contest, in words."""
    return [
        WordedStep(
            text=str(setup.WAITING[one.kind])
            % {"count": one.count, "numbers": " ".join(one.numbers)},
            done=False,
            needed=True,
            url=url_for(WAITING_PAGES[one.kind], slug=slug),
        )
        for one in waiting
    ]


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None
