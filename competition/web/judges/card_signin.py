"""Taking a tablet: a one-time link from a paper card and a PIN; and going on after a lapse."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import jsonify, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_security import current_user, login_user, logout_user, verify_password
from werkzeug.exceptions import BadRequest

from competition.domain.errors import NotAllowed
from competition.domain.typed import half_width
from competition.queries.judging import tablets
from competition.services.cards import use_card
from competition.web import clock
from competition.web.guards import ANYONE, CARD_SESSION, allow
from competition.web.judges.blueprint import blueprint
from competition.web.limits import FOR_CARD, limiter

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from competition.models.staff import Device, User

GOES_ON_WITHIN = timedelta(hours=24)


def digest(token: str) -> str:
    """What is kept of a card's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _card() -> str:
    """The card or tablet that is tried, wherever the attempt comes from."""
    given = request.view_args or {}
    body = request.get_json(silent=True)
    device = body.get("device", "") if isinstance(body, dict) else ""
    return str(given.get("token", device))


def _attempt() -> str:
    """One card or tablet at one address: a hall shares one."""
    return f"{_card()}@{get_remote_address()}"


def _wrong(response: Response) -> bool:
    """Whether card or PIN was wrong."""
    return response.status_code >= BadRequest.code


@blueprint.get("/card/<token>")
@allow(ANYONE)
def card(token: str) -> ResponseReturnValue:
    """Ask for the PIN; whether the card is good is only told together with the PIN."""
    return _ask(token)


def _ask(token: str, wrong: NotAllowed | None = None) -> str:
    return render_template("judges/card.html", token=token, wrong=wrong)


@blueprint.post("/card/<token>")
@allow(ANYONE)
@limiter.limit("5 per minute; 30 per hour", key_func=_attempt)
@limiter.limit(FOR_CARD, key_func=_card, deduct_when=_wrong)
def sign_in_by_card(token: str) -> ResponseReturnValue:
    """Sign in with card and PIN; the judge's other tablets are signed out.

    A PIN mistyped is asked for again on the same page: nobody has to scan the card once more.
    """
    found = tablets.card_by(digest(token))
    pin = _digits(request.form.get("pin", ""))
    if not found or not _right(pin, found[1], found[0].pin_hash):
        return _ask(token, NotAllowed("card_or_pin_wrong")), NotAllowed.status
    device = _own_tablet(found[0].user_id)
    user = use_card(clock.now(), found[0].id, device)
    _sign_in(user, device, found[0].contest_id)
    return redirect(url_for(".tablet"))


def _digits(typed: str) -> str:
    """A PIN as it is meant: the card prints it in two groups, a Chinese keyboard writes it wide."""
    return "".join(half_width(typed).split())


def _own_tablet(user_id: int) -> str | None:
    """The tablet that the form names, unless it is another judge's in another browser."""
    named = request.form.get("device", "")
    open_to = tablets.open_to(tablets.device(named), user_id, session.get("device", ""))
    return named if named and open_to else None


@blueprint.post("/resume")
@allow(ANYONE)
@limiter.limit("5 per minute; 30 per hour", key_func=_attempt)
@limiter.limit(FOR_CARD, key_func=_card, deduct_when=_wrong)
def resume() -> ResponseReturnValue:
    """Go on with the PIN on a tablet that was signed in within the day and not signed out."""
    body = request.get_json(silent=True)
    told = body if isinstance(body, dict) else {}
    found = tablets.user_of(str(told.get("device", "")))
    if not found or not _goes_on(found[0]):
        raise NotAllowed("card_or_pin_wrong")
    device, user = found
    kept = tablets.pin_hash(device.user_id, device.contest_id)
    if not _right(_digits(str(told.get("pin", ""))), user, kept):
        raise NotAllowed("card_or_pin_wrong")
    _sign_in(user, device.id, device.contest_id)
    return jsonify(user={"id": user.id, "name": user.name})


def _goes_on(device: Device) -> bool:
    """In contact within the day, and not signed out since."""
    out = device.revoked_at is not None and device.revoked_at >= device.last_contact
    return not out and clock.now() - device.last_contact < GOES_ON_WITHIN


def _right(pin: str, user: User, kept: str | None) -> bool:
    return bool(user.active and kept and pin and verify_password(pin, kept))


def _sign_in(user: User, device: str | None, contest_id: int) -> None:
    if current_user.is_authenticated:
        logout_user()  # who had the tablet before: a copy of that session shall not go on
    login_user(user, authn_via=["card"])
    session[CARD_SESSION] = contest_id
    session.permanent = True
    if device:
        session["device"] = device
