"""A submission that came too late: both values, who and when, and the judge chooses."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import g, jsonify, make_response, render_template, request

from competition.domain.judging import plainly
from competition.domain.sync import Conflict, SheetLocked
from competition.queries.judging import sheets as judging
from competition.web import i18n
from competition.web.errors import sentence
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from flask import Response

    from competition.domain.sync import Standing


@blueprint.errorhandler(Conflict)
def both(error: Conflict) -> Response:
    """Show what stands beside what was sent; nothing was stored."""
    locked = isinstance(error, SheetLocked)
    if request.is_json:
        answer = jsonify(
            error=error.code,
            message=sentence(error),
            locked=locked,
            standing=standing_json(error.standing),
        )
        return make_response(answer, error.status)
    page = render_template(
        "judges/conflict.html",
        standing=error.standing,
        locked=locked,
        message=sentence(error),
        sent={key: value for key, value in request.form.items() if key.startswith("mark-")},
        criteria=_titles(),
        submission=str(uuid.uuid4()),
    )
    return make_response(page, error.status)


def standing_json(standing: Standing | None) -> dict[str, object] | None:
    """The sheet as the server has it, in plain values."""
    if standing is None:
        return None
    return {
        "revision": standing.revision,
        "state": standing.state,
        "marks": {key: plainly(value) for key, value in standing.marks.items()},
        "by": standing.by,
        "at": i18n.moment(standing.at, "seconds"),
        "device": standing.device_id,
    }


def _titles() -> list[tuple[str, str]]:
    round_ = judging.round_in(g.contest, (request.view_args or {})["round_key"])
    return [(item.key, item.title) for item in round_.criteria]
