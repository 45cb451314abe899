"""The people of a contest: accounts, roles, seats in rounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.ordering import natural
from competition.domain.permissions import ROLES
from competition.queries import staff as queries
from competition.queries.field import rules_of
from competition.services import seats
from competition.services import staff as services
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.staff import MemberForm, RolesForm, SeatForm
from competition.web.paging import page_of, sort_of
from competition.web.refusals import shown_in, told
from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from competition.queries.staff import Member, Seat

PAGE = 50
_SEATED = {"judge", "chief_judge"}
_KEYS: Final[dict[str, Callable[[Member], Any]]] = {
    "name": lambda one: natural(one.name),
    "username": lambda one: natural(one.username),
    "roles": lambda one: (ROLES.index(one.roles[0]), natural(one.name)),
}


@blueprint.get("/<slug>/staff")
@allow("staff:edit")
def staff() -> ResponseReturnValue:
    """Everybody with a role, and who sits where."""
    people = queries.members(g.contest.id)
    taken = queries.seats(g.contest.id)
    search = request.args.get("q", "").strip()
    sort = sort_of(_KEYS, "roles")
    found = sort.arranged(_found(people, search), _KEYS)
    page = page_of(found, request.args.get("page", 1, type=int), PAGE)
    return render_template(
        "organisers/staff.html",
        page=page,
        search=search,
        sort=sort,
        rounds=[
            (round_, taken.get(round_.id, []), _seat_form(people, taken.get(round_.id, [])))
            for round_ in g.contest.rounds
        ],
        minimum={item.key: item.panel.minimum for item in rules_of(g.contest).rounds if item.panel},
        groups=rules_of(g.contest).ranking.groups,
        role_words=setup.ROLES,
        own=current_user.id,
        away=queries.away(g.contest.id),
    )


def _found(people: list[Member], search: str) -> list[Member]:
    """Those whose name or user name holds what is looked for, or who hold the role of that name."""
    wanted = search.casefold()
    return [
        one
        for one in people
        if wanted in one.name.casefold()
        or wanted in one.username.casefold()
        or any(wanted in str(setup.ROLES[role]).casefold() for role in one.roles)
    ]


def _seat_form(people: list[Member], taken: list[Seat]) -> SeatForm:
    sitting = {seat.user_id for seat in taken}
    form = SeatForm()
    free = [one for one in people if one.user_id not in sitting and _SEATED & set(one.roles)]
    form.offer(free, rules_of(g.contest).ranking.groups)
    return form


@blueprint.route("/<slug>/staff/new", methods=["GET", "POST"])
@allow("staff:edit")
def staff_new() -> ResponseReturnValue:
    """Somebody new: with a fresh account whose password is shown once, or a known one."""
    form = MemberForm()
    if form.validate_on_submit():
        with shown_in(form):
            if form.kind.data == "known":
                return _join(form)
            user, password = services.create_account(
                actor("staff:edit"),
                now(),
                g.contest.id,
                username=form.username.data,
                name=form.name.data or "",
                roles=form.roles.data,
                trainee=form.trainee.data,
            )
            return _secret(user.name, str(user.username), password)
    return render_template("organisers/staff_new.html", form=form, hints=setup.ROLE_HINTS)


def _join(form: MemberForm) -> ResponseReturnValue:
    services.give_roles(
        actor("staff:edit"),
        now(),
        g.contest.id,
        form.username.data,
        form.roles.data,
        trainee=form.trainee.data,
    )
    flash(_("“%(username)s”已加入本竞赛。", username=form.username.data), "success")
    return redirect(url_for("organisers.staff"))


def _secret(name: str, username: str, password: str) -> ResponseReturnValue:
    return render_template(
        "organisers/staff_password.html", name=name, username=username, password=password
    )


@blueprint.route("/<slug>/staff/<int:user_id>", methods=["GET", "POST"])
@allow("staff:edit")
def staff_member(user_id: int) -> ResponseReturnValue:
    """The roles of one person, and their account."""
    member = next((one for one in queries.members(g.contest.id) if one.user_id == user_id), None)
    if member is None:
        return redirect(url_for("organisers.staff"))
    form = RolesForm(username=member.username, roles=member.roles, trainee=member.trainee)
    if form.validate_on_submit():
        with shown_in(form):
            acting, trainee = actor("staff:edit"), form.trainee.data
            services.give_roles(
                acting, now(), g.contest.id, member.username, form.roles.data, trainee=trainee
            )
            flash(_("%(name)s 的角色已更新。", name=member.name), "success")
            return redirect(url_for("organisers.staff"))
    return render_template(
        "organisers/staff_member.html",
        form=form,
        member=member,
        hints=setup.ROLE_HINTS,
        away=queries.away(g.contest.id).get(user_id, ()),
    )


@blueprint.post("/<slug>/staff/remove")
@allow("staff:edit")
def staff_remove() -> ResponseReturnValue:
    """Take all roles in the contest from somebody."""
    with told():
        username = request.form.get("username", "")
        services.remove_member(actor("staff:edit"), now(), g.contest.id, username)
        flash(_("“%(username)s”已移出本竞赛。", username=username), "success")
    return redirect(url_for("organisers.staff"))


@blueprint.post("/<slug>/staff/password")
@allow("staff:edit")
def staff_password() -> ResponseReturnValue:
    """A new password for somebody who lost theirs, shown once."""
    username = request.form.get("username", "")
    with told():
        password = services.reset_password(actor("staff:edit"), now(), g.contest.id, username)
        return _secret(username, username, password)
    return redirect(url_for("organisers.staff"))


@blueprint.post("/<slug>/staff/active")
@allow("staff:edit")
def staff_active() -> ResponseReturnValue:
    """Disable an account, or let it in again."""
    username, active = request.form.get("username", ""), request.form.get("active") == "1"
    with told():
        services.set_active(actor("staff:edit"), now(), g.contest.id, username, active=active)
        flash(_("账号已启用。") if active else _("账号已停用，已登录的设备会退出。"), "success")
    return redirect(url_for("organisers.staff"))


@blueprint.post("/<slug>/staff/seats/<key>")
@allow("judges:assign")
def seat_give(key: str) -> ResponseReturnValue:
    """Give a judge the next seat in a round."""
    with told():
        made = seats.assign_seat(
            actor("judges:assign"),
            now(),
            g.contest.id,
            round_key=key,
            user_id=request.form.get("person", 0, type=int),
            panel=_panel(),
        )
        flash(_("已安排席位 %(seat)s。", seat=made.seat), "success")
    return redirect(url_for("organisers.staff"))


def _panel() -> str:
    """The panel as typed: a range of draw numbers before a group."""
    typed = "".join(request.form.get("draws", "").split())
    return re.sub(r"[–—~～至]", "-", typed) or request.form.get("panel", "")


@blueprint.post("/<slug>/staff/seats/<int:seat_id>/free")
@allow("judges:assign")
def seat_free(seat_id: int) -> ResponseReturnValue:
    """Take a seat back while no marks stand."""
    with told():
        seats.free_seat(actor("judges:assign"), now(), g.contest.id, seat_id)
        flash(_("席位已收回。"), "success")
    return redirect(url_for("organisers.staff"))
