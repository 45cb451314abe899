"""The draw page: by the program from a recorded seed, or typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.ordering import natural
from competition.queries import audit, rules
from competition.queries import entrants as queries
from competition.services.entrants.drawing import draw_numbers, enter_draw
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.entrants import DrawForm
from competition.web.refusals import shown_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.ordering import Key
    from competition.models.entrant import Entrant

_LEFT = ("withdrawn", "disqualified")


@blueprint.route("/<slug>/draw", methods=["GET", "POST"])
@allow("draw:make")
def draw() -> ResponseReturnValue:
    """Draw numbers: what stands, and how to make them."""
    form = DrawForm()
    if form.validate_on_submit():
        with shown_in(form):
            _draw(form)
            flash(_("抽签结果已保存，并已记入操作记录。"), "success")
            return redirect(url_for("organisers.draw"))
    people = [row for row in queries.everybody(g.contest.id) if row.state not in _LEFT]
    return render_template(
        "organisers/draw.html",
        form=form,
        people=people,
        typed=request.form,
        drawn=bool(people) and all(row.draw_number for row in people),
        any_drawn=any(row.draw_number for row in people),
        made=audit.newest(g.contest.id, "draw:made"),
        in_order=sorted(people, key=_place),
        frozen=rules.frozen(g.contest),
    )


def _draw(form: DrawForm) -> None:
    acting, reason = actor("draw:make"), form.reason.data or ""
    if form.way.data == "program":
        draw_numbers(acting, now(), g.contest.id, form.seed.data or "", reason)
        return
    pairs = {
        key.removeprefix("draw-"): text
        for key, text in request.form.items()
        if key.startswith("draw-")
    }
    high = enter_draw(acting, now(), g.contest.id, pairs, reason)
    if high:
        told = {"found": _("、").join(high[:10]), "count": len(pairs)}
        flash(
            _(
                "参加抽签的选手共 %(count)s 名，却有抽签号 %(found)s；已照填的保存，请核对。",
                **told,
            ),
            "warning",
        )


def _place(row: Entrant) -> tuple[bool, Key]:
    """Those without a draw number come after the others, by entry number."""
    return row.draw_number is None, natural(row.draw_number or row.number)
