"""Language and reading size, kept in the visitor's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request

from competition.web import i18n, pages
from competition.web.guards import ANYONE, allow
from competition.web.public.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

YEAR_SECONDS = 365 * 24 * 3600


@blueprint.get("/preferences")
@allow(ANYONE)
def preferences() -> ResponseReturnValue:
    """Keep the choice and go back to the page that it was made on."""
    back = request.args.get("back", "/")
    answer = redirect(back if pages.is_own(back) else "/")
    language = request.args.get("language")
    if language in i18n.LANGUAGES:
        answer.set_cookie(i18n.COOKIE_LANGUAGE, language, YEAR_SECONDS, samesite="Lax")
    if request.args.get("big_text") in {"0", "1"}:
        answer.set_cookie(
            i18n.COOKIE_BIG_TEXT, request.args["big_text"], YEAR_SECONDS, samesite="Lax"
        )
    return answer
