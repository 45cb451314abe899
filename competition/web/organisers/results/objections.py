"""Objections: what was filed, until when an answer is due, and the arbiters' answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from competition.domain.entrants.numbers import found_in
from competition.domain.ordering import natural
from competition.domain.permissions import may
from competition.queries.publishing import objections as queries
from competition.services.contestants import objections as deeds
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.paging import page_of, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from competition.queries.publishing.objections import Filed

PAGE = 20
_STATES: Final = ("filed", "upheld", "rejected", "withdrawn")
_KEYS: Final[dict[str, Callable[[Filed], Any]]] = {
    "state": lambda filed: _STATES.index(filed.objection.state),
    "number": lambda filed: natural(filed.number),
    "filed": lambda filed: filed.objection.filed_at,
    "due": lambda filed: filed.objection.answer_due,
}


class AnswerForm(Form):
    """The arbiters' decision with its reason."""

    decision = RadioField(
        _l("决定"),
        choices=[("upheld", _l("申诉成立")), ("rejected", _l("申诉不成立"))],
        validators=[DataRequired(_l("请选择决定。"))],
    )
    answer = TextAreaField(
        _l("答复与理由"),
        validators=[DataRequired(_l("请写明理由，申诉人会看到。")), Length(max=deeds.LONGEST)],
    )


@blueprint.get("/<slug>/objections")
@allow("objections:see")
def objections() -> ResponseReturnValue:
    """All objections, those without an answer first."""
    return _page(AnswerForm(), 0)


@blueprint.get("/<slug>/objections/<int:objection_id>/result")
@allow("objections:see")
def objection_result(objection_id: int) -> ResponseReturnValue:
    """What the objection is against: the published line as its filer sees it.

    Which judge a letter stands for is told to the arbitration group alone.
    """
    found = queries.objected(g.contest.id, objection_id)
    arbiter = "arbiter" in g.viewer.roles
    return render_template(
        "organisers/objection_result.html",
        found=found,
        judges=queries.judges_behind(found.version, found.line.entrant_id) if arbiter else None,
    )


@blueprint.post("/<slug>/objections/<int:objection_id>")
@allow("objections:answer")
def objection_answer(objection_id: int) -> ResponseReturnValue:
    """Answer one."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(form, objection_id), 422
    deeds.answer_objection(
        actor("objections:answer"),
        now(),
        contest_id=g.contest.id,
        objection_id=objection_id,
        upheld=form.decision.data == "upheld",
        answer=form.answer.data,
    )
    flash(_("答复已发出，申诉人登录后可以看到。"), "success")
    return redirect(url_for("organisers.objections"))


def _page(form: AnswerForm, answering: int) -> str:
    found = queries.of_contest(g.contest.id)
    state, search = request.args.get("state", ""), request.args.get("q", "").strip()
    chosen = [
        filed
        for filed in found
        if state in {"", filed.objection.state}
        and found_in(search, filed.number, filed.objection.text)
    ]
    sort = sort_of(_KEYS, "state")
    return render_template(
        "organisers/objections.html",
        page=page_of(sort.arranged(chosen, _KEYS), request.args.get("page", 1, type=int), PAGE),
        counts=Counter(filed.objection.state for filed in found),
        state=state,
        search=search,
        sort=sort,
        form=form,
        answering=answering,
        may_answer=may(g.viewer.roles, "objections:answer", g.contest.state),
        now=now(),
    )
