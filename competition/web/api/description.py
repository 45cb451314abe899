"""The interface described: OpenAPI for programs, a page for people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flask import current_app, make_response, render_template
from flask_smorest import current_api

from competition.web.api.answers import PUBLIC, document
from competition.web.api.blueprint import blueprint
from competition.web.api.wording import OPERATIONS, QUERY, REFUSALS, SCOPES
from competition.web.guards import ANYONE, allow
from competition.web.words import WORDS

if TYPE_CHECKING:
    from flask import Response


@blueprint.route("/openapi.json")
@blueprint.etag
@blueprint.response(200, {"type": "object"}, description="An OpenAPI 3.1 document.")
@allow(ANYONE)
def openapi() -> Response:
    """This document."""
    return document(current_api.spec.to_dict(), cache=PUBLIC)


@blueprint.route("/")
@blueprint.response(200, {"type": "string"}, content_type="text/html", description="A page.")
@allow(ANYONE)
def page() -> Response:
    """The interface described for people."""
    blanks: dict[str, str] = defaultdict(lambda: "…")
    refusals = [(status, code, str(WORDS[code]) % blanks) for status, code in REFUSALS]
    text = render_template(
        "api/description.html",
        operations=OPERATIONS,
        scopes=SCOPES,
        query=QUERY,
        refusals=refusals,
        base=current_app.config["BASE_URL"],
    )
    return make_response(text)
