"""Every version that was published, what changed from one to the next, and why."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from flask import g, render_template

from competition.domain.errors import NotFound
from competition.domain.ordering import natural
from competition.domain.permissions import visible
from competition.domain.publishing.differences import differences
from competition.domain.publishing.explanation import names_of
from competition.queries.publishing import results as queries
from competition.web.guards import ANYONE, allow
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import rules_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.publishing.differences import Difference
    from competition.models.results import ResultVersion


@blueprint.get("/c/<slug>/results/history")
@allow(ANYONE)
def results_history() -> ResponseReturnValue:
    """The versions, newest first; figures only while a result may be seen."""
    versions = queries.versions(g.contest.id)
    if not versions or not visible(g.viewer, "history", g.contest.state):
        raise NotFound("results_not_published")
    shown = visible(g.viewer, "results", g.contest.state)
    return render_template(
        "public/results_history.html",
        versions=versions,
        changes=_changes(versions) if shown else {},
        names=names_of(rules_in(versions[0])),
    )


def _changes(versions: list[ResultVersion]) -> dict[int, tuple[Difference, ...]]:
    """What each version that may be read changed against the one before it.

    A wrong mark is corrected by withdrawing the version and publishing the next: exactly then
    people must see what changed, so the one before may be withdrawn. Of those who consent now it
    is told that a name was corrected; the wrong one is not shown again.
    """
    names = queries.corrected_names([version.id for version in versions])
    return {
        newer.number: _by_entrant(
            *differences(older.result, newer.result), *names.get((older.id, newer.id), ())
        )
        for newer, older in pairwise(versions)
        if newer.standing != "withdrawn"
    }


def _by_entrant(*found: Difference) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda each: natural(each.entrant)))
