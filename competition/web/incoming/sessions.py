"""Sessions that were signed out stay signed out, also for whoever copied the cookie before.

A session lives in its cookie alone, so that nothing could be deleted. Each sign-in therefore gives
it a random name, and the names of those that were ended are kept until no cookie of them is good.
Sessions that began before there were names go on without one.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, g, request, session
from flask_login import user_logged_out
from flask_security import user_authenticated

from competition.queries import people
from competition.services import sessions
from competition.web.clock import now

if TYPE_CHECKING:
    from flask import Flask, Response

STAFF_NAME: Final = "named"
NAME_BYTES: Final = 16
ASKED_BY_NOBODY: Final = frozenset({"static", "health.alive", "health.ready", "health.metrics"})
# Of what was on its way at the sign-out: an answer to it may still carry the session, anew.
ON_ITS_WAY: Final = timedelta(hours=1)


def init_app(app: Flask) -> None:
    """Hook into ``app``; to be called before anything that asks who is signed in."""
    app.before_request(_forget_ended)
    app.after_request(_end_left)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)


def new_name() -> str:
    """A name for a session that begins."""
    return secrets.token_urlsafe(NAME_BYTES)


def end(name: str) -> None:
    """No cookie with the session of that name is good any longer."""
    good_for = current_app.permanent_session_lifetime + ON_ITS_WAY
    sessions.end_session(now(), name, good_for)


def name_of_entrant(kept: list[Any] | None) -> str:
    """The name in a contestant's part of the session; those of earlier releases have none."""
    _entrant_id, _epoch, *names = kept or (0, 0)
    return str(names[0]) if names else ""


def end_after_request(name: str) -> None:
    """The same once the request is answered, for whoever is amid changes of the sign-in library.

    Ending is a deed, and a deed forgets what nobody has stored yet: a used recovery code, say.
    """
    g.left = [*g.get("left", ()), name]


def _end_left(response: Response) -> Response:
    for name in g.pop("left", ()):
        end(name)
    return response


def _forget_ended() -> None:
    if request.endpoint in ASKED_BY_NOBODY or STAFF_NAME not in session:
        return
    if people.session_ended(session[STAFF_NAME]):
        session.clear()


def _begin(_app: Flask, **_about: object) -> None:
    session[STAFF_NAME] = new_name()


def _end(_app: Flask, **_about: object) -> None:
    name = session.pop(STAFF_NAME, None)
    if name:
        end(name)
