"""The rules in words; the rules file out and in; a change that waits for a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.errors import Invalid, NotFound
from competition.domain.setup.rule_sentences import in_words
from competition.exchange.rules_file import read_rules, read_rules_bytes
from competition.queries import contests
from competition.queries import rules as queries
from competition.queries.field import rules_of
from competition.services.rules import (
    confirm_rules,
    discard_rules,
    propose_rules,
    set_rules,
)
from competition.web import i18n
from competition.web.clock import now
from competition.web.forms import ConfirmForm
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.forms.rules import RulesFileForm
from competition.web.refusals import shown_in, told

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.rules import Rules
    from competition.models.contest import Proposal


@blueprint.get("/<slug>/rules")
@allow("rules:see")
def rules() -> ResponseReturnValue:
    """The rules in plain sentences, in both languages."""
    present = rules_of(g.contest)
    other = "en" if i18n.language() == "zh" else "zh"
    return render_template(
        "organisers/rules.html",
        sections=in_words(present, i18n.language()),
        others=in_words(present, other),
        other=other,
        frozen=queries.frozen(g.contest),
        proposals=contests.proposals(g.contest.id, queries.CHANGE),
    )


@blueprint.get("/<slug>/rules.toml")
@allow("rules:see")
def rules_file() -> ResponseReturnValue:
    """The rules file."""
    name = f"{g.contest.slug}.toml"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(g.contest.rules_text, mimetype="application/toml", headers=headers)


@blueprint.route("/<slug>/rules/upload", methods=["GET", "POST"])
@allow("rules:edit")
def rules_upload() -> ResponseReturnValue:
    """A rules file in place of the rules."""
    form = RulesFileForm()
    if form.validate_on_submit():
        with shown_in(form):
            file = form.file.data
            wanted = read_rules_bytes(file.read(), file.filename or "rules.toml")
            return adopt(wanted, form.reason.data)
    frozen = queries.frozen(g.contest)
    return render_template("organisers/rules_upload.html", form=form, frozen=frozen)


def adopt(wanted: Rules, reason: str | None) -> ResponseReturnValue:
    """Put the rules in force, or after the first mark propose them; where to go then."""
    if not queries.frozen(g.contest):
        set_rules(actor("rules:edit"), now(), g.contest.id, wanted)
        flash(_("规则已保存。"), "success")
        return redirect(url_for("organisers.rules"))
    if not (reason or "").strip():
        raise Invalid("reason_missing")
    made = propose_rules(actor("rules:edit"), now(), g.contest.id, wanted, reason or "")
    flash(_("规则变更已提出，等待裁判长或监督员确认。"), "success")
    return redirect(url_for("organisers.rules_proposal", proposal=made.id))


@blueprint.get("/<slug>/rules/proposals/<int:proposal>")
@allow("rules:see")
def rules_proposal(proposal: int) -> ResponseReturnValue:
    """A proposed change: what it says, who would move, and who may put it in force."""
    waiting = _proposal(proposal)
    wanted = read_rules(waiting.payload["rules_text"], "rules.toml")
    present = rules_of(g.contest)
    return render_template(
        "organisers/rules_proposal.html",
        proposal=waiting,
        differences=differences(present, wanted),
        moves=queries.would_move(g.contest, wanted),
        rules=wanted,
        own=waiting.proposed_by == current_user.id,
        form=ConfirmForm(),
    )


def _proposal(proposal_id: int) -> Proposal:
    for waiting in contests.proposals(g.contest.id, queries.CHANGE):
        if waiting.id == proposal_id:
            return waiting
    raise NotFound("proposal_not_found")


def differences(present: Rules, wanted: Rules) -> list[tuple[str, list[str], list[str]]]:
    """Under each heading, the sentences that would go and those that would come."""
    before = {part.heading: part.sentences for part in in_words(present, i18n.language())}
    after = {part.heading: part.sentences for part in in_words(wanted, i18n.language())}
    found = []
    for heading in dict.fromkeys([*before, *after]):
        old, new = before.get(heading, ()), after.get(heading, ())
        gone = [line for line in old if line not in new]
        come = [line for line in new if line not in old]
        if gone or come:
            found.append((heading, gone, come))
    return found


@blueprint.post("/<slug>/rules/proposals/<int:proposal>/confirm")
@allow("rules:confirm")
def rules_confirm(proposal: int) -> ResponseReturnValue:
    """Put a proposed change in force."""
    with told():
        confirm_rules(actor("rules:confirm"), now(), g.contest.id, proposal)
        flash(_("新规则已生效。"), "success")
    return redirect(url_for("organisers.rules"))


@blueprint.post("/<slug>/rules/proposals/<int:proposal>/discard")
@allow("rules:discard")
def rules_discard(proposal: int) -> ResponseReturnValue:
    """Let a proposed change drop."""
    with told():
        discard_rules(actor("rules:discard"), now(), g.contest.id, proposal)
        flash(_("规则变更已取消，现行规则不变。"), "success")
    return redirect(url_for("organisers.rules"))
