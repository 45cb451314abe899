"""One score sheet, online and without JavaScript: read, draft, submit, undo, recuse."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.errors import DomainError, Invalid
from competition.domain.judging import DRAFT, RECUSED, SUBMITTED, Reading, plainly, read_marks
from competition.domain.sync import Conflict, Submission
from competition.queries.judging import sheets as judging
from competition.queries.judging.returned import returned_to
from competition.services.sheets import Address, Received, submit_sheet
from competition.web import clock, i18n
from competition.web.guards import actor, allow
from competition.web.judges.blueprint import blueprint
from competition.web.judges.shown import mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from flask.typing import ResponseReturnValue

    from competition.queries.judging.sheets import Paper, Seat

PLACE = "/<slug>/<round_key>/entrants/<draw>"


@blueprint.get(PLACE)
@allow("sheet:see")
def sheet(round_key: str, draw: str) -> ResponseReturnValue:
    """My sheet for one entrant, by draw number."""
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    paper = judging.paper_in(seat, draw)
    return _page(seat, paper, {key: plainly(value) for key, value in paper.marks.items()})


@blueprint.post(PLACE)
@allow("sheet:enter")
def save(round_key: str, draw: str) -> ResponseReturnValue:
    """Take the sheet as typed; what can't be read is shown beside its field, nothing is lost."""
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    paper = judging.paper_in(seat, draw)
    rubric = judging.rubric_of(g.contest, seat.round)
    texts = {item.key: request.form.get(f"mark-{item.key}", "") for item in rubric}
    state = DRAFT if request.form.get("deed") == DRAFT else SUBMITTED
    reading = read_marks(rubric, texts)
    gaps = state == SUBMITTED and len(reading.marks) + len(reading.faults) < len(rubric)
    if reading.faults or gaps:
        return _page(seat, paper, texts, reading, gaps=gaps), Invalid.status
    try:
        received = _submit(seat, draw, _sent(state, reading.marks))
    except Conflict:
        raise  # has a page of its own, with both values
    except DomainError as refusal:
        return refused_page(refusal, round_key, draw), refusal.status
    _tell(received, draw, state)
    return redirect(_next(seat, draw, state))


def refused_page(refusal: DomainError, round_key: str, draw: str) -> str:
    """The sheet as it was typed, and why it was refused; nothing of it was stored.

    It goes on naming the revision and the entrant that it was filled in for: sent once more, it
    can't reach anybody else. Raises NotFound.
    """
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    paper = judging.paper_in(seat, draw)
    marks = {name: text for name, text in request.form.items() if name.startswith("mark-")}
    texts = {name.removeprefix("mark-"): text for name, text in marks.items()}
    sent = {name: request.form[name] for name in ("base", "check") if name in request.form}
    return _page(seat, paper, texts, None, refusal=refusal, **sent)


@blueprint.post(f"{PLACE}/recuse")
@allow("sheet:enter")
def recuse(round_key: str, draw: str) -> ResponseReturnValue:
    """Declare a conflict of interest: the panel of this entrant is smaller by me."""
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    reason = request.form.get("reason", "").strip()
    _submit(seat, draw, _sent(RECUSED, reason=reason))
    flash(_("已对 %(draw)s 号选手回避。", draw=draw), "success")
    return redirect(url_for(".entrants", round_key=round_key))


@blueprint.post(f"{PLACE}/undo")
@allow("sheet:enter")
def undo(round_key: str, draw: str) -> ResponseReturnValue:
    """An earlier revision's marks stand again, as a new revision; nothing is erased."""
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    paper = judging.paper_in(seat, draw)
    kept = judging.revision_of(paper, request.form.get("revision", 0, int))
    state = kept.state if kept.state == DRAFT else SUBMITTED
    again = _sent(state, judging.marks_of(kept), reason=_("撤销"))
    _tell(_submit(seat, draw, again), draw, state)
    return redirect(url_for(".sheet", round_key=round_key, draw=draw))


def _sent(state: str, marks: Mapping[str, Decimal] | None = None, reason: str = "") -> Submission:
    """The submission that a page made, with its id, the revision it showed, the tablet."""
    return Submission(
        id=request.form.get("submission", ""),
        base_revision=request.form.get("base", -1, int),
        state=state,
        marks=marks or {},
        reason=reason,
        device_id=session.get("device"),
    )


def _submit(seat: Seat, draw: str, submission: Submission) -> Received:
    address = Address(seat.round.id, draw, request.form.get("check", ""))
    return submit_sheet(actor("sheet:enter"), clock.now(), address, submission)


def _tell(received: Received, draw: str, state: str) -> None:
    said = {
        "draw": draw,
        "number": received.receipt.number,
        "time": i18n.moment(received.receipt.received_at, "seconds"),
    }
    if state == DRAFT:
        flash(_("%(draw)s 号的草稿已存到服务器 %(time)s。尚未提交。", **said), "info")
    else:
        flash(_("%(draw)s 号：服务器已收 %(time)s，回执 %(number)s。", **said), "success")
    if received.distance is not None:
        distance = mark(received.distance)
        flash(
            _(
                "请再看一眼 %(draw)s 号：您的总分与其他评委的平均相差 %(distance)s 分。"
                "确认无误则不必改动。",
                draw=draw,
                distance=distance,
            ),
            "warning",
        )


def _next(seat: Seat, draw: str, state: str) -> str:
    """After a draft the same sheet; else the next entrant without a sheet, or the list."""
    if state == DRAFT:
        return url_for(".sheet", round_key=seat.round.key, draw=draw)
    papers = judging.papers_of(seat)
    place = next((i for i, one in enumerate(papers) if one.draw == draw), 0)
    waiting = [one.draw for one in papers[place + 1 :] + papers[:place] if not one.done]
    if waiting:
        return url_for(".sheet", round_key=seat.round.key, draw=waiting[0])
    return url_for(".entrants", round_key=seat.round.key)


def _page(
    seat: Seat,
    paper: Paper,
    texts: Mapping[str, str],
    reading: Reading | None = None,
    **told: object,
) -> str:
    """The page; ``told`` is what it is shown for: ``gaps``, or a ``refusal`` of what was sent."""
    shown = {"gaps": False, "refusal": None, "base": paper.revision, "check": paper.check}
    return render_template(
        "judges/sheet.html",
        seat=seat,
        paper=paper,
        texts=texts,
        faults=reading.faults if reading else {},
        rubric=judging.rubric_of(seat.contest, seat.round),
        revisions=judging.revisions_of(paper.sheet) if paper.sheet else [],
        submission=str(uuid.uuid4()),
        returned=returned_to([paper]).get(paper.entrant_id, ""),
        **(shown | told),
    )
