"""Sign-in of contestants by entry number and access code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, session, url_for

from competition.domain.errors import Invalid
from competition.queries import contests
from competition.services.contestants import entry as deeds
from competition.web.clock import now
from competition.web.contestants.blueprint import blueprint
from competition.web.contestants.forms import SignInForm
from competition.web.errors import sentence
from competition.web.guards import ANYONE, ENTRANT_SESSION, allow
from competition.web.incoming import sessions
from competition.web.limits import account, account_and_address, failed, limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.entrant import Entrant

TRIES_OF_ACCOUNT = "6 per minute; 30 per hour"  # one entry number from one address
TRIES_OF_NUMBER = "100 per hour"  # one entry number from anywhere; only failures count
TRIES_OF_ADDRESS = "120 per minute"  # a hall full of contestants shares one


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(TRIES_OF_ACCOUNT, key_func=account_and_address, methods=["POST"])
@limiter.limit(TRIES_OF_NUMBER, key_func=account, methods=["POST"], deduct_when=failed)
@limiter.limit(TRIES_OF_ADDRESS, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for entry number and access code; the slip's QR code fills in the number."""
    form = _form()
    entrant = _entrant(form) if form.validate_on_submit() else None
    if entrant:
        session.permanent = True
        _forget()
        session[ENTRANT_SESSION] = [entrant.id, entrant.session_epoch, sessions.new_name()]
        return redirect(url_for("contestants.home"))
    page = render_template("contestants/sign_in.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/sign-out")
@allow(ANYONE)
def sign_out() -> ResponseReturnValue:
    """Forget who this is."""
    _forget()
    return redirect(url_for("contestants.sign_in"))


def _forget() -> None:
    """Whoever copied the cookie is out as well."""
    name = sessions.name_of_entrant(session.pop(ENTRANT_SESSION, None))
    if name:
        sessions.end(name)


def _form() -> SignInForm:
    form = SignInForm()
    known = contests.open_to_public()
    form.contest.choices = [(contest.slug, contest.title) for contest in known]
    if request.method == "GET":
        form.contest.data = request.args.get("contest") or (known[0].slug if known else None)
        form.number.data = request.args.get("number", "")
    return form


def _entrant(form: SignInForm) -> Entrant | None:
    """Who it is; a refusal stands beside the code and doesn't say what was wrong."""
    try:
        return deeds.sign_in(
            now(), slug=form.contest.data, number=form.number.data, code=form.code.data
        )
    except Invalid as refused:
        form.code.errors = [sentence(refused)]
        return None
