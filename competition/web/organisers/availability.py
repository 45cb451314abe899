"""Which judges can't come to which round, said on a person's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from competition.services import seats
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.refusals import told

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/<slug>/staff/<int:user_id>/away")
@allow("judges:assign")
def judge_away(user_id: int) -> ResponseReturnValue:
    """Say that somebody can't judge a round, with a note for the others who plan."""
    with told():
        seats.mark_away(
            actor("judges:assign"),
            now(),
            g.contest.id,
            round_key=request.form.get("round", ""),
            user_id=user_id,
            note=request.form.get("note", ""),
        )
        flash(_("已记下：此人不能评这一轮。"), "success")
    return redirect(url_for("organisers.staff_member", user_id=user_id))


@blueprint.post("/<slug>/staff/<int:user_id>/back")
@allow("judges:assign")
def judge_back(user_id: int) -> ResponseReturnValue:
    """Say that somebody can judge a round after all."""
    with told():
        seats.mark_back(
            actor("judges:assign"),
            now(),
            g.contest.id,
            round_key=request.form.get("round", ""),
            user_id=user_id,
        )
        flash(_("已恢复：此人可以评这一轮。"), "success")
    return redirect(url_for("organisers.staff_member", user_id=user_id))
