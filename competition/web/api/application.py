"""Registers the interface with the application, and with it the OpenAPI document."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import flask_smorest

from competition.web.api.blueprint import blueprint
from competition.web.api.schemas import Problem
from competition.web.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from flask import Flask

VERSION: Final = "1.0.0"
OPENAPI: Final = "3.1.0"
ABOUT: Final = (
    "Contests, published results and certificates for everybody; entrants, marks and the live "
    "ranking for programs with a token of the contest. Every figure that enters arithmetic is a "
    "string. Every refusal is a problem document (RFC 9457)."
)
REFUSED: Final = HTTPStatus.BAD_REQUEST
TOKEN_SCHEME: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "Made by an organiser on the contest's page for tokens; shown once.",
}


class Api(flask_smorest.Api):
    """flask-smorest without its error handlers: ours answer for the whole application."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Refusals become answers in ``web.errors`` and nowhere else."""

    def _register_responses(self) -> None:
        told = {status.name: status.phrase for status in HTTPStatus if status >= REFUSED}
        for name, about in (told | {"DEFAULT_ERROR": "Any other refusal"}).items():
            content = {MEDIA_TYPE: {"schema": self.ERROR_SCHEMA}}
            refusal = {"description": about, "content": content}
            self.spec.components.response(name, refusal, lazy=True)
        unchanged = {"description": HTTPStatus.NOT_MODIFIED.phrase}
        self.spec.components.response("NOT_MODIFIED", unchanged, lazy=True)


def init_app(app: Flask) -> None:
    """Hook into ``app``. Requests carry no session, so that there is nothing to forge."""
    app.config.update(
        API_TITLE="Competition",
        API_VERSION=VERSION,
        OPENAPI_VERSION=OPENAPI,
        API_SPEC_OPTIONS={"info": {"description": ABOUT}},
    )
    api = Api(app)
    api.spec.components.security_scheme("token", TOKEN_SCHEME)
    app.extensions["csrf"].exempt(blueprint)
    api.register_blueprint(blueprint)
