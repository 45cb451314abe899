"""Sign-in of the staff: accounts, second factor, passkeys (Flask-Security, configured)."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlencode

from flask import abort, g, redirect, request, session
from flask_security import (
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    password_changed,
    url_for_security,
    user_authenticated,
)
from flask_security.utils import check_and_update_authn_fresh

from competition.domain.errors import NotAllowed
from competition.models import sealed
from competition.models.base import commit_of_others, db
from competition.models.staff import Role, User, WebAuthn
from competition.web import pages
from competition.web.account.passkeys import Passkeys
from competition.web.account.passwords import Passwords, chosen
from competition.web.incoming import sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Request
    from flask.typing import ResponseReturnValue

    View = TypeVar("View", bound=Callable[..., Any])

    from config import Settings

# The library's own Chinese leaves more than half in English; ours, read last, has it all.
WORDING = ["builtin", str(Path(__file__).parent.parent / "translations" / "security")]

FRESH = timedelta(minutes=15)
# Tests make hundreds of accounts; nothing else ever runs with this.
CHEAP_HASH = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
ENTRANT_SESSION, CARD_SESSION = "entrant", "card"
# The library reads a cookie that outlives the session, under the name in the settings. No cookie
# can be called this: what stands before the first "=" is its name.
NO_COOKIE = "="
KEPT_TO_REMEMBER = ("_remember", "_remember_seconds")
WITH_NEXT = frozenset({"security.login", "security.verify"})


class Datastore(SQLAlchemyUserDatastore):
    """The library's own, but its changes take their turn among the deeds of the hall."""

    def commit(self) -> None:
        """Store what was changed: counters of passkeys, used recovery codes, a new password."""
        commit_of_others(db.session())


datastore = Datastore(db, User, Role, WebAuthn)


def options(settings: Settings) -> dict[str, Any]:
    """The settings of the sign-in library."""
    return {**_password_options(settings), **_addresses(), **_factors(settings)}


def _password_options(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH if settings.testing else {},
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": settings.secret_key,
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_USERNAME_ENABLE": True,
        "SECURITY_USERNAME_MIN_LENGTH": 2,
        "SECURITY_USERNAME_ALLOWED_CHARS": ["L", "N", "Pc", "Pd", "Po"],
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [
            {"username": {"mapper": _username, "case_insensitive": True}}
        ],
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_I18N_DIRNAME": WORDING,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH,
        "REMEMBER_COOKIE_NAME": NO_COOKIE,
        "SECURITY_API_ENABLED_METHODS": ["session"],
    }


def _addresses() -> dict[str, Any]:
    return {
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_VERIFY_URL": "/account/confirm",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/two-factor",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/account/two-factor/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/account/two-factor/rescue",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/account/two-factor/choice",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/account/recovery",
        "SECURITY_WAN_REGISTER_URL": "/account/passkeys",
        "SECURITY_WAN_DELETE_URL": "/account/passkeys/delete",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_VERIFY_URL": "/account/confirm/passkey",
        "SECURITY_POST_LOGIN_VIEW": "/account/desk",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_CHANGE_VIEW": "/account/changed",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account/",
    }


def _factors(settings: Settings) -> dict[str, Any]:
    """Second factors are sealed with the field keys: a new secret key locks nobody out."""
    keys = settings.field_key.split(",")
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TOTP_SECRETS": {str(n): key for n, key in enumerate(reversed(keys), start=1)},
        "SECURITY_TOTP_ISSUER": "Competition",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [sealed.fernet_key(key) for key in keys],
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Competition",
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
    }


def _username(value: str) -> str:
    return unicodedata.normalize("NFKD", value.strip())


def init_app(app: Flask, settings: Settings) -> None:
    """Hook into ``app``; the templates of the library are overridden in ``templates/security``."""
    app.config.update(options(settings))
    Security(app, datastore, webauthn_util_cls=Passkeys, password_util_cls=Passwords)
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]  # set by the library
    app.view_functions["security.two_factor_rescue"] = _no_mail
    app.before_request(_refuse_unfit)
    app.before_request(_refuse_elsewhere)
    user_authenticated.connect(_forget_visitor, app)
    password_changed.connect(chosen, app)


def _refuse_unfit() -> None:
    """Password, second factor and passkeys are never changed from a tablet taken with a card."""
    theirs = (request.endpoint or "").startswith("security.")
    db.session().autoflush = not theirs  # what the library changes waits for its commit
    by_card = CARD_SESSION in session and current_user.is_authenticated
    if by_card and theirs and request.endpoint != "security.logout":
        raise NotAllowed("not_by_card")
    if theirs and request.is_json and not isinstance(request.get_json(silent=True), dict):
        abort(400)  # the library takes any JSON for a form, and fails on what is none


def _refuse_elsewhere() -> ResponseReturnValue | None:
    """Whoever shall be led to another site signs in without being led.

    The library would refuse the right password, which counts as a guess.
    """
    wanted = request.args.getlist("next") + request.form.getlist("next")
    if request.endpoint not in WITH_NEXT or all(not one or pages.is_own(one) for one in wanted):
        return None
    asked = [(name, one) for name, one in request.args.items(multi=True) if name != "next"]
    return redirect(request.path + (f"?{urlencode(asked)}" if asked else ""))


def _nobody(_request: Request) -> None:
    """The library gives out tokens that no sign-out ends; ours are those of the interface."""


def _no_mail() -> ResponseReturnValue:
    """The library's rescue by mail is not offered: there are recovery codes, and the operator."""
    return abort(404)


def _forget_visitor(_app: Flask, **_about: object) -> None:
    """Whatever a session held before somebody signed in may have been planted: its token too.

    Also what ``remember=y``, posted by hand, asks for: no page offers it. A contestant's session is
    ended, also for whoever copied the cookie.
    """
    left = sessions.name_of_entrant(session.get(ENTRANT_SESSION))
    if left:
        sessions.end_after_request(left)
    for name in ("csrf_token", ENTRANT_SESSION, CARD_SESSION, *KEPT_TO_REMEMBER):
        session.pop(name, None)
    g.pop("csrf_token", None)


def fresh(view: View) -> View:
    """Ask for the password again before a weighty deed, unless it was given a moment ago."""

    @wraps(view)
    def asked(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- whatever the view takes
        if check_and_update_authn_fresh(FRESH, FRESH, "session"):
            return view(*arguments, **named)
        return redirect(url_for_security("verify", next=pages.came_from()))

    return cast("View", asked)
