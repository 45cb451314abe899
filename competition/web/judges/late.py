"""What was typed while the contest went to another stage: shown again, with the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, request

from competition.domain.errors import DomainError
from competition.domain.permissions import WrongState
from competition.web.errors import refused
from competition.web.judges import chief, sheets
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

_PAGES: dict[str, Callable[..., str]] = {
    "judges.save": sheets.refused_page,
    "judges.add_penalty": chief.refused_page,
}


@blueprint.errorhandler(WrongState)
def at_the_wrong_time(error: WrongState) -> Response:
    """The filled page with the refusal on it; of other addresses the refusal alone."""
    page = _PAGES.get(request.endpoint or "")
    if page is None or not request.form:
        return refused(error)
    try:
        shown = page(error, **(request.view_args or {}))
    except DomainError:  # neither seat nor entrant is there any more
        return refused(error)
    return make_response(shown, error.status)
