"""Refusals become answers here and nowhere else: a status, a page or JSON, a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
    TooManyRequests,
)
from werkzeug.routing import IntegerConverter, ValidationError

from competition.domain.errors import DomainError
from competition.domain.permissions import DEEDS, STATES, WrongState
from competition.exchange.faults import FileFault
from competition.models.base import db
from competition.web import away, i18n, problems
from competition.web.accounts import contest_state_word
from competition.web.limits import minutes_to_wait
from competition.web.words import WORDS
from competition.web.words.issuing import FACTS

if TYPE_CHECKING:
    from flask import Flask, Response

CODES = {
    400: "bad_request",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "media_type_unknown",
    429: "too_many_requests",
}
# Not there yet or any more, though the address is right: whoever reads it must not look for a slip.
RIGHT_ADDRESS = frozenset(
    {
        *("results_not_published", "version_withdrawn"),
        *("proposal_gone", "erasure_gone", "upload_gone"),
    }
)
RETRY_SECONDS = "5"
LARGEST_ID = 2**31 - 1


class Id(IntegerConverter):
    """An id in an address; one that no row can have is not found."""

    def to_python(self, value: str) -> int:
        """The figure. Raises ValidationError, which is 404."""
        found: int = super().to_python(value)
        if found > LARGEST_ID:
            raise ValidationError
        return found


def sentence(error: DomainError) -> str:
    """What the refusal means, in the visitor's language. Raises KeyError for a code unworded."""
    if isinstance(error, FileFault):
        return error.sentence(i18n.language())
    params = {key: str(value) for key, value in error.params.items()}
    if error.code.startswith("certificate_") and "key" in params:
        params["key"] = str(FACTS.get(params["key"], params["key"]))
    text = str(WORDS[error.code]) % params
    more = _when(error)
    return _("%(first)s%(second)s", first=text, second=more) if more else text


def _when(error: DomainError) -> str:
    """Of what comes at the wrong time: where the contest stands, and at which stages it can be."""
    if not isinstance(error, WrongState):
        return ""
    allowed = DEEDS[str(error.params["deed"])].states
    when = _("、").join(contest_state_word(state) for state in STATES if state in allowed)
    now = contest_state_word(str(error.params["state"]))
    return str(WORDS["wrong_state_now"]) % {"now": now, "when": when}


def init_app(app: Flask) -> None:
    """Hook into ``app``."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, _expired)
    for error in away.ERRORS:
        app.register_error_handler(error, _away)
    for unfit in (OverflowError, DataError):
        app.register_error_handler(unfit, _too_large_for_a_column)
    app.url_map.converters["int"] = Id
    app.register_error_handler(HTTPException, _http)


def refused(error: DomainError) -> Response:
    """A refusal as the caller reads it: a page, JSON or a problem, with its status."""
    unfit = error.params.get("errors")
    answer = _answer(error.status, error.code, sentence(error), unfit, _when(error))
    if error.status == ServiceUnavailable.code:
        answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _expired(_error: CSRFError) -> Response:
    return _answer(400, "form_expired", str(WORDS["form_expired"]))


def _away(error: Exception) -> Response:
    """The answer must not ask the database again, not even for who is signed in."""
    code = away.meaning(error)
    if code is None:
        raise error
    reason = {"reason": type(error).__name__, "code": away.code_of(error)}
    current_app.logger.error(code, extra=reason)
    _ask_nobody()
    answer = _answer(503, code, str(WORDS[code]))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _ask_nobody() -> None:
    """What a page of ours shows of its reader comes from the database: then it shows nobody."""
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 -- where the sign-in library keeps the user
    g.contest = g.viewer = g.entrant = None


def _too_large_for_a_column(error: Exception) -> Response:
    """A figure or text came that no column holds: nobody's mistake here, so no server error."""
    current_app.logger.warning("unfit_for_a_column", extra={"reason": type(error).__name__})
    db.session.rollback()
    return _answer(400, "bad_request", str(WORDS["bad_request"]))


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or isinstance(error, SecurityError):
        return make_response(error.get_response())
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, away.ERRORS) and away.meaning(cause):
        return _away(cause)  # it went away while another refusal was being written
    if error.code >= InternalServerError.code:
        _ask_nobody()
    fallback = "server_error" if error.code >= InternalServerError.code else "bad_request"
    code = CODES.get(error.code, fallback)
    answer = _answer(error.code, code, str(WORDS[code]) % _figures(error.code))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _figures(status: int) -> dict[str, int]:
    """What the sentence of a status names: how long to wait, how much can be sent."""
    if status == TooManyRequests.code:
        return {"minutes": minutes_to_wait()}
    return {"megabytes": current_app.config["MAX_CONTENT_LENGTH"] // 1024 // 1024}


def _answer(status: int, code: str, text: str, unfit: object = None, more: str = "") -> Response:
    """The refusal as the caller reads it; ``more`` is the end of ``text``, smaller on a page."""
    if problems.wanted():
        return problems.problem(status, code, text, cast("list[dict[str, str]] | None", unfit))
    if _wants_json():
        return make_response(jsonify(error=code, message=text), status)
    g.setdefault("contest", None)
    known_as = g.get("request_id", "")
    text = text.removesuffix(more).strip()
    page = render_template(
        "errors/refused.html",
        status=status,
        text=text,
        more=more,
        request_id=known_as,
        doubtful=status == NotFound.code and code not in RIGHT_ADDRESS,
    )
    return make_response(page, status)


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json" or request.path.endswith(".json")
