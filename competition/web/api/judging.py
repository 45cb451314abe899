"""What programs of the organisers may read with a token: the marks and the live ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from competition.exchange.marks_file import mark_rows
from competition.exchange.result_json import result_document
from competition.queries import ranking as rankings
from competition.queries.field import field_of
from competition.web.api.answers import cut, document, linked, paged, tag_of, unless_known
from competition.web.api.blueprint import blueprint, needs
from competition.web.api.requests import page_of
from competition.web.api.schemas import LiveRanking, MarkPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

Wanted = dict[str, int]


@blueprint.route("/contests/<slug>/marks")
@blueprint.etag
@blueprint.arguments(page_of(1000, 10_000), location="query")
@blueprint.response(200, MarkPage)
@needs("marks:read")
def marks(wanted: Wanted) -> Response:
    """The marks as they stand now, row by row as in the marks file."""
    tag = tag_of(rankings.fingerprint(g.contest), wanted)
    unless_known(tag)
    header, *rows = mark_rows(field_of(g.contest))
    page = cut(rows, wanted["page"], wanted["per_page"])
    about = {"contest": g.contest.slug, "rules_sha256": g.contest.rules_sha256}
    body = paged(page, wanted["per_page"]) | about | {"marks": _marks(header, page.items)}
    return linked(document(body, tag), page, wanted["per_page"])


@blueprint.route("/contests/<slug>/ranking")
@blueprint.etag
@blueprint.response(200, LiveRanking)
@needs("ranking:read")
def ranking() -> Response:
    """The ranking as it stands now; nothing of it is published."""
    live = rankings.live(g.contest)
    unless_known(live.fingerprint)
    result = result_document(live.ranking, g.contest.rules_sha256)
    waiting = {
        number: [{"round": sheet.round, "seat": sheet.seat} for sheet in sheets]
        for number, sheets in live.waiting.items()
    }
    body = {"fingerprint": live.fingerprint, "waiting": waiting, "result": result}
    return document(body, live.fingerprint)


def _marks(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(header, row, strict=True)) for row in rows]
