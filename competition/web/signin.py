"""Sign-in of the staff: accounts, second factor, passkeys (Flask-Security, configured)."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

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
from competition.web.account.passkeys import Passkeys
from competition.web.account.passwords import Passwords, chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    View = TypeVar("View", bound=Callable[..., Any])

    from config import Settings

# The library's own Chinese leaves more than half in English; ours, read last, has it all.
WORDING = ["builtin", str(Path(__file__).parent.parent / "translations" / "security")]

FRESH = timedelta(minutes=15)
# Tests make hundreds of accounts; nothing else ever runs with this.
CHEAP_HASH = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
ENTRANT_SESSION, CARD_SESSION = "entrant", "card"


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
        "REMEMBER_COOKIE_DURATION": timedelta(hours=16),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.base_url.startswith("https://"),
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
    app.view_functions["security.two_factor_rescue"] = _no_mail
    app.before_request(_refuse_unfit)
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


def _no_mail() -> ResponseReturnValue:
    """The library's rescue by mail is not offered: there are recovery codes, and the operator."""
    return abort(404)


def _forget_visitor(_app: Flask, **_about: object) -> None:
    """Whatever a session held before somebody signed in may have been planted: its token too."""
    for name in ("csrf_token", ENTRANT_SESSION, CARD_SESSION):
        session.pop(name, None)
    g.pop("csrf_token", None)


def fresh(view: View) -> View:
    """Ask for the password again before a weighty deed, unless it was given a moment ago."""

    @wraps(view)
    def asked(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- whatever the view takes
        if check_and_update_authn_fresh(FRESH, FRESH, "session"):
            return view(*arguments, **named)
        return redirect(url_for_security("verify", next=request.referrer or "/"))

    return cast("View", asked)
