"""The hall: the ceremony's reveal and the board on the wall, from the published version alone."""

from __future__ import annotations

from base64 import b64encode
from itertools import groupby
from typing import TYPE_CHECKING

from flask import g, jsonify, render_template, request

from competition.domain.permissions import visible
from competition.queries.contests import settings_of
from competition.queries.publishing import results as queries
from competition.services.certificates import pictures
from competition.web.guards import ANYONE, allow
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import Published, asked_for, by_group

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.rules import Rules
    from competition.queries.publishing.results import PublicLine

Act = tuple[str, str | None, list["PublicLine"]]


@blueprint.get("/c/<slug>/ceremony")
@allow("ceremony:show")
def ceremony() -> ResponseReturnValue:
    """Full screen, from the last prize to the first, by key; nothing more is fetched."""
    if not visible(g.viewer, "results", g.contest.state):
        return render_template("public/ceremony_none.html")
    published = asked_for()
    lines = queries.public_lines(published.version.id)
    return render_template(
        "public/ceremony.html",
        version=published.version,
        rules=published.rules,
        names=published.names,
        acts=_acts(published.rules, lines),
        photos=_photos(published.version.id),
    )


def _photos(version_id: int) -> dict[str, str]:
    """By entry number the photographs, in the page itself: the network may go."""
    if not settings_of(g.contest).ceremony_photos:
        return {}
    found = {}
    for person in queries.pictured(version_id):
        kept = pictures.photo_of(g.contest.id, person)
        found[person.number] = f"data:image/jpeg;base64,{b64encode(kept).decode()}"
    return found


@blueprint.get("/c/<slug>/board")
@allow(ANYONE)
def board() -> ResponseReturnValue:
    """The published ranking for a projector, page by page; it can be made to stand still.

    Before there is one the board waits, with status 404, and shows it by itself.
    """
    if not visible(g.viewer, "results", g.contest.state):
        taken_back = queries.taken_back(g.contest.id)
        return render_template("public/board_none.html", taken_back=taken_back), 404
    published = _on_the_board()
    parts = by_group(published.rules, queries.public_lines(published.version.id))
    return render_template(
        "public/board.html",
        version=published.version,
        rules=published.rules,
        names=published.names,
        lines=[line for _, part in parts for line in part],
        tag=_tag(published),
    )


@blueprint.get("/c/<slug>/board.json")
@allow(ANYONE)
def board_json() -> ResponseReturnValue:
    """Which version the board shows; a board asks again and again, and mostly nothing changed."""
    published = _on_the_board()
    told = {"version": published.version.number, "frozen": g.contest.board_version is not None}
    answer = jsonify(told)
    answer.set_etag(_tag(published))
    return answer.make_conditional(request)


def _on_the_board() -> Published:
    """The version at which the board stands still, else the one that counts. Raises NotFound.

    A version that was withdrawn since is shown by nobody: the board moves on.
    """
    published = asked_for()
    if g.contest.board_version is None:
        return published
    kept = queries.version(g.contest.id, g.contest.board_version)
    return published if kept.standing == "withdrawn" else Published(kept)


def _tag(published: Published) -> str:
    still = "-still" if g.contest.board_version is not None else ""
    return f"{published.version.result_sha256[:32]}-{published.version.standing}{still}"


def _acts(rules: Rules, lines: list[PublicLine]) -> list[Act]:
    """Each prize with its group and winners, the last prize and the last place first."""
    order = {prize.key: place for place, prize in enumerate(rules.prizes)}
    won = [line for line in lines if line.prize in order]
    won.sort(key=lambda line: (order[line.prize or ""], line.group or "", line.rank or 0))
    acts = [
        (rules.prize(prize or "").title, group, list(winners)[::-1])
        for (prize, group), winners in groupby(won, key=lambda line: (line.prize, line.group))
    ]
    return acts[::-1]
