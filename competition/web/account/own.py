"""A staff member's own account: password, second factor, passkeys; where to go after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user, url_for_security

from competition.queries import people
from competition.web.guards import CARD_SESSION, STAFF, allow, guard

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

TABLET_ROLES = frozenset({"judge", "clerk"})
WEIGHTY_ROLES = frozenset({"organiser", "supervisor"})
WORKING_PLACES = ("organisers.", "judges.")

blueprint = Blueprint("account", __name__, url_prefix="/account")
guard(blueprint)


@blueprint.get("/")
@allow(STAFF)
def home() -> ResponseReturnValue:
    """What protects the account, and where to change it."""
    return render_template("account/home.html", needed=lacks_second_factor())


@blueprint.get("/desk")
@allow(STAFF)
def desk() -> ResponseReturnValue:
    """On to where the signed-in person works: those who only judge or type marks to the tablet."""
    roles = _roles()
    tablet = bool(roles) and roles <= TABLET_ROLES
    return redirect(url_for("judges.home" if tablet else "organisers.contest_list"))


def init_app(app: Flask) -> None:
    """Hook into ``app``."""
    app.register_blueprint(blueprint)
    app.before_request(_demand_own_password)
    if app.extensions["settings"].require_two_factor:
        app.before_request(_demand_second_factor)


def lacks_second_factor() -> bool:
    """Whether the settings and the person's roles demand a second factor that is not set up."""
    if not current_app.extensions["settings"].require_two_factor:
        return False
    if current_user.tf_primary_method or current_user.webauthn:
        return False
    return bool(_roles() & WEIGHTY_ROLES) or current_user.has_role("administrator")


def _demand_own_password() -> ResponseReturnValue | None:
    """A password that somebody gave, and has seen, opens only the page to choose another one.

    A tablet that was taken with a card has not used it.
    """
    working = (request.endpoint or "").startswith(WORKING_PLACES)
    if not working or CARD_SESSION in session or not current_user.is_authenticated:
        return None
    if not current_user.password_was_given:
        return None
    flash(_("您用的是别人给的初始密码。请先换成只有您自己知道的密码，然后继续。"), "info")
    return redirect(url_for_security("change_password"))


def _demand_second_factor() -> ResponseReturnValue | None:
    working = (request.endpoint or "").startswith(WORKING_PLACES)
    if working and current_user.is_authenticated and lacks_second_factor():
        return redirect(url_for("account.home"))
    return None


def _roles() -> frozenset[str]:
    found = people.memberships_of(current_user.id)
    return frozenset(membership.role for membership in found)
