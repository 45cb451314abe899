"""Admission slips (准考证) as one PDF: who, where to sign in, the code where it was just issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.models import access_code
from competition.queries import entrants as queries
from competition.services.announcement.notice import announcement_pdf
from competition.services.entrants.codes import issue_codes
from competition.web.clock import now
from competition.web.files import pdf
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.pages import qr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from competition.models.entrant import Entrant

DEED = "entrants:correct"
AT_ONCE = 200  # slips in one file: some five seconds of work
LEFT = ("withdrawn", "disqualified")


@blueprint.post("/<slug>/entrants/slips")
@allow(DEED)
def entrants_slips() -> ResponseReturnValue:
    """A part of the slips of all who take part; whoever has no code yet is given one on it."""
    part = request.form.get("part", 1, type=int)
    everybody = [row for row in queries.everybody(g.contest.id) if row.state not in LEFT]
    people = everybody[max(part - 1, 0) * AT_ONCE :][:AT_ONCE]
    if not people:
        flash(_("没有正常参赛的选手，没有准考证可打印。"), "message")
        return redirect(url_for("organisers.entrants"))
    given = issue_codes(actor(DEED), now(), g.contest.id, only={row.id for row in people})
    codes = {row.id: code for row, code in given}
    return _slips(people, codes, f"{g.contest.slug}-slips-{part}.pdf")


@blueprint.post("/<slug>/entrants/<int:entrant_id>/slip")
@allow(DEED)
def entrant_slip(entrant_id: int) -> ResponseReturnValue:
    """The slip of one entrant, with the code if it was just made and is still theirs."""
    person = queries.entrant(g.contest.id, entrant_id)
    code = request.form.get("code", "")
    codes = {person.id: code} if access_code.matches(person, code) else {}
    return _slips([person], codes, f"{g.contest.slug}-{person.number}.pdf")


def _slips(people: Sequence[Entrant], codes: Mapping[int, str], name: str) -> Response:
    base = current_app.extensions["settings"].base_url
    slips = [
        (person, code, qr(base + _address(person, code)))
        for person in people
        for code in [codes.get(person.id)]
    ]
    page = render_template(
        "organisers/slips.html", slips=slips, address=base + url_for("contestants.sign_in")
    )
    answer = pdf(announcement_pdf(page), name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _address(person: Entrant, code: str | None) -> str:
    """Where the QR code leads: the sign-in with everything filled in that stands on the slip.

    The access code stands after the ``#``: the page puts it into its field, but neither the server
    nor any log on the way ever sees it.
    """
    page = url_for("contestants.sign_in", contest=g.contest.slug, number=person.number)
    return f"{page}#code={code}" if code else page
