"""The picture that other programs show with a link to a contest's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, make_response, request, url_for

from competition.queries.field import rules_of
from competition.services.announcement.cover import cover_png
from competition.web import i18n
from competition.web.accounts import contest_state_word
from competition.web.guards import ANYONE, allow
from competition.web.pages import title_parts
from competition.web.public.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

KEPT_SECONDS = 600


@blueprint.get("/c/<slug>/cover.png")
@allow(ANYONE)
def cover() -> ResponseReturnValue:
    """Name, hosts and state of the contest as a picture: nothing that its page does not tell."""
    title: str = g.contest.title
    hosts = " · ".join(rules_of(g.contest).contest.hosts)
    picture = cover_png(title, title_parts(title), hosts, contest_state_word(g.contest.state))
    answer = make_response(picture)
    answer.mimetype = "image/png"
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.app_template_global()
def cover_address() -> str:
    """The whole address of the picture of the contest at hand, as og:image must have it."""
    base: str = current_app.extensions["settings"].base_url
    language = i18n.language()
    return base + url_for("public.cover", lang=language, state=g.contest.state)
