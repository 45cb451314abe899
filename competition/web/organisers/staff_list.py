"""Many of the staff at once: a list pasted or uploaded, checked, then all accounts or none.

The first passwords are in the one answer that makes the accounts, and nowhere else: what is printed
or saved of them comes from that page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.setup.staff_list import MOST_ACCOUNTS, checked_staff
from competition.exchange.entrants.workbook import table
from competition.exchange.staff_file import staff_in, staff_rows
from competition.queries import staff as queries
from competition.services import staff as services
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants.lists import sheet_answer
from competition.web.organisers.forms.staff import StaffListForm
from competition.web.pages import qr
from competition.web.refusals import shown_in
from competition.web.words import WORDS, setup

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.setup.staff_list import NewAccount, StaffFault

_WIDTHS = (14, 20, 24, 18, 44)


@blueprint.route("/<slug>/staff/list", methods=["GET", "POST"])
@allow("staff:edit")
def staff_list() -> ResponseReturnValue:
    """Where a list is handed in, and what it would make; ``make`` makes it."""
    form = StaffListForm()
    accounts: list[NewAccount] = []
    faults: list[str] = []
    if form.validate_on_submit():
        with shown_in(form):
            accounts, faults = _checked(form)
            if accounts and "make" in request.form:
                return _made(accounts)
    return render_template(
        "organisers/staff_list.html",
        form=form,
        accounts=accounts,
        faults=faults,
        role_words=setup.ROLES,
        most=MOST_ACCOUNTS,
    )


def _checked(form: StaffListForm) -> tuple[list[NewAccount], list[str]]:
    """The accounts that the list asks for, or what is wrong with it, a sentence each."""
    file = form.file.data
    if file:
        form.people.data = staff_in(file.read(), file.filename or "staff")
    members = {one.name: one.username for one in queries.members(g.contest.id)}
    accounts, faults = checked_staff(
        staff_rows(form.people.data or ""),
        (g.contest.slug, g.contest.title),
        queries.usernames(),
        members,
    )
    return accounts, [_words(fault) for fault in faults]


def _words(fault: StaffFault) -> str:
    return str(
        _(
            "第 %(row)s 行 · %(column)s：%(remedy)s",
            row=fault.row,
            column=setup.STAFF_COLUMNS[fault.column],
            remedy=str(WORDS[fault.code]) % fault.params,
        )
    )


def _made(accounts: list[NewAccount]) -> ResponseReturnValue:
    made = services.create_accounts(actor("staff:edit"), now(), g.contest.id, accounts)
    address = current_app.config["BASE_URL"] + url_for("security.login")
    slips = [
        (user.name, _roles(one), str(user.username), password)
        for one, (user, password) in zip(accounts, made, strict=True)
    ]
    return render_template(
        "organisers/staff_slips.html", slips=slips, address=address, code=qr(address)
    )


def _roles(one: NewAccount) -> str:
    words = [str(setup.ROLES[role]) for role in one.roles]
    return str(_("、")).join([*words, str(_("见习"))] if one.trainee else words)


@blueprint.post("/<slug>/staff/list.xlsx")
@allow("staff:edit")
def staff_list_sheet() -> ResponseReturnValue:
    """What stands on the page of new accounts, as a sheet; the page sends it, nothing is kept."""
    columns = [
        request.form.getlist(name)[:MOST_ACCOUNTS]
        for name in ("name", "roles", "username", "password")
    ]
    address = current_app.config["BASE_URL"] + url_for("security.login")
    rows = [[*cells, address] for cells in zip(*columns, strict=False)]
    heads = [_("姓名"), _("角色"), _("用户名"), _("初始密码"), _("登录地址")]
    made = table(_("账号"), heads, rows, _WIDTHS)
    return sheet_answer(made, f"{g.contest.slug}-accounts.xlsx")
