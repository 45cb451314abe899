"""The judging wall: judge × entrant, live by polling with an ETag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, make_response, render_template, request

from competition.queries.judging import wall as walls
from competition.web import clock
from competition.web.guards import allow
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
    answer = make_response(_grid())
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _grid() -> str:
    rounds = [round_ for round_ in g.contest.rounds if round_.judging == "panel"]
    found = [walls.wall_of(round_) for round_ in rounds]
    return render_template("organisers/_wall_grid.html", walls=found, now=clock.now())
