"""The list of entrants with search, sort and pages; the list as a sheet; access codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.identity import masked
from competition.domain.ordering import natural
from competition.exchange.entrants.workbook import XLSX, export, exported, table, template
from competition.queries import entrants as queries
from competition.queries.field import rules_of
from competition.services.entrants.codes import issue_codes
from competition.services.entrants.exporting import take_list
from competition.web import accounts, i18n
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants.slips import AT_ONCE
from competition.web.paging import page_of, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from competition.models.entrant import Entrant

SIZES = (25, 50, 100)
_KEYS: Final[dict[str, Callable[[Any], Any]]] = {
    "number": lambda row: natural(row.number),
    "name": lambda row: natural(row.name),
    "employer": lambda row: natural(row.employer) if row.employer else None,
    "group": lambda row: natural(row.group) if row.group else None,
    "draw": lambda row: natural(row.draw_number) if row.draw_number else None,
    "state": lambda row: row.state,
    "consent": lambda row: row.consented_at is None,
}


@blueprint.get("/<slug>/entrants")
@allow("entrants:see")
def entrants() -> ResponseReturnValue:
    """The entrants that the search leaves, a page at a time."""
    asked = request.args
    sort = sort_of(queries.SORTS, "number")
    size = asked.get("size", SIZES[0], type=int)
    found = queries.found_by(g.contest.id, asked.get("q", ""), asked.get("show", ""))
    ids = [row.id for row in sort.arranged(found, _KEYS)]
    page = page_of(ids, asked.get("page", 1, type=int), size if size in SIZES else SIZES[0])
    return render_template(
        "organisers/entrants.html",
        page=page,
        people=queries.rows(page.items),
        masked=masked,
        rounds={item.id: item.title for item in g.contest.rounds},
        groups=rules_of(g.contest).ranking.groups,
        asked=asked,
        sort=sort,
        sizes=SIZES,
        slips_at_once=AT_ONCE,
        contest_size=queries.taking_part(g.contest.id),
    )


def sheet_answer(content: bytes, name: str) -> Response:
    """A workbook to be saved under an ASCII name."""
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=XLSX, headers=headers)


@blueprint.get("/<slug>/entrants/template.xlsx")
@allow("entrants:see")
def entrants_template() -> ResponseReturnValue:
    """An empty sheet to fill in."""
    groups = rules_of(g.contest).ranking.groups
    return sheet_answer(template(groups, i18n.language()), "entrants-template.xlsx")


@blueprint.get("/<slug>/entrants/export.xlsx")
@allow("entrants:export")
def entrants_export() -> ResponseReturnValue:
    """All entrants as a sheet that can be imported again; it holds whole document numbers."""
    people = take_list(actor("entrants:export"), now(), g.contest.id)
    lines = [_shown(row) for row in people]
    groups = rules_of(g.contest).ranking.groups
    return sheet_answer(export(lines, groups, i18n.language()), f"{g.contest.slug}-entrants.xlsx")


def _shown(row: Entrant) -> dict[str, str]:
    state = accounts.state_word(row.state) if row.state else ""
    return exported(queries.line_of(row)) | {"draw_number": row.draw_number or "", "state": state}


@blueprint.post("/<slug>/entrants/codes")
@allow("entrants:correct")
def entrants_codes() -> ResponseReturnValue:
    """Access codes for those who have none, as a sheet: they are shown this once."""
    given = issue_codes(actor("entrants:correct"), now(), g.contest.id)
    if not given:
        flash(_("所有选手都已有查询码；遗失时可在选手页单独重发。"), "message")
        return redirect(url_for("organisers.entrants"))
    heads = [_("参赛号"), _("姓名"), _("工作单位"), _("抽签号"), _("查询码"), _("登录地址")]
    address = url_for("contestants.sign_in", _external=True)
    rows = [
        [row.number, row.name, row.employer, row.draw_number or "", code, address]
        for row, code in given
    ]
    made = table(_("查询码"), heads, rows, (10, 14, 34, 10, 16, 40), counted={3})
    return sheet_answer(made, f"{g.contest.slug}-codes.xlsx")
