"""The ranking as it stands now, for those who run the contest; nothing here is published."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.entrants.numbers import found_in
from competition.domain.errors import NotFound
from competition.domain.ordering import natural
from competition.domain.permissions import visible
from competition.domain.publishing.explanation import explanation
from competition.domain.rules import Settled
from competition.queries import ranking as rankings
from competition.services.rules import propose_settlement
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.paging import page_of, sort_of
from competition.web.refusals import told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from competition.domain.ranking.results import Line
    from competition.queries.ranking import Live

PAGE = 50
MOST_TIED = 100


@blueprint.get("/<slug>/ranking")
@allow("ranking:see")
def ranking() -> ResponseReturnValue:
    """Every entrant's line, with what decided it."""
    return _ranking_page()


def _ranking_page(typed: Settled | None = None) -> str:
    """``typed`` is a decision of a tie that was refused: it stands in its form again."""
    live = rankings.live(g.contest)
    people = names_seen()
    keys = _keys(live, people)
    sort = sort_of(keys, "rank")
    page = page_of(
        sort.arranged(_chosen(live, people), keys), request.args.get("page", 1, type=int), PAGE
    )
    return render_template(
        "organisers/ranking.html",
        live=live,
        page=page,
        people=people,
        states=Counter(line.state for line in live.ranking.lines),
        accounts={line.entrant: explanation(live.rules, line) for line in page.items},
        chosen=request.args,
        sort=sort,
        marks=request.args.get("marks") == "1",
        ties=_ties(live.ranking.unresolved),
        typed=typed,
    )


def _keys(live: Live, people: Mapping[str, tuple[str, str]]) -> dict[str, Callable[[Line], object]]:
    """What the columns are sorted by; a round by the score it is shown with."""
    places = {line.entrant: place for place, line in enumerate(live.ranking.lines)}
    groups: dict[str | None, int] = {
        group: place for place, group in enumerate(live.rules.ranking.groups)
    }
    prizes = {prize.key: place for place, prize in enumerate(live.rules.prizes)}
    keys: dict[str, Callable[[Line], object]] = {
        "rank": lambda line: (groups.get(line.group, len(groups)), places[line.entrant]),
        "entrant": lambda line: natural(line.entrant),
        "group": lambda line: natural(line.group) if line.group else None,
        "total": lambda line: line.total.value if line.total else None,
        "prize": lambda line: prizes[line.prize] if line.prize else None,
        "level": lambda line: line.promotion.level if line.promotion else None,
    }
    if people:
        keys["name"] = lambda line: natural(people[line.entrant][0])
    for one in live.rules.rounds:
        keys[f"round:{one.key}"] = partial(_score, one.key)
    return keys


def _score(key: str, line: Line) -> object:
    score = line.rounds[key].score
    return score.value if score else None


def _ties(unresolved: Sequence[Line]) -> list[list[str]]:
    """The entry numbers of each tie that waits for the committee."""
    ties: dict[tuple[str | None, int | None], list[str]] = {}
    for line in unresolved:
        ties.setdefault((line.group, line.place), []).append(line.entrant)
    return list(ties.values())


@blueprint.post("/<slug>/ranking/settle")
@allow("tie:settle")
def ranking_settle() -> ResponseReturnValue:
    """The committee's decision of a tie, first named first; it waits for a second person."""
    numbers = tuple(re.split(r"[\s,，、]+", request.form.get("order", "").strip())[:MOST_TIED])
    decided = Settled(numbers, request.form.get("reason", "").strip())
    with told():
        made = propose_settlement(actor("tie:settle"), now(), g.contest.id, decided)
        flash(_("组委会的裁定已提出，等待裁判长或监督员确认。"), "success")
        return redirect(url_for("organisers.rules_proposal", proposal=made.id))
    return _ranking_page(decided), HTTPStatus.CONFLICT


@blueprint.get("/<slug>/ranking/<number>")
@allow("ranking:see")
def ranking_line(number: str) -> ResponseReturnValue:
    """One entrant's line in full."""
    live = rankings.live(g.contest)
    line = next((each for each in live.ranking.lines if each.entrant == number), None)
    if line is None:
        raise NotFound("entrant_number_unknown", number=number)
    account = explanation(live.rules, line)
    return render_template(
        "organisers/ranking_line.html",
        live=live,
        line=line,
        account_of=account,
        people=names_seen(),
    )


def names_seen() -> Mapping[str, tuple[str, str]]:
    """Names and employers by entry number, for those who may see them; else nothing."""
    allowed = visible(g.viewer, "names", g.contest.state)
    return rankings.names(g.contest) if allowed else {}


def _chosen(live: Live, people: Mapping[str, tuple[str, str]]) -> list[Line]:
    """The lines that the filters of the address leave."""
    wanted = request.args.get("q", "").strip()
    state, group = request.args.get("state", ""), request.args.get("group", "")
    return [
        line
        for line in live.ranking.lines
        if (not state or line.state == state or (state == "edge" and line.entrant in live.edges))
        and (not group or line.group == group)
        and (not wanted or found_in(wanted, line.entrant, *people.get(line.entrant, ())))
    ]
