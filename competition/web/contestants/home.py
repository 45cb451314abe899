"""The contestant's own page: the state of the contest, the result, and why it is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from competition.domain.actor import Actor
from competition.domain.permissions import visible
from competition.models.base import db
from competition.models.contest import Contest
from competition.queries.publishing import objections, results
from competition.services.contestants import objections as deeds
from competition.services.entrants import editing
from competition.web.clock import now
from competition.web.contestants.blueprint import blueprint
from competition.web.contestants.forms import ObjectionForm
from competition.web.forms import ConfirmForm
from competition.web.guards import ENTRANT, allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.results import ResultVersion


@blueprint.get("/")
@allow(ENTRANT)
def home() -> ResponseReturnValue:
    """The contestant's own page."""
    return _page(ObjectionForm())


@blueprint.post("/objections")
@allow(ENTRANT)
def objection_file() -> ResponseReturnValue:
    """File an objection."""
    form = ObjectionForm()
    if not form.validate_on_submit():
        return _page(form), 422
    deeds.file_objection(_self(), now(), entrant_id=g.entrant.id, text=form.text.data)
    return _done(_("申诉已提交，仲裁组会书面答复。"))


@blueprint.post("/objections/<int:objection_id>/withdraw")
@allow(ENTRANT)
def objection_withdraw(objection_id: int) -> ResponseReturnValue:
    """Take an objection back."""
    ConfirmForm().validate_on_submit()
    deeds.withdraw_objection(_self(), now(), entrant_id=g.entrant.id, objection_id=objection_id)
    return _done(_("申诉已撤回。"))


@blueprint.post("/consent/<any(give,withdraw):choice>")
@allow(ENTRANT)
def consent(choice: str) -> ResponseReturnValue:
    """Give or withdraw consent to the publication of one's name."""
    given = choice == "give"
    editing.set_consent(_self(), now(), g.entrant.contest_id, g.entrant.id, given=given)
    return _done(_("已同意公开姓名。") if given else _("已撤回同意，公开页面不再显示您的姓名。"))


def _self() -> Actor:
    """The contestant, also where a member of the staff is signed in in the same browser."""
    return Actor("entrant", g.entrant.id, g.entrant.number, "contestant")


def _done(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("contestants.home"))


def _page(form: ObjectionForm) -> str:
    g.contest = db.session.get_one(Contest, g.entrant.contest_id)
    version = _version()
    line = results.own_line(version.id, g.entrant.id) if version else None
    return render_template(
        "contestants/home.html",
        version=version,
        line=line,
        taken_back=None if version else results.taken_back(g.contest.id),
        account_of=line.explanation if line else None,
        objections=objections.of_entrant(g.entrant.id),
        may_object=_may_object(version),
        form=form,
    )


def _may_object(version: ResultVersion | None) -> bool:
    return version is not None and objections.may_file(g.contest, version, g.entrant.id, now())


def _version() -> ResultVersion | None:
    """The version that counts, once contestants may see their own scores."""
    own = visible(g.viewer, "own_scores", g.contest.state, owner_id=g.entrant.id)
    return results.current(g.contest.id) if own else None
