"""Who did what when in a contest, in words; nothing can be changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import g, render_template, request

from competition.domain.ordering import natural
from competition.queries import audit as queries
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint
from competition.web.paging import page_of, sort_of
from competition.web.words import setup
from competition.web.words.actions import action_word

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.web.paging import Sort

PAGE = 50
_COLUMNS: Final = {
    "time": "id",
    "action": "action",
    "subject": "subject",
    "person": "actor_name",
    "reason": "reason",
}


@blueprint.get("/<slug>/audit")
@allow("audit:see")
def audit() -> ResponseReturnValue:
    """The lines that the filters leave, newest first."""
    asked = request.args
    wanted = queries.Filter(
        g.contest.id, asked.get("action", ""), asked.get("person", ""), asked.get("subject", "")
    )
    sort = sort_of(_COLUMNS, "-time")
    page = page_of(_ids(wanted, sort), asked.get("page", 1, type=int), PAGE)
    return render_template(
        "organisers/audit.html",
        page=page,
        lines=queries.lines(page.items),
        actions=queries.actions(g.contest.id),
        people=queries.people(g.contest.id),
        asked=asked,
        sort=sort,
        action_word=action_word,
        role_words=setup.ROLES,
    )


def _ids(wanted: queries.Filter, sort: Sort) -> list[int]:
    """The ids of the lines in the order that is asked for; where all is equal, newest first."""
    found = queries.valued(wanted, _COLUMNS[sort.key])
    places = _places({value for _, value in found}, sort.key)
    return [id_ for id_, _ in sort.arranged(found, {sort.key: lambda pair: places[pair[1]]})]


def _places(values: set[Any], column: str) -> dict[Any, Any]:
    """What each value is sorted by: few values stand in many lines. Without a value: ``None``."""
    if column == "time":
        return {value: value for value in values}
    words = {value: str(action_word(value)) if column == "action" else value for value in values}
    return {value: natural(text) if text else None for value, text in words.items()}
