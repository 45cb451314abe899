"""One entrant: added, corrected, their state, their attendance, their access code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from competition.domain.entrants.levels import LEVELS
from competition.domain.identity import masked
from competition.domain.permissions import DEEDS
from competition.queries import audit
from competition.queries import entrants as queries
from competition.queries.field import rules_of
from competition.services.entrants import codes, editing
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants import notices
from competition.web.organisers.forms.entrants import AttendanceForm, EntrantForm, StateForm
from competition.web.refusals import shown_in, told
from competition.web.words.actions import action_word
from competition.web.words.setup import DOCUMENTS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.entrants.line import RosterLine
    from competition.models.entrant import Entrant

HISTORY = 10


@blueprint.route("/<slug>/entrants/new", methods=["GET", "POST"])
@allow("entrants:edit")
def entrant_new() -> ResponseReturnValue:
    """One more entrant."""
    form = EntrantForm()
    groups = rules_of(g.contest).ranking.groups
    form.offer(groups)
    line = form.sound_line(groups, now().date())
    if line:
        with shown_in(form):
            made = editing.add_entrant(actor("entrants:edit"), now(), g.contest.id, line)
            flash(_("已登记 %(number)s 号选手。", number=made.number), "success")
            _tell(replace(line, number=made.number))
            return redirect(url_for("organisers.entrants"))
    told = notices.of_window()
    return render_template("organisers/entrant_form.html", form=form, person=None, notices=told)


def _tell(line: RosterLine) -> None:
    """Beside what was kept, what the settings don't foresee."""
    for notice in notices.of_line(line):
        flash(f"{notice.text}{'、'.join(notice.people)}", "warning")


@blueprint.get("/<slug>/entrants/<int:entrant_id>")
@allow("entrants:see")
def entrant(entrant_id: int) -> ResponseReturnValue:
    """One entrant at a glance, with what can be done."""
    person = queries.entrant(g.contest.id, entrant_id)
    return render_template(
        "organisers/entrant.html",
        person=person,
        masked=masked,
        document=DOCUMENTS.get(person.document_type, person.document_type),
        levels=LEVELS,
        state_form=StateForm(state=person.state),
        attendance=_attendance(person),
        history=audit.about(g.contest.id, person.number, HISTORY),
        action_word=action_word,
    )


def _attendance(person: Entrant) -> list[tuple[str, AttendanceForm, str]]:
    """For each round its title, the form, and the state that stands."""
    missed = {item.round_id: item for item in person.attendances}
    found = []
    for round_ in g.contest.rounds:
        stands = missed.get(round_.id)
        form = AttendanceForm(
            prefix=round_.key,
            round=round_.key,
            state=stands.state if stands else "",
            reason=stands.reason if stands else "",
        )
        found.append((round_.title, form, stands.state if stands else ""))
    return found


@blueprint.route("/<slug>/entrants/<int:entrant_id>/edit", methods=["GET", "POST"])
@allow("entrants:correct")
def entrant_edit(entrant_id: int) -> ResponseReturnValue:
    """Correct what is stored of an entrant; once judging has begun, with a reason."""
    person = queries.entrant(g.contest.id, entrant_id)
    form = EntrantForm(data=_typed(person))
    form.over(queries.line_of(person))
    groups = rules_of(g.contest).ranking.groups
    form.offer(groups)
    late = g.contest.state not in DEEDS["entrants:edit"].states
    line = form.sound_line(groups, now().date(), reason_needed=late)
    if line:
        with shown_in(form):
            reason = form.reason.data or ""
            editing.edit_entrant(
                actor("entrants:correct"), now(), g.contest.id, entrant_id, line, reason=reason
            )
            flash(_("选手资料已更正。"), "success")
            _tell(replace(line, number=line.number or person.number))
            return redirect(url_for("organisers.entrant", entrant_id=entrant_id))
    return render_template("organisers/entrant_form.html", form=form, person=person, late=late)


def _typed(person: Entrant) -> dict[str, object]:
    line = queries.line_of(person)
    return {name: getattr(line, name) for name in line.__slots__} | {
        "held_level": LEVELS[line.held_level] if line.held_level else "",
    }


@blueprint.post("/<slug>/entrants/<int:entrant_id>/state")
@allow("entrants:state")
def entrant_state(entrant_id: int) -> ResponseReturnValue:
    """Withdrawn, disqualified, out of competition, or taking part again."""
    form = StateForm()
    if form.validate_on_submit():
        with told():
            editing.set_state(
                actor("entrants:state"),
                now(),
                g.contest.id,
                entrant_id,
                state=form.state.data,
                reason=form.reason.data or "",
            )
            flash(_("选手状态已变更。"), "success")
    return redirect(url_for("organisers.entrant", entrant_id=entrant_id))


@blueprint.post("/<slug>/entrants/<int:entrant_id>/attendance/<key>")
@allow("entrants:state")
def entrant_attendance(entrant_id: int, key: str) -> ResponseReturnValue:
    """Absent from a round, or there after all."""
    form = AttendanceForm(prefix=key)
    if form.validate_on_submit():
        with told():
            editing.record_attendance(
                actor("entrants:state"),
                now(),
                g.contest.id,
                entrant_id,
                round_key=key,
                state=form.state.data,
                reason=form.reason.data or "",
            )
            flash(_("到场情况已记录。"), "success")
    return redirect(url_for("organisers.entrant", entrant_id=entrant_id))


@blueprint.post("/<slug>/entrants/<int:entrant_id>/code")
@allow("entrants:correct")
def entrant_code(entrant_id: int) -> ResponseReturnValue:
    """A new access code, shown this once."""
    code = codes.renew_code(actor("entrants:correct"), now(), g.contest.id, entrant_id)
    person = queries.entrant(g.contest.id, entrant_id)
    return render_template("organisers/entrant_code.html", person=person, code=code)


@blueprint.post("/<slug>/entrants/<int:entrant_id>/remove")
@allow("entrants:edit")
def entrant_remove(entrant_id: int) -> ResponseReturnValue:
    """Take off the list an entrant who was entered by mistake."""
    with told():
        editing.remove_entrant(actor("entrants:edit"), now(), g.contest.id, entrant_id)
        flash(_("选手已从名单中删除。"), "success")
        return redirect(url_for("organisers.entrants"))
    return redirect(url_for("organisers.entrant", entrant_id=entrant_id))
