"""The contests that the public may know of: the list, and the page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template, request

from competition.domain.permissions import visible
from competition.domain.setup.rule_sentences import in_words
from competition.queries import contests
from competition.queries.field import rules_of
from competition.queries.publishing import results
from competition.web import i18n
from competition.web.guards import ANYONE, allow
from competition.web.paging import page_of
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import by_group, rules_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.results import ResultVersion
    from competition.queries.publishing.results import PublicLine

PODIUM = 3
PAGE = 24


@blueprint.get("/")
@allow(ANYONE)
def contest_list() -> ResponseReturnValue:
    """The public contests that the search leaves, a page at a time."""
    wanted = request.args.get("q", "").strip()
    ids = [row.id for row in contests.open_to_public(wanted)]
    page = page_of(ids, request.args.get("page", 1, type=int), PAGE)
    found = contests.in_order(page.items)
    return render_template(
        "public/contest_list.html",
        contests=found,
        page=page,
        wanted=wanted,
        counts=contests.entrant_counts(contest.id for contest in found),
        hosts={contest.id: rules_of(contest).contest.hosts for contest in found},
        published=lambda contest: visible(g.viewer, "results", contest.state),
    )


@blueprint.get("/c/<slug>/")
@allow(ANYONE)
def contest() -> ResponseReturnValue:
    """One contest: what it is, where it stands, who won."""
    rules = rules_of(g.contest)
    versions = results.versions(g.contest.id)
    version = _version()
    return render_template(
        "public/contest.html",
        rules=rules,
        sections=in_words(rules, i18n.language()),
        entrants=contests.entrant_counts([g.contest.id]).get(g.contest.id, 0),
        version=version,
        withdrawn=[each for each in versions if each.standing == "withdrawn"],
        podiums=_podiums(version),
        prizes={prize.key: prize.title for prize in rules.prizes},
    )


def _version() -> ResultVersion | None:
    published = visible(g.viewer, "results", g.contest.state)
    return results.current(g.contest.id) if published else None


def _podiums(version: ResultVersion | None) -> list[tuple[str, list[PublicLine]]]:
    """The best of a published result, of each group where there are groups."""
    if version is None:
        return []
    best = [line for line in results.public_lines(version.id, upto_rank=PODIUM) if line.rank]
    return by_group(rules_in(version), best)
