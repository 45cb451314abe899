"""The contests that the public may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g

from competition.domain.permissions import visible
from competition.queries import contests
from competition.queries.publishing import results
from competition.web.api.answers import PUBLIC
from competition.web.api.blueprint import blueprint
from competition.web.api.schemas import Contest, ContestList
from competition.web.guards import ANYONE, allow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from competition.models import contest as models

Answer = tuple[dict[str, Any], dict[str, str]]
CACHE = {"Cache-Control": PUBLIC}


@blueprint.route("/contests")
@blueprint.etag
@blueprint.response(200, ContestList)
@allow(ANYONE)
def contest_list() -> Answer:
    """All public contests."""
    found = contests.open_to_public()
    numbers = results.numbers([contest.id for contest in found])
    return {"contests": [_told(contest, numbers) for contest in found]}, CACHE


@blueprint.route("/contests/<slug>")
@blueprint.etag
@blueprint.response(200, Contest)
@allow(ANYONE)
def contest() -> Answer:
    """One public contest."""
    return _told(g.contest, results.numbers([g.contest.id])), CACHE


def _told(contest: models.Contest, numbers: Mapping[int, Sequence[int]]) -> dict[str, Any]:
    published = visible(g.viewer, "results", contest.state)
    return {
        "slug": contest.slug,
        "title": contest.title,
        "state": contest.state,
        "versions": numbers.get(contest.id, []) if published else [],
    }
