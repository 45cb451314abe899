"""Who did what when in a contest, in words; nothing can be changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template, request

from competition.queries import audit as queries
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint
from competition.web.paging import page_of
from competition.web.words import setup
from competition.web.words.actions import action_word

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PAGE = 50


@blueprint.get("/<slug>/audit")
@allow("audit:see")
def audit() -> ResponseReturnValue:
    """The lines that the filters leave, newest first."""
    asked = request.args
    wanted = queries.Filter(
        g.contest.id, asked.get("action", ""), asked.get("person", ""), asked.get("subject", "")
    )
    page = page_of(queries.ids(wanted), asked.get("page", 1, type=int), PAGE)
    return render_template(
        "organisers/audit.html",
        page=page,
        lines=queries.lines(page.items),
        actions=queries.actions(g.contest.id),
        people=queries.people(g.contest.id),
        asked=asked,
        action_word=action_word,
        role_words=setup.ROLES,
    )
