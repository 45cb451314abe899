"""How the judges marked, while something can still be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, jsonify, render_template

from competition.queries.publishing.consistency import consistency as figures
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.queries.publishing.consistency import RoundFigures


@blueprint.get("/<slug>/consistency")
@allow("statistics:see")
def consistency() -> ResponseReturnValue:
    """Spread, strictness, agreement and how sure a line is, each with its table."""
    return render_template("organisers/consistency.html", found=figures(g.contest))


@blueprint.get("/<slug>/consistency.json")
@allow("statistics:see")
def consistency_figures() -> ResponseReturnValue:
    """The same figures for the charts."""
    found = figures(g.contest)
    return jsonify(
        rounds=[_round(each) for each in found.rounds],
        pairs=[list(pair) for pair in found.pairs],
        certainty=[list(line.shares.items()) for line in found.certainty],
    )


def _round(each: RoundFigures) -> dict[str, object]:
    spread = each.spread
    return {
        "key": each.key,
        "title": each.title,
        "bins": list(spread.bins) if spread else [],
        "start": spread.start if spread else 0,
        "width": spread.width if spread else 0,
        "judges": [
            {"judge": one.judge, "mean": one.mean_difference, "deviation": one.deviation}
            for one in each.strictness
        ],
    }
