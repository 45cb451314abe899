"""How a contest is run: entry of theory marks, publicity, issuers, designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from competition.domain.certificates import KINDS
from competition.queries.contests import settings_of
from competition.services.certificates import shelf
from competition.services.contests import configure
from competition.web import i18n
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.settings import SettingsForm, shown
from competition.web.refusals import shown_in
from competition.web.words import setup

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.settings import ContestSettings


@blueprint.route("/<slug>/settings", methods=["GET", "POST"])
@allow("contest:configure")
def settings() -> ResponseReturnValue:
    """The settings of the contest."""
    present = settings_of(g.contest)
    form = SettingsForm(data=shown(present))
    form.over(present)
    form.offer({kind: _designs(kind, present) for kind in KINDS})
    if form.validate_on_submit():
        with shown_in(form):
            wanted = form.settings(present)
            configure(actor("contest:configure"), now(), g.contest.id, wanted)
            flash(_("设置已保存。"), "success")
            if present.publicity_days and not wanted.publicity_days:
                flash(str(setup.STEPS["publicity_set"][1]), "warning")
            return redirect(url_for("organisers.settings"))
    return render_template("organisers/settings.html", form=form, present=present)


def _designs(kind: str, present: ContestSettings) -> list[tuple[str, str]]:
    """The designs for a kind of certificate: key, and name in the visitor's language."""
    offered = shelf.designs(kind, getattr(present, f"{kind}_design"))
    return [(key, names[i18n.language()]) for key, names in offered]
