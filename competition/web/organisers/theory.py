"""Theory papers: overview, typing by keyboard, comparison, settling, confirmation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.entrants.numbers import found_in
from competition.domain.errors import Invalid
from competition.domain.judging import check_sum, plainly, read_marks
from competition.domain.ordering import natural
from competition.domain.settings import settings_from
from competition.queries.judging import sheets as judging
from competition.queries.judging import theory as papers_query
from competition.services import theory as service
from competition.web import clock
from competition.web.errors import sentence
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.theory import SettledForm
from competition.web.paging import page_of, sort_of
from competition.web.refusals import shown_in, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from flask.typing import ResponseReturnValue

    from competition.domain.rules import Criterion
    from competition.queries.judging.theory import TheoryPaper
    from competition.web.paging import Page

PAGE = 100
_STATES = get_args(papers_query.PaperState)
ENTRIES = {"first": "first", "second": "second", "single": papers_query.SINGLE}


@blueprint.get("/<slug>/theory/")
@allow("theory:see")
def theory() -> ResponseReturnValue:
    """The rounds whose papers have one agreed mark."""
    rounds = [round_ for round_ in g.contest.rounds if round_.judging == "single"]
    if len(rounds) == 1:
        return redirect(url_for(".theory_round", round_key=rounds[0].key))
    return render_template("organisers/theory_rounds.html", rounds=rounds)


@blueprint.get("/<slug>/theory/<round_key>/")
@allow("theory:see")
def theory_round(round_key: str) -> ResponseReturnValue:
    """How far the papers are, and what may be done next."""
    round_ = judging.round_in(g.contest, round_key)
    papers = papers_query.papers_of(round_)
    asked = {key: request.args.get(key, "") for key in ("q", "state")}
    rubric = judging.rubric_of(g.contest, round_)
    keys = _keys(rubric)
    sort = sort_of(keys, "number")
    return render_template(
        "organisers/theory.html",
        round=round_,
        page=page_of(
            sort.arranged(_wanted(papers, **asked), keys),
            request.args.get("page", 1, type=int),
            PAGE,
        ),
        asked=asked,
        counts=papers_query.tally(papers),
        sums=_sums(papers),
        mode=settings_from(g.contest.settings).theory_entry,
        types=papers_query.may_type(round_, current_user.id),
        rubric=rubric,
        sort=sort,
    )


def _keys(rubric: tuple[Criterion, ...]) -> dict[str, Callable[[TheoryPaper], object]]:
    """What the columns are sorted by; papers without a mark that stands come last."""
    keys: dict[str, Callable[[TheoryPaper], object]] = {
        "number": lambda paper: natural(paper.number),
        "state": lambda paper: _STATES.index(paper.state),
    }
    return keys | {f"mark:{item.key}": partial(_mark, item.key) for item in rubric}


def _mark(key: str, paper: TheoryPaper) -> object:
    return (paper.mark or {}).get(key)


def _wanted(papers: list[TheoryPaper], q: str, state: str) -> list[TheoryPaper]:
    """The papers that the search for a number and the filter by state leave."""
    return [one for one in papers if found_in(q, one.number) and state in {"", one.state}]


@blueprint.get("/<slug>/theory/<round_key>/<any(first, second, single):entry>")
@allow("theory:enter")
def theory_entry(round_key: str, entry: str) -> ResponseReturnValue:
    """The pile to be typed by me in this entry."""
    return _entry_page(round_key, entry)


@blueprint.post("/<slug>/theory/<round_key>/<any(first, second, single):entry>")
@allow("theory:enter")
def save_theory(round_key: str, entry: str) -> ResponseReturnValue:
    """Store what was typed: every filled row, all or none; a script sends single rows."""
    round_ = judging.round_in(g.contest, round_key)
    rubric = judging.rubric_of(g.contest, round_)
    given, faults = _typed(papers_query.papers_of(round_), rubric)
    if faults:
        if request.accept_mimetypes.best == "application/json":
            fault = next(iter(faults.values()))
            return jsonify(error=fault.code, message=sentence(fault)), fault.status
        return _entry_page(round_key, entry, faults), Invalid.status
    who = actor("theory:enter")
    count = service.enter_papers(who, clock.now(), round_.id, ENTRIES[entry], given)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(stored=count)
    flash(_("已保存 %(count)s 份新录入或更正的成绩。", count=count), "success")
    page = request.args.get("page", 1, type=int)
    return redirect(url_for(".theory_entry", round_key=round_key, entry=entry, page=page))


@blueprint.get("/<slug>/theory/<round_key>/compare")
@allow("theory:settle")
def theory_compare(round_key: str) -> ResponseReturnValue:
    """The papers on which two entries differ, and those that wait for a confirmation."""
    return _compare_page(round_key, SettledForm())


def _compare_page(round_key: str, form: SettledForm) -> str:
    round_ = judging.round_in(g.contest, round_key)
    papers = papers_query.papers_of(round_)
    asked = request.args.get("page", 1, type=int)
    return render_template(
        "organisers/theory_compare.html",
        round=round_,
        rubric=judging.rubric_of(g.contest, round_),
        differing=page_of(papers_query.differing(papers), asked, PAGE),
        unconfirmed=page_of(papers_query.unconfirmed(papers), asked, PAGE),
        counts=papers_query.tally(papers),
        sums=_sums(papers),
        form=form,
        typed=request.form,
    )


@blueprint.post("/<slug>/theory/<round_key>/compare")
@allow("theory:settle")
def settle_theory(round_key: str) -> ResponseReturnValue:
    """A third look decides one paper; what was typed stays where it was refused."""
    round_ = judging.round_in(g.contest, round_key)
    rubric, form = judging.rubric_of(g.contest, round_), SettledForm()
    texts = {item.key: request.form.get(f"mark-{item.key}", "") for item in rubric}
    with shown_in(form):
        number, reading = form.number.data or "", read_marks(rubric, texts)
        for fault in reading.faults.values():
            raise fault
        who = actor("theory:settle")
        service.settle_paper(who, clock.now(), round_.id, number, reading.marks)
        flash(_("%(number)s 已裁定。", number=number), "success")
        return redirect(url_for(".theory_compare", round_key=round_key))
    return _compare_page(round_key, form), Invalid.status


@blueprint.post("/<slug>/theory/<round_key>/confirm")
@allow("theory:settle")
def confirm_theory(round_key: str) -> ResponseReturnValue:
    """A second person confirms the papers that they ticked."""
    round_ = judging.round_in(g.contest, round_key)
    numbers = request.form.getlist("number")
    with told():
        count = service.confirm_papers(actor("theory:settle"), clock.now(), round_.id, numbers)
        flash(_("已确认 %(count)s 份成绩。", count=count), "success")
    return redirect(url_for(".theory_compare", round_key=round_key))


def _entry_page(round_key: str, entry: str, faults: Mapping[str, Invalid] | None = None) -> str:
    round_ = judging.round_in(g.contest, round_key)
    name = ENTRIES[entry]
    papers = papers_query.papers_of(round_)
    mine = papers_query.for_typing(papers, name, current_user.id)
    rubric = judging.rubric_of(g.contest, round_)
    page = page_of(mine, request.args.get("page", 1, type=int), PAGE)
    texts = {paper.number: _texts(paper, name, rubric) for paper in page.items}
    return render_template(
        "organisers/theory_entry.html",
        round=round_,
        entry=entry,
        page=page,
        typed=sum(name in paper.entries for paper in mine),
        rubric=rubric,
        texts=texts,
        faults=faults or {},
        total=_sum_of(mine, name),
        **_beyond(mine, page, name),
        **_why_none(papers, name),
    )


def _why_none(papers: list[TheoryPaper], name: str) -> dict[str, object]:
    """Why a pile may be empty: I typed the papers in the other entry, or others typed this one."""
    typists = papers_query.typists_of(papers, name)
    typing = (one for one in papers if not one.away)
    own = any(one.typed_by(current_user.id) for one in typing)
    why = "own" if own else "others" if typists else ""
    return {"why": why, "typists": sorted(typists.values())}


def _beyond(mine: list[TheoryPaper], page: Page[TheoryPaper], name: str) -> dict[str, object]:
    """What was typed on the other pages of the pile, for the running figures of this one."""
    here = {paper.number for paper in page.items}
    others = [paper for paper in mine if paper.number not in here and name in paper.entries]
    return {"typed_elsewhere": len(others), "total_elsewhere": _sum_of(others, name)}


def _texts(paper: TheoryPaper, entry: str, rubric: tuple[Criterion, ...]) -> dict[str, str]:
    """What stands in the fields: what was just typed, else what is stored."""
    stored = paper.entries[entry].marks if entry in paper.entries else {}
    return {
        item.key: request.form.get(
            f"m:{paper.number}:{item.key}",
            plainly(stored[item.key]) if item.key in stored else "",
        )
        for item in rubric
    }


def _typed(
    papers: list[TheoryPaper], rubric: tuple[Criterion, ...]
) -> tuple[dict[str, Mapping[str, Decimal]], dict[str, Invalid]]:
    """The rows in which anything was typed, and the first fault of each that can't be read."""
    given: dict[str, Mapping[str, Decimal]] = {}
    faults: dict[str, Invalid] = {}
    for paper in papers:
        texts = {item.key: request.form.get(f"m:{paper.number}:{item.key}", "") for item in rubric}
        if not any(text.strip() for text in texts.values()):
            continue
        reading = read_marks(rubric, texts)
        if reading.faults:
            faults[paper.number] = next(iter(reading.faults.values()))
        given[paper.number] = reading.marks
    return given, faults


def _sums(papers: list[TheoryPaper]) -> dict[str, Decimal]:
    """The check sum of each entry."""
    return {name: _sum_of(papers, name) for name in papers_query.DOUBLE}


def _sum_of(papers: list[TheoryPaper], name: str) -> Decimal:
    """The check sum of what was typed in one entry."""
    return check_sum(
        mark
        for paper in papers
        if name in paper.entries
        for mark in paper.entries[name].marks.values()
    )
