"""Who may open a page: every view names its deed, and one check before each request reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from flask_security import current_user

from competition.domain import permissions
from competition.domain.actor import Actor
from competition.domain.errors import NotAllowed, NotFound
from competition.domain.permissions import Viewer
from competition.queries import contests, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import Headers

    View = TypeVar("View", bound=Callable[..., Any])

ANYONE = "anyone"
STAFF = "staff"
ADMINISTRATOR = "administrator"
ENTRANT = "entrant"
ENTRANT_SESSION = "entrant"
CARD_SESSION = "card"  # the contest whose judge card opened the session
BY_CARD = frozenset({"judge"})
SCOPE = "scope:"  # before a scope of the REST interface: whoever shows a token made with it


def allow(deed: str) -> Callable[[View], View]:
    """Name the deed of a view: a key of ``permissions.DEEDS`` or one of the words above."""

    def name(view: View) -> View:
        view.deed = deed  # type: ignore[attr-defined]  # an attribute of our own on the function
        return view

    return name


def bearer_token(headers: Headers) -> bytes:
    """The token after ``Bearer`` in the request's headers, as it was sent; empty without one.

    Read by ourselves: the framework stumbles over other kinds whose letters are not ASCII.
    """
    kind, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip().encode("latin-1", "replace") if kind.lower() == "bearer" else b""


def guard(blueprint: Blueprint, by: Callable[[], ResponseReturnValue | None] | None = None) -> None:
    """Check every request of ``blueprint``; ``<slug>`` in an address becomes ``g.contest``.

    ``by`` is another check than the one by session, for callers that are programs.
    """
    blueprint.url_value_preprocessor(_load_contest)
    blueprint.url_defaults(_fill_slug)
    blueprint.before_request(by or check)


def _load_contest(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "slug" in values:
        g.slug = values.pop("slug")


def _fill_slug(endpoint: str, values: dict[str, Any]) -> None:
    expected = current_app.url_map.is_endpoint_expecting(endpoint, "slug")
    if expected and "slug" in g:
        values.setdefault("slug", g.slug)


def check() -> ResponseReturnValue | None:
    """Refuse, or send to the sign-in, whoever may not do the deed of the view asked for."""
    deed = declared_deed(request.endpoint or "")
    g.contest = contests.by_slug(g.slug) if "slug" in g else None
    g.viewer = _viewer()
    if deed == ANYONE:
        _anyone()
        return None
    if deed == ENTRANT:
        return None if g.viewer.entrant_id else redirect(url_for("contestants.sign_in"))
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]  # set by the sign-in library
    _staff(deed)
    return None


def declared_deed(endpoint: str) -> str:
    """The deed that the view behind ``endpoint`` names. Raises RuntimeError if it names none."""
    deed: str | None = getattr(current_app.view_functions[endpoint], "deed", None)
    if deed is None:
        raise RuntimeError(f"The view {endpoint} does not say who may open it.")
    return deed


def _anyone() -> None:
    if g.contest and not permissions.visible(g.viewer, "contest", g.contest.state):
        raise NotFound("contest_unknown")


def _staff(deed: str) -> None:
    if deed == STAFF:
        _require_reach()
        return
    if deed == ADMINISTRATOR:
        if CARD_SESSION in session or not current_user.has_role(ADMINISTRATOR):
            raise NotAllowed("not_allowed", deed=deed)
        return
    permissions.require(g.viewer.roles, deed, g.contest.state)


def _require_reach() -> None:
    """A card opens the judges' pages and no other: whoever made it has held card and PIN."""
    if CARD_SESSION in session and not (request.endpoint or "").startswith("judges."):
        raise NotAllowed("not_by_card")


def reach() -> int | None:
    """The id of the one contest (and its rehearsals) that a session by card is for, else None."""
    reached: int | None = session.get(CARD_SESSION)
    return reached


def _roles() -> frozenset[str]:
    """The roles in the contest at hand; a session by card has those of a judge, and only there."""
    held = people.roles_of(current_user.id, g.contest.id)
    if reach() is None:
        return held
    return held & BY_CARD if reach() in {g.contest.id, g.contest.rehearsal_of} else frozenset()


def _viewer() -> Viewer:
    """Who looks, in the contest at hand. A staff session and an entrant's may both be open."""
    roles: frozenset[str] = frozenset()
    if g.contest and current_user.is_authenticated:
        roles = _roles()
    return Viewer(roles=roles, entrant_id=_entrant_id())


def _entrant_id() -> int | None:
    kept = session.get(ENTRANT_SESSION)
    entrant = people.entrant_of_session(*kept) if kept else None
    g.entrant = entrant
    return entrant.id if entrant else None


def actor(deed: str = "") -> Actor:
    """Who acts in this request, for the audit line."""
    if current_user.is_authenticated:
        role = permissions.acting_role(g.viewer.roles, deed) if deed in permissions.DEEDS else ""
        return Actor(kind="staff", id=current_user.id, name=current_user.name, role=role)
    if g.entrant:
        return Actor(kind="entrant", id=g.entrant.id, name=g.entrant.number, role="contestant")
    return Actor(kind="system", id=None, name="visitor")
