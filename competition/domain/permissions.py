"""Who may do and see what: one table of deeds, one gate for visibility. No session, no request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from competition.domain.contest import CONTEST_STATES
from competition.domain.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable

STATES: Final = CONTEST_STATES
ROLES: Final = ("organiser", "chief_judge", "judge", "clerk", "supervisor", "arbiter")

_ALL = frozenset(STATES)
_PREPARING = frozenset({"setup", "open"})
_BEFORE_LOCK = frozenset({"setup", "open", "judging"})
_BEFORE_PUBLICATION = _BEFORE_LOCK | {"locked", "reviewed"}
_PUBLISHABLE = frozenset({"locked", "reviewed", "provisional", "final", "certified"})
_FROM_JUDGING = frozenset(STATES[2:])
_RESTING = frozenset({"setup", "open", "final", "certified"})  # nothing needs personal data now
_PUBLISHED = frozenset({"provisional", "final", "certified"})


@dataclass(frozen=True, slots=True)
class Deed:
    """Which roles may do a thing, in which states of the contest."""

    roles: frozenset[str]
    states: frozenset[str] = _ALL


def _deed(roles: str, states: Iterable[str] = _ALL) -> Deed:
    return Deed(frozenset(roles.split()), frozenset(states))


DEEDS: Final[dict[str, Deed]] = {
    "contest:see": _deed("organiser chief_judge judge clerk supervisor arbiter"),
    "contest:configure": _deed("organiser"),  # issuers and designs are needed at the end
    "contest:advance": _deed("organiser chief_judge"),
    "rules:see": _deed("organiser chief_judge judge clerk supervisor arbiter"),
    "rules:edit": _deed("organiser", _BEFORE_LOCK),
    "rules:confirm": _deed("chief_judge supervisor", _BEFORE_PUBLICATION),
    "rules:discard": _deed("organiser chief_judge supervisor", _BEFORE_PUBLICATION),
    "tie:settle": _deed("organiser chief_judge", {"judging", "locked", "reviewed"}),
    "staff:edit": _deed("organiser"),
    "entrants:see": _deed("organiser clerk supervisor"),
    "entrants:edit": _deed("organiser clerk", _PREPARING),
    "entrants:state": _deed("organiser chief_judge", _BEFORE_LOCK),
    "entrants:correct": _deed("organiser"),
    "entrants:export": _deed("organiser supervisor"),  # whole identity numbers
    "draw:make": _deed("organiser supervisor", _BEFORE_LOCK),
    "judges:assign": _deed("organiser", _BEFORE_LOCK),
    "wall:see": _deed("organiser chief_judge supervisor"),
    "sheet:see": _deed("judge", {"judging", "locked"}),
    "sheet:enter": _deed("judge", {"judging"}),
    "sheet:send": _deed(
        "judge"
    ),  # a late repeat still gets its receipt; the service knows the state
    "sheet:reopen": _deed("chief_judge", {"judging"}),
    "theory:see": _deed("organiser chief_judge judge clerk supervisor", _FROM_JUDGING),
    "theory:enter": _deed("clerk judge", {"judging"}),
    "theory:settle": _deed("chief_judge clerk", {"judging"}),
    "stage:direct": _deed("organiser chief_judge", {"judging"}),
    "cards:make": _deed("organiser"),
    "marks:carry_in": _deed("organiser chief_judge", {"judging"}),
    "penalty:record": _deed("chief_judge", {"judging"}),
    "ranking:see": _deed("organiser chief_judge supervisor"),
    "statistics:see": _deed("organiser chief_judge supervisor"),
    "publication:see": _deed("organiser chief_judge supervisor"),
    "publication:propose": _deed("organiser", _PUBLISHABLE),
    "publication:confirm": _deed("supervisor", _PUBLISHABLE),
    "publication:discard": _deed("organiser supervisor", _PUBLISHABLE),
    "objections:see": _deed("organiser supervisor arbiter"),
    "objections:answer": _deed("arbiter", _PUBLISHED),
    "certificates:see": _deed("organiser supervisor"),
    "certificates:issue": _deed("organiser", {"final", "certified"}),
    "certificates:revoke": _deed("organiser supervisor", _PUBLISHED),
    "ceremony:show": _deed("organiser chief_judge", _PUBLISHABLE),
    "board:freeze": _deed("organiser chief_judge", _PUBLISHED),
    "jobs:see": _deed("organiser supervisor"),
    "audit:see": _deed("organiser supervisor"),
    "archive:export": _deed("organiser supervisor"),
    "personal:see": _deed("organiser supervisor"),
    "personal:erase": _deed("organiser", _RESTING),
    "personal:confirm": _deed("supervisor", _RESTING),
    "personal:discard": _deed("organiser supervisor"),
    "tokens:edit": _deed("organiser"),
}

# What a token of the REST interface may be made for, and the deed that its maker needs for it.
SCOPES: Final[dict[str, str]] = {
    "entrants:read": "entrants:see",
    "entrants:write": "entrants:edit",
    "marks:read": "archive:export",
    "ranking:read": "ranking:see",
}


class WrongState(DomainError):
    """The deed exists, but not in the state that the contest is in."""

    status = 409


def may(roles: Iterable[str], deed: str, state: str) -> bool:
    """Whether somebody with ``roles`` may do ``deed`` in a contest in ``state``."""
    rule = DEEDS[deed]
    return state in rule.states and not rule.roles.isdisjoint(roles)


def acting_role(roles: Iterable[str], deed: str) -> str:
    """The role in which somebody does ``deed``: the first of the deed's roles that they hold."""
    held = set(roles)
    return next((role for role in ROLES if role in held & DEEDS[deed].roles), "")


def require(roles: Iterable[str], deed: str, state: str) -> None:
    """Raise NotAllowed (wrong role) or WrongState (right role, wrong time); else nothing."""
    rule = DEEDS[deed]
    if rule.roles.isdisjoint(roles):
        raise NotAllowed("not_allowed", deed=deed)
    if state not in rule.states:
        raise WrongState("wrong_state", deed=deed, state=state)


def require_state(deed: str, state: str) -> None:
    """Raise WrongState unless ``deed`` can be done now; for deeds whose roles the web checked."""
    if state not in DEEDS[deed].states:
        raise WrongState("wrong_state", deed=deed, state=state)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One who looks: roles in this contest, or the entrant that they are."""

    roles: frozenset[str] = frozenset()
    entrant_id: int | None = None


def visible(viewer: Viewer, thing: str, state: str, *, owner_id: int | None = None) -> bool:
    """The one gate: whether this viewer may see ``thing`` in a contest in ``state``.

    Things: ``contest`` (that it exists), ``results`` (published versions), ``history`` (that there
    were versions and what became of them, without any of their figures), ``own_scores`` and
    ``own_certificates`` (of the entrant ``owner_id``; who was handed one keeps it while the result
    is corrected), ``live_ranking``, ``names`` (whom a draw number stands for).
    """
    own = viewer.entrant_id is not None and viewer.entrant_id == owner_id
    gates = {
        "contest": state != "setup" or bool(viewer.roles),
        "results": state in _PUBLISHED,
        "history": state != "setup",
        "own_scores": own and state in _PUBLISHED,
        "own_certificates": own and state != "setup",
        "live_ranking": may(viewer.roles, "ranking:see", state),
        "names": not viewer.roles.isdisjoint({"organiser", "clerk", "supervisor"}),
    }
    return gates[thing]
