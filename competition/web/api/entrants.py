"""Entrants for programs of the organisers: read with numbers masked, taken as a sheet would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import g

from competition.domain.entrants.line import COLUMNS, NO, YES, Cell
from competition.domain.errors import DomainError, Invalid
from competition.domain.identity import masked
from competition.exchange.entrants.columns import HEADINGS
from competition.exchange.entrants.sheet import Grid
from competition.queries import entrants as people
from competition.queries import uploads
from competition.services.entrants import importing
from competition.web import clock
from competition.web.api import gate
from competition.web.api.answers import cut, document, linked, paged
from competition.web.api.blueprint import blueprint, needs
from competition.web.api.requests import NewEntrants, Rehearsed, page_of
from competition.web.api.schemas import EntrantPage, Taken
from competition.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from competition.domain.entrants.roster import Preview
    from competition.models.entrant import Entrant

PLAIN: Final = ("number", "draw_number", "name", "employer", "group", "document_type")
FIRST_ROW: Final = 2  # of a sheet, below its headings


@blueprint.route("/contests/<slug>/entrants")
@blueprint.etag
@blueprint.arguments(page_of(50, 200), location="query")
@blueprint.response(200, EntrantPage)
@needs("entrants:read")
def entrants(wanted: dict[str, int]) -> Response:
    """The entrants of a contest, by entry number."""
    page = cut(people.matching(g.contest.id), wanted["page"], wanted["per_page"])
    rows = [_told(row) for row in people.rows(page.items)]
    answer = document(paged(page, wanted["per_page"]) | {"entrants": rows})
    return linked(answer, page, wanted["per_page"])


@blueprint.route("/contests/<slug>/entrants", methods=["POST"])
@blueprint.arguments(Rehearsed, location="query")
@blueprint.arguments(NewEntrants)
@blueprint.response(200, Taken)
@blueprint.alt_response(409, "CONFLICT")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@needs("entrants:write")
def take_entrants(wanted: dict[str, Any], given: dict[str, Any]) -> dict[str, int]:
    """Add or change entrants: all of them, or none.

    They are matched by entry number, else by document number, as in the entrants' sheet.
    """
    grid, now = _grid(given["entrants"]), clock.now()
    found = uploads.check(g.contest, grid, now)
    if found.faults:
        raise Invalid("request_unfit", errors=_faults(found))
    if found.acceptable and not wanted["dry_run"]:
        kept = importing.keep_upload(gate.actor(), now, g.contest.id, grid)
        found = importing.take_upload(gate.actor(), now, g.contest.id, kept)
    return {key: len(getattr(found, key)) for key in ("new", "changed", "unchanged")}


def _told(row: Entrant) -> dict[str, Any]:
    return {key: getattr(row, key) for key in PLAIN} | {
        "document_number_masked": masked(row.document_number),
        "phone_masked": masked(row.phone),
        "held_level": row.held_level,
        "ineligible": row.ineligible,
        "state": row.state,
        "consented": row.consented_at is not None,
    }


def _grid(given: Sequence[dict[str, Any]]) -> Grid:
    """The entrants as a sheet with its headings, so that one set of rules reads both."""
    headings = tuple(Cell(HEADINGS[column][0]) for column in COLUMNS)
    rows = (tuple(_cell(one[column]) for column in COLUMNS) for one in given)
    return Grid("API", (headings, *rows))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell(YES if value else NO)
    return Cell("" if value is None else str(value))


def _faults(found: Preview) -> list[dict[str, str]]:
    return [
        {
            "at": f"json/entrants/{fault.row - FIRST_ROW}/{fault.column}",
            "detail": sentence(DomainError(fault.code, **fault.params)),
        }
        for fault in found.faults
    ]
