"""Theory marks from a file: checked row by row, all or nothing, then confirmed by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.errors import DomainError, Invalid
from competition.exchange.theory_file import Expected, RowFault, read_theory_file
from competition.exchange.theory_sheet import empty_sheet
from competition.queries.entrants import everybody
from competition.queries.judging import sheets as judging
from competition.queries.judging import theory as papers_query
from competition.services import theory as service
from competition.web import clock, i18n
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants.lists import sheet_answer
from competition.web.organisers.theory import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from competition.models.contest import Round

SHOWN = 20  # entry numbers in one sentence


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
    try:
        found = read_theory_file(upload.read(), upload.filename, rubric, _expected(round_))
        if found.faults:
            return _page(round_key, entry, found.faults), Invalid.status
        who = actor("theory:enter")
        count = service.enter_papers(who, clock.now(), round_.id, ENTRIES[entry], found.papers)
    except DomainError as error:
        return _page(round_key, entry, [RowFault(0, error)]), error.status
    columns = str(_("、")).join(f"“{one}”" for one in found.headings)
    told = _("已从%(columns)s列读入 %(count)s 份新的或改过的成绩。", columns=columns, count=count)
    flash(told, "success")
    if found.missing:
        numbers = _shortened(found.missing)
        flash(_("文件里没有这些参赛号的成绩：%(numbers)s", numbers=numbers), "warning")
    return redirect(url_for(".theory_entry", round_key=round_key, entry=entry))


@blueprint.get("/<slug>/theory/<round_key>/marks.xlsx")
@allow("theory:enter")
def theory_sheet(round_key: str) -> ResponseReturnValue:
    """An empty sheet with the entry numbers of the papers that there are."""
    round_ = judging.round_in(g.contest, round_key)
    numbers = [paper.number for paper in papers_query.papers_of(round_) if not paper.away]
    content = empty_sheet(numbers, judging.rubric_of(g.contest, round_), i18n.language())
    return sheet_answer(content, f"{g.contest.slug}-{round_.key}.xlsx")


def _expected(round_: Round) -> list[Expected]:
    names = {one.number: one.name for one in everybody(g.contest.id)}
    return [
        Expected(paper.number, names[paper.number], bool(paper.away))
        for paper in papers_query.papers_of(round_)
    ]


def _shortened(numbers: Sequence[str]) -> str:
    shown = str(_("、")).join(numbers[:SHOWN])
    return shown if len(numbers) <= SHOWN else str(_("%(shown)s 等", shown=shown))


def _page(round_key: str, entry: str, faults: Sequence[RowFault] = ()) -> str:
    return render_template(
        "organisers/theory_import.html",
        round=judging.round_in(g.contest, round_key),
        entry=entry,
        faults=faults,
    )
