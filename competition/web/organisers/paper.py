"""Printed mark sheets, the fallback on paper: one sheet an entrant and judge, with a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, render_template, request, url_for

from competition.queries.judging import sheets as judging
from competition.queries.judging import wall
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint
from competition.web.pages import qr
from competition.web.paging import page_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

STACK = 50  # sheets on one page: a printer takes them at once, and the page comes at once


@blueprint.get("/<slug>/paper/<round_key>")
@allow("wall:see")
def paper_sheets(round_key: str) -> ResponseReturnValue:
    """Blank sheets of one judge (``?seat=J1``), a stack at a time; the code leads to the sheet."""
    round_ = judging.round_in(g.contest, round_key)
    grid = wall.wall_of(round_)
    seat = request.args.get("seat") or (grid.columns[0].seat if grid.columns else "")
    rows = [row for row in grid.rows if not row.away]
    page = page_of(rows, request.args.get("page", 1, type=int), STACK)
    return render_template(
        "organisers/paper.html",
        round=round_,
        columns=grid.columns,
        seat=seat,
        page=page,
        stack=STACK,
        sheets=[(row.draw, qr(_address(round_key, row.draw))) for row in page.items],
        rubric=judging.rubric_of(g.contest, round_),
    )


def _address(round_key: str, draw: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + url_for("judges.sheet", round_key=round_key, draw=draw)
