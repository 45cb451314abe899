"""Published results: only frozen versions, and none while the contest shows none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g

from competition.domain.errors import NotFound
from competition.domain.permissions import visible
from competition.queries.publishing import results
from competition.web.api.answers import PUBLIC, document, json_text, tag_of, unless_known
from competition.web.api.blueprint import blueprint
from competition.web.api.requests import WhichVersion
from competition.web.api.schemas import PublishedResult, Version, VersionList
from competition.web.guards import ANYONE, allow

if TYPE_CHECKING:
    from flask import Response

    from competition.models.results import ResultVersion

KEPT = 16  # answers that a process remembers
_kept: dict[str, str] = {}


@blueprint.route("/contests/<slug>/versions")
@blueprint.etag
@blueprint.response(200, VersionList)
@allow(ANYONE)
def versions() -> tuple[dict[str, Any], dict[str, str]]:
    """All versions that were ever published and what became of them; no figures."""
    found = results.versions(g.contest.id)
    if not found or not visible(g.viewer, "history", g.contest.state):
        raise NotFound("results_not_published")
    return {"contest": g.contest.slug, "versions": found}, {"Cache-Control": PUBLIC}


@blueprint.route("/contests/<slug>/results")
@blueprint.etag
@blueprint.arguments(WhichVersion, location="query")
@blueprint.response(200, PublishedResult)
@allow(ANYONE)
def published(wanted: dict[str, Any]) -> Response:
    """A published result, the one that counts or any version."""
    if not visible(g.viewer, "results", g.contest.state):
        raise NotFound("results_not_published")
    version = results.version(g.contest.id, wanted.get("version"))
    if version.standing == "withdrawn":
        raise NotFound("version_withdrawn", number=version.number)
    envelope = Version().dump(version)
    tag = tag_of(envelope)
    unless_known(tag, PUBLIC)
    return document(_text(version, envelope, tag), tag, PUBLIC)


def _text(version: ResultVersion, envelope: dict[str, Any], tag: str) -> str:
    """The answer's text, kept under its tag: the envelope has the hash of what it holds."""
    known = _kept.get(tag)
    if known is None:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        known = _kept[tag] = json_text({"version": envelope, "result": version.result})
    return known
