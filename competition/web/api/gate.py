"""Who may ask the REST interface what: the one place where tokens and their scopes are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request
from flask_limiter.util import get_remote_address

from competition.domain import permissions
from competition.domain.actor import Actor
from competition.domain.errors import DomainError, NotAllowed, NotFound
from competition.domain.permissions import SCOPES, Viewer, visible
from competition.queries import contests, people
from competition.queries import tokens as found
from competition.services import tokens
from competition.web import clock
from competition.web.guards import ANYONE, SCOPE, bearer_token, declared_deed

if TYPE_CHECKING:
    from competition.models.contest import Contest
    from competition.models.staff import ApiToken, User


class Unauthorised(DomainError):
    """No token was shown, or one that opens nothing."""

    status = 401


def check() -> None:
    """Refuse whoever may not ask; who is signed in by cookie is never looked at."""
    deed = declared_deed(request.endpoint or "")
    g.contest = g.entrant = None
    g.viewer = Viewer()
    if deed == ANYONE:
        g.contest = _public_contest() if "slug" in g else None
    else:
        _open(deed.removeprefix(SCOPE))


def caller() -> str:
    """Whose requests are counted together: a token's, or an address's without a good one.

    A token that was never given out would else count for itself, however many are made up.
    """
    secret = _secret()
    good = secret and found.in_force(secret, clock.now())
    return found.digest_of(secret) if good else get_remote_address()


def actor() -> Actor:
    """Who acts, for the audit line: the maker of the token, with the token's name."""
    token: ApiToken = g.token
    name = f"{g.token_user.name} ({token.name})"
    role = permissions.acting_role(g.viewer.roles, SCOPES[g.scope])
    return Actor(kind="staff", id=token.user_id, name=name[:200], role=role)


def _public_contest() -> Contest:
    contest = contests.by_slug(g.slug)
    if not visible(Viewer(), "contest", contest.state):
        raise NotFound("contest_unknown")
    return contest


def _open(scope: str) -> None:
    """The token first: without one, a stranger does not even learn which contests there are."""
    g.token, g.token_user = _token()
    g.scope, g.contest = scope, contests.by_slug(g.slug)
    if g.token.contest_id != g.contest.id:
        raise _elsewhere(g.contest)
    if scope not in g.token.scopes.split():
        raise NotAllowed("token_scope", scope=scope)
    g.viewer = Viewer(roles=people.roles_of(g.token.user_id, g.contest.id))
    permissions.require(g.viewer.roles, SCOPES[scope], g.contest.state)
    _note()


def _token() -> tuple[ApiToken, User]:
    secret = _secret()
    if not secret:
        raise Unauthorised("token_missing")
    opened = found.in_force(secret, clock.now())
    if opened is None:
        raise Unauthorised("token_unknown")
    return opened


def _secret() -> str:
    return bearer_token(request.headers).decode(errors="replace")


def _elsewhere(contest: Contest) -> DomainError:
    """Another contest's token learns of a contest no more than anybody."""
    known = visible(Viewer(), "contest", contest.state)
    return NotAllowed("token_elsewhere") if known else NotFound("contest_unknown")


def _note() -> None:
    now = clock.now()
    if not tokens.recorded_lately(g.token, now):
        tokens.note_use(actor(), now, contest_id=g.contest.id, token_id=g.token.id)
