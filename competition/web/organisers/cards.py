"""Judge cards with QR code and PIN, the tablets of the hall, signing one out from afar."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import hash_password

from competition.queries.judging import sheets as judging
from competition.queries.judging import tablets
from competition.services.cards import make_card
from competition.services.devices import direct_stage, sign_out_device
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.pages import qr

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PIN_DIGITS = 6


@blueprint.get("/<slug>/cards")
@allow("cards:make")
def cards() -> ResponseReturnValue:
    """Every judge with their card and tablets."""
    return render_template(
        "organisers/cards.html",
        judges=tablets.judges_of(g.contest.id),
        cards=tablets.cards_of(g.contest.id),
        devices=tablets.devices_of(g.contest.id),
        now=clock.now(),
    )


@blueprint.post("/<slug>/cards/<int:user_id>")
@allow("cards:make")
def new_card(user_id: int) -> ResponseReturnValue:
    """Make a card and show it, this once: neither link nor PIN can be shown again."""
    token = secrets.token_urlsafe(24)
    pin = "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))
    digest = hashlib.sha256(token.encode()).hexdigest()
    make_card(actor("cards:make"), clock.now(), g.contest.id, user_id, (digest, hash_password(pin)))
    address = current_app.config["BASE_URL"] + url_for("judges.card", token=token)
    judge = next(one for one in tablets.judges_of(g.contest.id) if one.id == user_id)
    return render_template(
        "organisers/card.html", judge=judge, pin=pin, address=address, code=qr(address)
    )


@blueprint.post("/<slug>/devices/<device_id>/sign-out")
@allow("cards:make")
def sign_out_tablet(device_id: str) -> ResponseReturnValue:
    """End the session on a tablet; what it has not sent stays on it."""
    sign_out_device(actor("cards:make"), clock.now(), g.contest.id, device_id)
    flash(_("已远程退出这台平板。未上传的评分仍在那台平板上，可由评委重新登录后上传。"), "success")
    return redirect(url_for(".cards"))


@blueprint.post("/<slug>/wall/<round_key>/stage")
@allow("stage:direct")
def stage(round_key: str) -> ResponseReturnValue:
    """Open an entrant, whose time starts now; without a draw number, close the stage."""
    round_ = judging.round_in(g.contest, round_key)
    draw = request.form.get("draw", "").strip()
    direct_stage(actor("stage:direct"), clock.now(), g.contest.id, round_.id, draw)
    return redirect(url_for(".wall"))
