"""The chief judge's pages: one judge's sheet with its history, opening it again, penalties."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.errors import DomainError
from competition.domain.judging import read_mark
from competition.domain.rules import Criterion
from competition.domain.typed import figure_text
from competition.queries.judging import sheets as judging
from competition.queries.judging import wall
from competition.queries.judging.returned import why_returned
from competition.services.penalties import Deduction, lift_penalty, record_penalty
from competition.services.signing import reopen_sheet
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.judges.blueprint import blueprint
from competition.web.judges.forms import PenaltyForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/<slug>/<round_key>/sheets/<int:sheet_id>")
@allow("wall:see")
def sheet_history(round_key: str, sheet_id: int) -> ResponseReturnValue:
    """One sheet with every revision it had."""
    round_ = judging.round_in(g.contest, round_key)
    found = wall.sheet_in(round_, sheet_id)
    return render_template(
        "judges/history.html",
        round=round_,
        sheet=found.sheet,
        draw=found.draw,
        judge=found.judge,
        rubric=judging.rubric_of(g.contest, round_),
        revisions=judging.revisions_of(found.sheet),
        returned=why_returned(found.sheet),
    )


@blueprint.post("/<slug>/<round_key>/sheets/<int:sheet_id>/reopen")
@allow("sheet:reopen")
def reopen(round_key: str, sheet_id: int) -> ResponseReturnValue:
    """Hand a signed or recused sheet back to its judge."""
    reason = request.form.get("reason", "")
    reopen_sheet(actor("sheet:reopen"), clock.now(), g.contest.id, sheet_id, reason)
    flash(_("评分表已退回评委更正，原来的分数仍在记录里。"), "success")
    return redirect(url_for(".sheet_history", round_key=round_key, sheet_id=sheet_id))


@blueprint.get("/<slug>/<round_key>/penalties")
@allow("wall:see")
def penalties(round_key: str) -> ResponseReturnValue:
    """The deductions of a round, those that stand and those that were lifted."""
    return _penalties_page(round_key, PenaltyForm(request.args))


@blueprint.post("/<slug>/<round_key>/penalties")
@allow("penalty:record")
def add_penalty(round_key: str) -> ResponseReturnValue:
    """Record a deduction with its reason; a refused one stays in the form as it was typed."""
    round_ = judging.round_in(g.contest, round_key)
    full = sum((item.full_mark for item in round_.criteria), Decimal(0))
    try:
        points = read_mark(Criterion("", _("扣分"), full), request.form.get("points", ""))
        draw = figure_text(request.form.get("draw", ""))
        deduction = Deduction(draw, points, request.form.get("reason", ""))
        record_penalty(actor("penalty:record"), clock.now(), round_.id, deduction)
    except DomainError as refusal:
        return refused_page(refusal, round_key), refusal.status
    flash(_("已记录扣分。"), "success")
    return redirect(url_for(".penalties", round_key=round_key))


def refused_page(refusal: DomainError, round_key: str) -> str:
    """The page with the form as it was typed, and why it was refused."""
    form = PenaltyForm()
    form.refuse(refusal)
    return _penalties_page(round_key, form)


def _penalties_page(round_key: str, form: PenaltyForm) -> str:
    round_ = judging.round_in(g.contest, round_key)
    listed = wall.penalties_of(round_)
    return render_template("judges/penalties.html", round=round_, penalties=listed, form=form)


@blueprint.post("/<slug>/<round_key>/penalties/<int:penalty_id>/lift")
@allow("penalty:record")
def remove_penalty(round_key: str, penalty_id: int) -> ResponseReturnValue:
    """Take a deduction back, with a reason."""
    reason = request.form.get("reason", "")
    lift_penalty(actor("penalty:record"), clock.now(), g.contest.id, penalty_id, reason)
    flash(_("扣分已撤销，原记录保留。"), "success")
    return redirect(url_for(".penalties", round_key=round_key))
