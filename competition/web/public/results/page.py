"""The public ranking: from the stored version alone, kept ready until anything it shows changes."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, g, make_response, render_template, request
from flask_security import current_user

from competition.domain.entrants.numbers import found_in
from competition.domain.permissions import visible
from competition.queries.publishing import results as queries
from competition.web import i18n
from competition.web.guards import ANYONE, allow
from competition.web.pages import STILL
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import asked_for, by_group, counts

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from competition.queries.publishing.results import PublicLine
    from competition.web.public.results.reading import Published

KEPT = 64  # pages that a process keeps ready
_ready: dict[str, bytes] = {}


@blueprint.get("/c/<slug>/results")
@allow(ANYONE)
def results() -> ResponseReturnValue:
    """The published ranking, or what became of it."""
    withdrawn = [v for v in queries.versions(g.contest.id) if v.standing == "withdrawn"]
    if not visible(g.viewer, "results", g.contest.state):
        return render_template("public/results_none.html", withdrawn=withdrawn)
    published = asked_for()
    if current_user.is_authenticated or g.entrant:
        return _page(published)
    return _kept_ready(published)


def _kept_ready(published: Published) -> Response:
    """A visitor's page depends on nothing but what the tag names, so it is made once."""
    tag = _tag(published)
    answer = make_response()
    answer.headers.update({"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"})
    answer.set_etag(tag)
    if request.if_none_match.contains(tag):
        answer.status_code = 304
        return answer
    if tag not in _ready:
        while len(_ready) >= KEPT:
            _ready.pop(next(iter(_ready)), None)
        _ready[tag] = _page(published).encode()
    answer.data = _ready[tag]
    return answer


def _tag(published: Published) -> str:
    version = published.version
    parts = (
        version.id,
        version.result_sha256,
        version.standing,
        g.contest.title,
        queries.consent_stamp(g.contest.id),
        len(queries.versions(g.contest.id)),
        i18n.language(),
        STILL in request.environ,
        i18n.big_text(),
        request.full_path,
        _release(),
        str(current_app.extensions["settings"].database_url),
    )
    return sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _release() -> int:
    """The newest change of the templates: a new release makes its pages anew."""
    folder = Path(str(current_app.template_folder))
    return max(path.stat().st_mtime_ns for path in folder.rglob("*.html"))


def _page(published: Published) -> str:
    version = published.version
    lines = queries.public_lines(version.id)
    found = [line for line in lines if _chosen(line)]
    return render_template(
        "public/results.html",
        version=version,
        counts=counts(version),
        versions=queries.versions(g.contest.id),
        rules=published.rules,
        names=published.names,
        total=len(lines),
        found=len(found),
        parts=by_group(published.rules, found),
        chosen=request.args,
    )


def _chosen(line: PublicLine) -> bool:
    """Whether the filters of the address leave the line."""
    wanted = request.args.get("q", "").strip()
    prize, group = request.args.get("prize", ""), request.args.get("group", "")
    return (
        (not wanted or found_in(wanted, line.number, line.name, line.employer))
        and (not prize or line.prize == prize)
        and (not group or line.group == group)
    )
