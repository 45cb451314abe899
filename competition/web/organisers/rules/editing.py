"""The usual rules in a form, with the same rules in sentences beside it and a trial run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template, request

from competition.domain.setup.rule_sentences import in_words
from competition.queries import rules as queries
from competition.queries.field import rules_of
from competition.web import i18n
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.rules import RulesForm
from competition.web.organisers.rules.pages import adopt
from competition.web.organisers.rules.table import shown, stated
from competition.web.refusals import shown_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.rules import Rules
    from competition.domain.setup.what_if import Move


@blueprint.route("/<slug>/rules/edit", methods=["GET", "POST"])
@allow("rules:edit")
def rules_edit() -> ResponseReturnValue:
    """The form of the rules; ``try`` shows what would become of it without keeping anything."""
    present = rules_of(g.contest)
    form = RulesForm(data=shown(present))
    form.offer(present)
    form.over(g.contest.rules_sha256)
    if not form.validate_on_submit():
        return _page(form, present)
    with shown_in(form):
        wanted = stated(form.data, present)
        if "try" not in request.form:
            return adopt(wanted, form.reason.data)
        moves = queries.would_move(g.contest, wanted) if queries.frozen(g.contest) else ()
        return _page(form, wanted, moves)
    return _page(form, present)


def _page(
    form: RulesForm, rules: Rules, moves: tuple[Move, ...] | None = None
) -> ResponseReturnValue:
    return render_template(
        "organisers/rules_edit.html",
        form=form,
        rules=rules,
        sections=in_words(rules, i18n.language()),
        moves=moves,
        frozen=queries.frozen(g.contest),
    )
