"""The entrants' sheet: upload, check, preview, then all of it or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.identity import masked
from competition.exchange.entrants.handing_back import Wrong, handed_back
from competition.exchange.entrants.sheet import entrants_in, read_grid
from competition.queries import uploads
from competition.services.entrants.importing import (
    choose_columns,
    drop_upload,
    keep_upload,
    take_upload,
)
from competition.web import i18n
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants import notices
from competition.web.organisers.entrants.lists import sheet_answer
from competition.web.organisers.forms.entrants import UploadForm, cell_words
from competition.web.paging import page_of
from competition.web.refusals import shown_in, told
from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from competition.domain.entrants.line import RowFault

PAGE = 100


@blueprint.route("/<slug>/entrants/import", methods=["GET", "POST"])
@allow("entrants:edit")
def entrants_import() -> ResponseReturnValue:
    """Where a sheet is handed in."""
    form = UploadForm()
    if form.validate_on_submit():
        with shown_in(form):
            file = form.file.data
            grid = read_grid(file.read(), file.filename or "entrants", of_entrants=True)
            entrants_in(grid)
            token = keep_upload(actor("entrants:edit"), now(), g.contest.id, grid)
            return redirect(url_for("organisers.import_preview", token=token))
    return render_template("organisers/import.html", form=form, columns=setup.COLUMNS)


@blueprint.get("/<slug>/entrants/import/<token>")
@allow("entrants:edit")
def import_preview(token: str) -> ResponseReturnValue:
    """What taking the sheet would do: new, changed, unchanged, wrong."""
    grid = uploads.grid_of(g.contest.id, token)
    found = uploads.check(g.contest, grid, now())
    sheet = entrants_in(grid)
    faults = [(fault, fault_words(fault, sheet.headings)) for fault in found.faults]
    return render_template(
        "organisers/import_preview.html",
        token=token,
        grid=grid,
        sheet=sheet,
        found=found,
        faults=page_of(faults, request.args.get("page", 1, type=int), PAGE),
        columns=setup.COLUMNS,
        notices=notices.of_sheet(found),
        most=PAGE,
        masked=masked,
    )


def fault_words(fault: RowFault, headings: Mapping[str, str]) -> str:
    """Row, column and remedy in a sentence, as ``第 42 行 · 身份证号：应为 18 位，实为 17 位``."""
    return str(
        _(
            "第 %(row)s 行 · %(column)s：%(remedy)s",
            row=fault.row,
            column=_called(fault, headings),
            remedy=cell_words(fault.code, fault.params),
        )
    )


@blueprint.get("/<slug>/entrants/import/<token>/errors.xlsx")
@allow("entrants:edit")
def import_errors(token: str) -> ResponseReturnValue:
    """The same file back, with a column that says what is wrong in each row."""
    grid = uploads.grid_of(g.contest.id, token)
    sheet = entrants_in(grid)
    wrong = [
        Wrong(
            fault.row,
            fault.column,
            _called(fault, sheet.headings),
            cell_words(fault.code, fault.params),
        )
        for fault in uploads.check(g.contest, grid, now()).faults
    ]
    made = handed_back(grid, sheet, wrong, i18n.language())
    return sheet_answer(made, "entrants-errors.xlsx")


def _called(fault: RowFault, headings: Mapping[str, str]) -> str:
    """The column as the sheet itself calls it, so that it is found there."""
    return headings.get(fault.column) or str(setup.COLUMNS[fault.column])


@blueprint.post("/<slug>/entrants/import/<token>/columns")
@allow("entrants:edit")
def import_columns(token: str) -> ResponseReturnValue:
    """Read columns whose headings left it open as the organiser says they are meant."""
    named = (name for name in request.form if re.fullmatch(r"column-\d{1,3}", name, re.ASCII))
    meant = {int(name.removeprefix("column-")): request.form[name] for name in named}
    with told():
        choose_columns(actor("entrants:edit"), now(), g.contest.id, token, meant)
    return redirect(url_for("organisers.import_preview", token=token))


@blueprint.post("/<slug>/entrants/import/<token>/take")
@allow("entrants:edit")
def import_take(token: str) -> ResponseReturnValue:
    """Take the whole sheet."""
    with told():
        found = take_upload(actor("entrants:edit"), now(), g.contest.id, token)
        flash(
            _(
                "已导入：新增 %(new)s 名，更新 %(changed)s 名，不变 %(same)s 名。",
                new=len(found.new),
                changed=len(found.changed),
                same=len(found.unchanged),
            ),
            "success",
        )
        return redirect(url_for("organisers.entrants"))
    return redirect(url_for("organisers.import_preview", token=token))


@blueprint.post("/<slug>/entrants/import/<token>/drop")
@allow("entrants:edit")
def import_drop(token: str) -> ResponseReturnValue:
    """Forget the sheet."""
    drop_upload(actor("entrants:edit"), now(), g.contest.id, token)
    flash(_("名单没有导入，上传的内容已删除。"), "success")
    return redirect(url_for("organisers.entrants"))
