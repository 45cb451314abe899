"""How long personal data are kept, their erasure by two people, a copy for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from competition.exchange.record_office import json_bytes
from competition.queries import contests
from competition.queries.archive import personal as queries
from competition.services.archive import personal as deeds
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.results.forms import SignedForm
from competition.web.refusals import shown_in, told

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


class ErasureForm(Form):
    """Why personal data shall be erased."""

    reason = TextAreaField(
        _l("清除理由"), validators=[DataRequired(_l("请写明理由。")), Length(max=2000)]
    )


@blueprint.get("/<slug>/archive/personal")
@allow("personal:see")
def personal() -> ResponseReturnValue:
    """What is held, until when, and what an erasure would take."""
    return _page(ErasureForm(formdata=None), SignedForm(formdata=None))


@blueprint.post("/<slug>/archive/personal")
@allow("personal:erase")
def personal_erase() -> ResponseReturnValue:
    """Propose the erasure."""
    form = ErasureForm()
    if form.validate_on_submit():
        with shown_in(form):
            reason = form.reason.data or ""
            deeds.propose_erasure(actor("personal:erase"), now(), g.contest.id, reason)
            flash(_("已提出清除。须由另一位监督员确认后才会执行。"), "success")
            return redirect(url_for("organisers.personal"))
    return _page(form, SignedForm(formdata=None)), 422


@blueprint.post("/<slug>/archive/personal/confirm")
@allow("personal:confirm")
def personal_confirm() -> ResponseReturnValue:
    """Erase, signed with the password."""
    form = SignedForm()
    if form.validate_on_submit():
        with shown_in(form):
            wanted = form.proposal.data or 0
            deeds.confirm_erasure(actor("personal:confirm"), now(), g.contest.id, wanted)
            flash(_("个人信息已清除。"), "success")
            return redirect(url_for("organisers.personal"))
    return _page(ErasureForm(formdata=None), form), 422


@blueprint.post("/<slug>/archive/personal/<int:proposal_id>/discard")
@allow("personal:discard")
def personal_discard(proposal_id: int) -> ResponseReturnValue:
    """Let the proposal drop."""
    with told():
        deeds.discard_erasure(actor("personal:discard"), now(), g.contest.id, proposal_id)
        flash(_("清除提议已取消，什么都没有清除。"), "success")
    return redirect(url_for("organisers.personal"))


@blueprint.post("/<slug>/entrants/<int:entrant_id>/copy")
@allow("entrants:export")
def entrant_copy(entrant_id: int) -> ResponseReturnValue:
    """Everything that is kept of one entrant, as a file."""
    person, copied = deeds.copy_entrant(actor("entrants:export"), now(), g.contest.id, entrant_id)
    answer = Response(json_bytes(copied), mimetype="application/json")
    name = f"{g.contest.slug}-{person.number}.json"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(form: ErasureForm, signed_form: SignedForm) -> str:
    until = queries.due(g.contest)
    return render_template(
        "organisers/personal.html",
        form=form,
        signed_form=signed_form,
        held=queries.held(g.contest.id),
        until=until,
        over=now() >= until,
        days=contests.settings_of(g.contest).retention_days,
        issued=queries.certificates_issued(g.contest.id),
        unfinished=queries.unfinished(g.contest.id),
        waiting=queries.waiting(g.contest.id),
        me=current_user,
    )
