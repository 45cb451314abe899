"""The judging wall: judge × entrant, live by polling with an ETag."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import g, make_response, render_template, request

from competition.queries.judging import wall as walls
from competition.web import clock
from competition.web.guards import allow
from competition.web.i18n import language
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/<slug>/wall")
@allow("wall:see")
def wall() -> ResponseReturnValue:
    """Every round that a panel judges, with each judge's sheet for each entrant."""
    return render_template("organisers/wall.html", grid=_grid())


@blueprint.get("/<slug>/wall/grid")
@allow("wall:see")
def wall_grid() -> ResponseReturnValue:
    """The grid alone: 304 while nothing has changed."""
    told = (walls.pulse_of(g.contest, clock.now()), language(), *sorted(g.viewer.roles))
    tag = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
    known = request.if_none_match.contains(tag)
    answer = make_response("" if known else _grid(), 304 if known else 200)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(tag)
    return answer


def _grid() -> str:
    rounds = [round_ for round_ in g.contest.rounds if round_.judging == "panel"]
    found = [walls.wall_of(round_) for round_ in rounds]
    return render_template("organisers/_wall_grid.html", walls=found, now=clock.now())
