"""Beginning a rehearsal with invented entrants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from competition.services.rehearsal import start_rehearsal
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/<slug>/rehearsal")
@allow("staff:edit")
def rehearse() -> ResponseReturnValue:
    """Make the rehearsal and go to its wall; the judges find it on their tablets at once."""
    title = _("演练 · %(title)s", title=g.contest.title)
    made = start_rehearsal(actor("staff:edit"), clock.now(), g.contest.id, title)
    flash(_("演练已开始。评委的平板上会多出演练的轮次，与正式竞赛互不影响。"), "success")
    return redirect(url_for(".wall", slug=made.slug))
