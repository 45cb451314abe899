"""Rate limits. A hall shares one address, so sign-ins are limited by account *and* address.

Only failures count at a sign-in: two hundred judges may sign in at once from one address.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, cast

from flask import request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import ServiceUnavailable

from competition.domain.entrants import numbers as entry_numbers
from competition.web.pages import STILL

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.typing import RouteCallable

NAMED_IN = {"security.login": "username", "contestants.sign_in": "number"}
FOR_SIGNING = "10 per 5 minutes"  # wrong passwords under a deed, of one person
FOR_CARD = "30 per hour"  # wrong PINs for one card or tablet, wherever they come from
FOR_ACCOUNT_AND_ADDRESS = "10 per 5 minutes"
FOR_ACCOUNT = "100 per hour"
FOR_ADDRESS = "300 per 10 minutes"
SIGN_IN_VIEWS = (
    "security.login",
    "security.verify",
    "security.two_factor_token_validation",
    "security.mf_recovery",
    "security.wan_signin_response",
    "security.change_password",
)

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)
limiter.request_filter(
    lambda: STILL in request.environ
)  # our own command asks, nobody from outside can


def account_and_address() -> str:
    """The key of a sign-in attempt: the account named in the form and the address it came from."""
    return f"{account()}@{get_remote_address()}"


def account() -> str:
    """The account that is tried: signed in or half signed in already, else named in the request.

    The session comes first, and only the name that the view itself reads counts: a further field
    with another name in it each time would make every guess a first one.
    """
    field = NAMED_IN.get(request.endpoint or "")
    if field is None:
        return session.get("tf_user_id") or session.get("_user_id") or ""
    given = request.get_json(silent=True) if request.is_json else request.form
    named = _first(given.get(field)) if isinstance(given, Mapping) else ""
    if field == "number":
        return entry_numbers.key(named)[:80]
    return unicodedata.normalize("NFKD", named).strip().casefold()[:80]


def _first(value: object) -> str:
    """Of a list in JSON the form reads the first, whatever stands behind it."""
    while isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def minutes_to_wait() -> int:
    """Whole minutes, at least one, until the limit that refused this request is over."""
    limit = limiter.current_limit
    return max(1, ceil((limit.reset_at - time.time()) / 60)) if limit else 1


def signer() -> str:
    """Whoever signs a deed with their password or PIN, by their session."""
    return str(session.get("_user_id") or get_remote_address())


def limit_sign_in(app: Flask) -> None:
    """Limit the failures at the sign-in library's views, by account and address and by each."""
    for limit, key in (
        (FOR_ACCOUNT_AND_ADDRESS, account_and_address),
        (FOR_ACCOUNT, account),
        (FOR_ADDRESS, get_remote_address),
    ):
        limited = limiter.shared_limit(
            limit, scope=key.__name__, key_func=key, methods=["POST"], deduct_when=failed
        )
        for name in SIGN_IN_VIEWS:
            app.view_functions[name] = cast("RouteCallable", limited(app.view_functions[name]))


def failed(response: Response) -> bool:
    """Whether an attempt failed: success goes on to another page.

    That the database was away says nothing of whoever tried: ten such would lock an honest person.
    """
    if response.status_code == ServiceUnavailable.code:
        return False
    return not 300 <= response.status_code < 400  # noqa: PLR2004 -- the redirects of HTTP
