"""The judging wall: judge × entrant, a page of it at a time, live by polling with an ETag."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import g, make_response, render_template, request, url_for

from competition.queries.judging import wall as walls
from competition.web import clock
from competition.web.guards import allow
from competition.web.i18n import language
from competition.web.organisers.blueprint import blueprint
from competition.web.paging import page_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.queries.judging.wall import Row, Wall
    from competition.web.paging import Page

PAGE = 60


@blueprint.get("/<slug>/wall")
@allow("wall:see")
def wall() -> ResponseReturnValue:
    """Every round that a panel judges, with each judge's sheet for each entrant."""
    asked = {key: request.args[key] for key in ("show", "draw", "page") if request.args.get(key)}
    source = url_for("organisers.wall_grid", **asked)  # type: ignore[arg-type]  # a query, no option of url_for
    return render_template("organisers/wall.html", grid=_grid(), asked=asked, source=source)


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
    return render_template(
        "organisers/_wall_grid.html",
        walls=[(wall, _page(wall)) for wall in found],
        asked={key: request.args.get(key, "") for key in ("show", "draw")},
        now=clock.now(),
    )


def _page(wall: Wall) -> Page[Row]:
    """The rows that the filters leave: those of a draw number, or with a sheet still to come."""
    draw = request.args.get("draw", "").strip()
    rows = [row for row in wall.rows if draw in {"", row.draw}]
    if request.args.get("show") == "open":
        rows = [row for row in rows if any(cell.open for cell in row.cells)]
    return page_of(rows, request.args.get("page", 1, type=int), PAGE)
