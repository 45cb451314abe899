"""Theory marks from a file: checked row by row, all or nothing, then confirmed by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.errors import Invalid
from competition.exchange.theory_file import RowFault, read_theory_file
from competition.queries.judging import sheets as judging
from competition.queries.judging import theory as papers_query
from competition.services import theory as service
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.theory import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue


@blueprint.get("/<slug>/theory/<round_key>/<any(first, second, single):entry>/import")
@allow("theory:enter")
def theory_import(round_key: str, entry: str) -> ResponseReturnValue:
    """Ask for the file."""
    return _page(round_key, entry)


@blueprint.post("/<slug>/theory/<round_key>/<any(first, second, single):entry>/import")
@allow("theory:enter")
def read_theory(round_key: str, entry: str) -> ResponseReturnValue:
    """Take every row as my typing in this entry, or none and say what is wrong where."""
    round_ = judging.round_in(g.contest, round_key)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(round_key, entry, [RowFault(0, Invalid("file_unreadable", file=""))]), 422
    rubric = judging.rubric_of(g.contest, round_)
    numbers = [paper.number for paper in papers_query.papers_of(round_)]
    found = read_theory_file(upload.read(), upload.filename, rubric, numbers)
    if found.faults:
        return _page(round_key, entry, found.faults), Invalid.status
    who = actor("theory:enter")
    count = service.enter_papers(who, clock.now(), round_.id, ENTRIES[entry], found.papers)
    flash(_("已从文件读入 %(count)s 份新成绩，等待另一人确认。", count=count), "success")
    return redirect(url_for(".theory_entry", round_key=round_key, entry=entry))


def _page(round_key: str, entry: str, faults: Sequence[RowFault] = ()) -> str:
    return render_template(
        "organisers/theory_import.html",
        round=judging.round_in(g.contest, round_key),
        entry=entry,
        faults=faults,
    )
