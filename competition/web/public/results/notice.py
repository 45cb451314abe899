"""The announcement for the notice board as a PDF: winners, terms, where the whole table stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app, g, render_template, url_for

from competition.queries.contests import settings_of
from competition.queries.publishing import results as queries
from competition.services.announcement.notice import announcement_pdf
from competition.web.files import pdf
from competition.web.guards import ANYONE, allow
from competition.web.limits import limiter
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import asked_for, by_group

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.queries.publishing.results import PublicLine

PAGES_KEPT = 16
LISTED = 100  # of those without a prize, where a contest gives no prizes


@blueprint.get("/c/<slug>/results.pdf")
@allow(ANYONE)
@limiter.limit("30 per minute")
def results_pdf() -> ResponseReturnValue:
    """The announcement of a version; employers stand in it with the consent that names need.

    It is dated on the day of what it says last: that the result was published, or became final.
    """
    published = asked_for()
    version = published.version
    lines = queries.public_lines(version.id)
    base = current_app.extensions["settings"].base_url
    listed = _listed(lines)
    html = render_template(
        "public/announcement.html",
        version=version,
        rules=published.rules,
        names=published.names,
        total=len(lines),
        groups=by_group(published.rules, listed),
        employers=any(line.employer for line in listed),
        signed_at=version.final_at or version.published_at,
        contact=settings_of(g.contest).objection_contact,
        address=base + url_for("public.results"),
    )
    return pdf(_set(html), f"{g.contest.slug}-v{version.number}.pdf")


@lru_cache(maxsize=PAGES_KEPT)
def _set(html: str) -> bytes:
    """The PDF of a page; the same page is set once."""
    return announcement_pdf(html)


def _listed(lines: list[PublicLine]) -> list[PublicLine]:
    """The winners; without prizes the first of the ranking."""
    return [line for line in lines if line.prize] or [line for line in lines if line.rank][:LISTED]
