"""A staff member's own account: password, second factor, passkeys; where to go after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import current_user, url_for_security

from competition.queries import people
from competition.web.guards import CARD_SESSION, STAFF, allow, guard

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

TABLET_ROLES = frozenset({"judge", "clerk"})
WEIGHTY_ROLES = frozenset({"organiser", "supervisor"})
WANTED = "wanted"  # in a session: the page that a password of one's own was demanded before
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


@blueprint.get("/changed")
@allow(STAFF)
def changed() -> ResponseReturnValue:
    """Once the password is changed: on to where the person was going, else back to the account."""
    return redirect(session.pop(WANTED, None) or url_for("account.home"))


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
    session[WANTED] = request.path if request.method == "GET" else url_for("account.desk")
    return redirect(url_for_security("change_password"))


def _demand_second_factor() -> ResponseReturnValue | None:
    working = (request.endpoint or "").startswith(WORKING_PLACES)
    if working and current_user.is_authenticated and lacks_second_factor():
        return redirect(url_for("account.home"))
    return None


def _roles() -> frozenset[str]:
    found = people.memberships_of(current_user.id)
    return frozenset(membership.role for membership in found)
