"""What if: other weights, trimming or lines, and who would move. Nothing changes by looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from competition.domain.permissions import may
from competition.domain.ranking import rank
from competition.domain.setup.adjusting import adjusted, figures
from competition.domain.setup.what_if import moves
from competition.exchange.rules_file import read_rules, write_rules
from competition.queries import ranking as rankings
from competition.queries.rules import frozen
from competition.services import rules as deeds
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.rules import Rules


class AdoptForm(Form):
    """Why the rules shall change."""

    reason = TextAreaField(
        _l("变更原因"), validators=[DataRequired(_l("请写明原因。")), Length(max=2000)]
    )


@blueprint.get("/<slug>/what-if")
@allow("ranking:see")
def what_if() -> ResponseReturnValue:
    """Turn a figure and see who moves."""
    return _page(AdoptForm())


@blueprint.post("/<slug>/what-if")
@allow("rules:edit")
def what_if_adopt() -> ResponseReturnValue:
    """Propose the changed rules; a second person puts them in force once marks exist."""
    form = AdoptForm()
    if not form.validate_on_submit():
        return _page(form), 422
    wanted = _wanted(rankings.live(g.contest).rules)
    who = actor("rules:edit")
    if frozen(g.contest):
        deeds.propose_rules(who, now(), g.contest.id, wanted, form.reason.data)
        flash(_("已提出规则变更，须由第二个人确认后才会生效。"), "success")
    else:
        deeds.set_rules(who, now(), g.contest.id, wanted)
        flash(_("规则已更新。"), "success")
    return redirect(url_for("organisers.what_if"))


def _wanted(rules: Rules) -> Rules:
    """The rules that the address asks for, read back as any rules file would be."""
    return read_rules(write_rules(adjusted(rules, request.values)), "rules.toml")


def _page(form: AdoptForm) -> str:
    live = rankings.live(g.contest)
    present = figures(live.rules)
    wanted = _wanted(live.rules)
    asked = figures(wanted)
    return render_template(
        "organisers/what_if.html",
        rules=live.rules,
        present=present,
        asked=asked,
        changed=[name for name in present if present[name] != asked[name]],
        moves=moves(live.ranking, rank(wanted, live.field)) if asked != present else (),
        form=form,
        may_adopt=may(g.viewer.roles, "rules:edit", g.contest.state),
    )
