"""Whether the program is alive and ready, and its figures, for those who watch it by machine."""

from __future__ import annotations

import hmac
import ipaddress
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text

from competition import storage
from competition.domain.errors import NotFound
from competition.jobs.queue import queue_of
from competition.models.base import db
from competition.web.guards import ANYONE, allow, bearer_token, guard
from competition.web.limits import limiter
from competition.web.watching import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

blueprint = Blueprint("health", __name__)
guard(blueprint)
limiter.exempt(blueprint)

FORWARDED = "x-forwarded-"
# What else proxies add, by the names that are in use.
OF_PROXIES = frozenset(
    {
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
    }
)


@blueprint.get("/healthz")
@allow(ANYONE)
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked, so that a database outage restarts nobody."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(ANYONE)
def ready() -> ResponseReturnValue:
    """Whether database, queue and storage answer: 200, or 503 with which one does not."""
    answers = {name: _answers(check) for name, check in CHECKS.items()}
    well = all(answer == "ok" for answer in answers.values())
    return jsonify(status="ok" if well else "away", **answers), 200 if well else 503


@blueprint.get("/metrics")
@allow(ANYONE)
def metrics() -> ResponseReturnValue:
    """The figures in Prometheus' format: for this machine, or with the token of the settings."""
    if not (_has_token() or _from_this_machine()):
        raise NotFound("not_found")
    return Response(figures.exposition(current_app), content_type=CONTENT_TYPE_LATEST)


def _database() -> None:
    db.session.execute(text("SELECT 1"))


def _queue() -> None:
    queue_of(current_app).check()


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "queue": _queue,
    "storage": lambda: storage.store().check(),
}


def _answers(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 -- each server has errors of its own
        current_app.logger.warning("not_ready", extra={"reason": type(error).__name__})
        return "away"
    return "ok"


def _has_token() -> bool:
    wanted: str | None = current_app.extensions["settings"].metrics_token
    given = bearer_token(request.headers)
    return bool(wanted and given) and hmac.compare_digest(str(wanted).encode(), given)


def _from_this_machine() -> bool:
    """Who is connected counts, not whom a proxy names; a proxy speaks for others: then no.

    Also one on this machine that we were not told of: each tells of itself by some header.
    """
    names = {name.lower() for name in request.headers.keys()}  # noqa: SIM118 -- pairs otherwise
    if names & OF_PROXIES or any(name.startswith(FORWARDED) for name in names):
        return False
    connected = request.environ.get("werkzeug.proxy_fix.orig", request.environ)["REMOTE_ADDR"]
    try:
        return ipaddress.ip_address(connected or "").is_loopback
    except ValueError:  # a socket of the file system, whose other end is a proxy
        return False
