"""The buttons that make the hall's board stand still and let it go; both stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from competition.services import publication as deeds
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.refusals import told

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/<slug>/board/freeze")
@allow("board:freeze")
def board_freeze() -> ResponseReturnValue:
    """Let the board stand still at the version that counts now."""
    with told():
        number = deeds.freeze_board(actor("board:freeze"), now(), g.contest.id)
        flash(_("看板已停在第 %(number)s 版。", number=number), "success")
    return redirect(url_for("organisers.publication"))


@blueprint.post("/<slug>/board/release")
@allow("board:freeze")
def board_release() -> ResponseReturnValue:
    """Let the board follow the published versions again."""
    deeds.release_board(actor("board:freeze"), now(), g.contest.id)
    flash(_("看板已解除冻结。"), "success")
    return redirect(url_for("organisers.publication"))
