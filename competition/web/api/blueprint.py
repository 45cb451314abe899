"""The blueprint of the REST interface: flask-smorest's, with our refusals and conditional answers.

Callers are programs: a bearer token says who they are; cookies and sessions are never looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import flask_smorest
from flask import json, request
from marshmallow import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from competition.domain.errors import Invalid
from competition.web.api import gate
from competition.web.guards import SCOPE, allow, guard
from competition.web.limits import limiter
from competition.web.words.api import UNFIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Request, Response
    from marshmallow import Schema, ValidationError

    View = Callable[..., Any]

REFUSALS = ("TOO_MANY_REQUESTS", "SERVICE_UNAVAILABLE")
WITH_TOKEN = ("UNAUTHORIZED", "FORBIDDEN")


class Parser(FlaskParser):
    """Reads query and body; whatever is unfit or unknown is refused, each value by its name."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": "raise", "json": "raise"}  # noqa: RUF012 -- the library's own attribute

    def load_json(self, request: Request, schema: Schema) -> Any:  # noqa: ANN401 -- any JSON
        """The body; one that does not say that it is JSON is not guessed at."""
        if not request.is_json:
            raise UnsupportedMediaType
        del schema
        if not request.get_data():
            return missing
        try:
            return json.loads(request.get_data())
        except ValueError:
            broken = UNFIT["Invalid JSON body."]
            unfit = [{"at": "json", "detail": str(broken)}]
            raise Invalid("request_unfit", errors=unfit) from None

    def handle_error(self, error: ValidationError, *_rest: object, **_more: object) -> NoReturn:
        """Refuse with a list of what is wrong where."""
        raise Invalid("request_unfit", errors=list(_flat(error.messages)))


def _flat(messages: Any, path: str = "") -> Any:  # noqa: ANN401 -- nested as the request was
    """``{"at": "query/page", "detail": "…"}`` for each message of a tree of them."""
    if isinstance(messages, dict):
        for key, below in messages.items():
            yield from _flat(below, f"{path}/{key}" if path else str(key))
    else:
        yield from ({"at": path, "detail": str(UNFIT.get(text, text))} for text in messages)


class Blueprint(flask_smorest.Blueprint):
    """Adds to each operation what all of them share."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(self._document)

    def _set_etag_in_response(self, response: Response) -> None:
        """By the bytes, unless the view knew better; 304 carries the tag, as RFC 9110 wants."""
        response.add_etag()
        response.make_conditional(request)

    @staticmethod
    def _document(doc: dict[str, Any], found: dict[str, Any], **_rest: object) -> dict[str, Any]:
        """Every refusal that can come."""
        secured = found.get("manual_doc", {}).get("security")
        names = (*REFUSALS, "NOT_FOUND", *(WITH_TOKEN if secured else ()))
        statuses = {"TOO_MANY_REQUESTS": 429, "SERVICE_UNAVAILABLE": 503, "NOT_FOUND": 404}
        statuses |= {"UNAUTHORIZED": 401, "FORBIDDEN": 403}
        for name in names:
            doc["responses"].setdefault(statuses[name], name)
        return doc


blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
guard(blueprint, by=gate.check)
limiter.limit("600 per minute", key_func=gate.caller)(blueprint)


def needs(scope: str) -> Callable[[View], View]:
    """Open a view to the tokens of the contest that were made with ``scope``."""

    def name(view: View) -> View:
        documented: View = blueprint.doc(security=[{"token": [scope]}])(view)
        return allow(f"{SCOPE}{scope}")(documented)

    return name
