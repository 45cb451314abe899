"""Where a judge begins: the rounds to be judged today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template
from flask_security import current_user

from competition.queries.judging import sheets as judging
from competition.queries.judging import theory
from competition.queries.judging.returned import returned_to
from competition.web.guards import STAFF, allow, reach
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/")
@allow(STAFF)
def home() -> ResponseReturnValue:
    """The rounds that the signed-in judge or clerk has a seat in."""
    rounds = [judging.progress_of(seat) for seat in judging.seats_of(current_user.id, reach())]
    panels = [one for one in rounds if one.seat.round.judging == "panel"]
    desks = [
        desk
        for desk in theory.desks_of(current_user.id)
        if reach() in {None, desk.contest.id, desk.contest.rehearsal_of}
    ]
    returned = {one.seat.round.id: len(returned_to(one.papers)) for one in panels}
    return render_template("judges/home.html", rounds=panels, desks=desks, returned=returned)


@blueprint.get("/<slug>/<round_key>/")
@allow("sheet:see")
def entrants(round_key: str) -> ResponseReturnValue:
    """The entrants of a round in draw order, each with the state of my sheet."""
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    progress = judging.progress_of(seat)
    return render_template(
        "judges/entrants.html", progress=progress, returned=returned_to(progress.papers)
    )
