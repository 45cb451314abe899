"""The contests of a member of the staff; a new one; the overview of one and its states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.contest import CONTEST_STATES, at_least
from competition.domain.errors import NotAllowed
from competition.domain.setup.readiness import ready, steps
from competition.exchange.presets import preset
from competition.exchange.rules_file import read_rules_bytes
from competition.queries import contests, people, readiness
from competition.queries.aftermath import aftermath
from competition.queries.waiting import waiting_for
from competition.services.contests import create_contest, move_contest
from competition.web import accounts
from competition.web.clock import now
from competition.web.forms import ConfirmForm
from competition.web.guards import ADMINISTRATOR, CARD_SESSION, STAFF, actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.contests import UPLOAD, NewContestForm, StepBackForm
from competition.web.organisers.steps import worded_steps, worded_waiting
from competition.web.paging import page_of
from competition.web.refusals import shown_in, told
from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flask.typing import ResponseReturnValue

    from competition.domain.contest import ContestState
    from competition.domain.rules import Rules
    from competition.models.contest import Contest
    from competition.web.organisers.steps import WordedStep

PAGE = 24


@blueprint.get("/")
@allow(STAFF)
def contest_list() -> ResponseReturnValue:
    """The contests in which the signed-in person has a role, a page at a time."""
    wanted = request.args.get("q", "").strip()
    roles = people.contests_of(current_user.id, wanted)
    page = page_of(list(roles), request.args.get("page", 1, type=int), PAGE)
    return render_template(
        "organisers/contest_list.html",
        page=page,
        wanted=wanted,
        roles=roles,
        role_words=setup.ROLES,
        counts=contests.entrant_counts(contest.id for contest in page.items),
        may_create=people.may_create_contests(current_user.id),
        waiting=_waiting(page.items, roles),
        administers=CARD_SESSION not in session and current_user.has_role(ADMINISTRATOR),
    )


def _waiting(
    shown: Iterable[Contest], roles: Mapping[Contest, Collection[str]]
) -> dict[int, list[WordedStep]]:
    """What waits for the visitor in each of the contests, by its id."""
    slugs = {contest.id: contest.slug for contest in shown}
    found = waiting_for(current_user.id, {contest: roles[contest] for contest in shown}, now())
    return {id_: worded_waiting(slugs[id_], each) for id_, each in found.items()}


@blueprint.route("/new", methods=["GET", "POST"])
@allow(STAFF)
def new_contest() -> ResponseReturnValue:
    """A new contest from a preset or a rules file."""
    if not people.may_create_contests(current_user.id):
        raise NotAllowed("may_not_create")
    form = NewContestForm()
    if form.validate_on_submit():
        with shown_in(form):
            made = create_contest(actor(), now(), _wanted_rules(form))
            flash(
                _(
                    "竞赛已建立，网址标识是 %(slug)s。请先核对规则，再登记选手和评委。",
                    slug=made.slug,
                ),
                "success",
            )
            return redirect(url_for("organisers.overview", slug=made.slug))
    return render_template("organisers/new_contest.html", form=form, presets=setup.PRESETS)


def _wanted_rules(form: NewContestForm) -> Rules:
    """The rules that were chosen, under the name and address that were typed."""
    if form.start.data == UPLOAD:
        file = form.file.data
        rules = read_rules_bytes(file.read(), file.filename or "rules.toml")
    else:
        rules = preset(form.start.data)
    header = rules.contest
    slug = form.slug.data or contests.free_slug(header.slug)
    typed = replace(header, title=form.title.data or header.title, slug=slug)
    return replace(rules, contest=typed)


@blueprint.get("/<slug>/")
@allow("contest:see")
def overview() -> ResponseReturnValue:
    """One contest at a glance: where it stands, and what its next state asks for."""
    facts = readiness.facts(g.contest, now())
    wanted = _next(g.contest.state)
    return render_template(
        "organisers/overview.html",
        facts=facts,
        waiting=_waiting([g.contest], {g.contest: g.viewer.roles}).get(g.contest.id, ()),
        steps=worded_steps(steps(facts)),
        ready=ready(facts),
        wanted=wanted,
        move=setup.MOVES.get(wanted or ""),
        states=CONTEST_STATES,
        reached=CONTEST_STATES.index(g.contest.state),
        after=aftermath(g.contest) if at_least(g.contest.state, "reviewed") else None,
        now=now(),
        form=ConfirmForm(),
    )


def _next(state: ContestState) -> ContestState | None:
    """The state that this page leads to; publishing has a page of its own."""
    if at_least(state, "reviewed"):
        return None
    return CONTEST_STATES[CONTEST_STATES.index(state) + 1]


@blueprint.post("/<slug>/advance")
@allow("contest:advance")
def advance() -> ResponseReturnValue:
    """Take the contest to its next state."""
    present = cast("ContestState", request.form.get("present", ""))
    wanted = cast("ContestState", request.form.get("wanted", ""))
    if present in CONTEST_STATES and wanted in CONTEST_STATES:
        with told():
            move_contest(actor("contest:advance"), now(), g.contest.id, wanted, present=present)
            flash(
                _("竞赛已进入新阶段：%(state)s", state=accounts.contest_state_word(wanted)),
                "success",
            )
    return redirect(url_for("organisers.overview"))


@blueprint.route("/<slug>/back/<wanted>", methods=["GET", "POST"])
@allow("contest:advance")
def step_back(wanted: ContestState) -> ResponseReturnValue:
    """Back to an earlier state: what that means, and the reason."""
    form = StepBackForm(present=g.contest.state)
    if wanted not in CONTEST_STATES or at_least(wanted, g.contest.state):
        return redirect(url_for("organisers.overview"))
    if form.validate_on_submit():
        with shown_in(form):
            move_contest(
                actor("contest:advance"),
                now(),
                g.contest.id,
                wanted,
                present=form.present.data,
                reason=form.reason.data,
            )
            flash(_("竞赛已退回：%(state)s", state=accounts.contest_state_word(wanted)), "success")
            return redirect(url_for("organisers.overview"))
    return render_template("organisers/step_back.html", form=form, wanted=wanted)
