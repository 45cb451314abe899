"""Publishing: what is still missing, the proposal, the second person, and every version so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.permissions import may
from competition.domain.publishing.differences import differences
from competition.domain.publishing.explanation import names_of
from competition.exchange.bundle import written
from competition.exchange.result_json import result_document
from competition.queries import ranking as rankings
from competition.queries.certificates.lists import tally
from competition.queries.publishing import publication as queries
from competition.queries.publishing import results
from competition.queries.publishing.bundle import bundle_of
from competition.queries.publishing.finality import against_final
from competition.services import publication as deeds
from competition.services.certificates.sealing import sealer
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.limits import FOR_SIGNING, failed, limiter, signer
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.results.forms import ProposalForm, SignedForm, WithdrawalForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.domain.publishing.differences import Difference
    from competition.models.results import ResultVersion
    from competition.queries.ranking import Live
    from competition.web.forms import Form


@blueprint.get("/<slug>/publication")
@allow("publication:see")
def publication() -> ResponseReturnValue:
    """Where publishing stands."""
    return _page()


@blueprint.post("/<slug>/publication/propose")
@allow("publication:propose")
def publication_propose() -> ResponseReturnValue:
    """Propose the result as it stands."""
    form = ProposalForm()
    if not form.validate_on_submit():
        return _page(proposal_form=form)
    deeds.propose_publication(
        actor("publication:propose"), now(), contest_id=g.contest.id, reason=form.reason.data or ""
    )
    return _done(_("已提交公布。须由监督员确认后才会公布。"))


@blueprint.post("/<slug>/publication/withdraw")
@allow("publication:propose")
def publication_withdraw() -> ResponseReturnValue:
    """Propose to take the published version back."""
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return _page(withdrawal_form=form)
    reason = form.withdrawal_reason.data
    deeds.propose_withdrawal(
        actor("publication:propose"), now(), contest_id=g.contest.id, reason=reason
    )
    return _done(_("已提交撤回。须由监督员确认后才会生效。"))


@blueprint.post("/<slug>/publication/confirm")
@allow("publication:confirm")
@limiter.limit(FOR_SIGNING, key_func=signer, deduct_when=failed)
def publication_confirm() -> ResponseReturnValue:
    """Confirm what another person proposed, signed with the password."""
    form = SignedForm()
    if not form.validate_on_submit():
        return _page(signed_form=form)
    version = deeds.confirm(
        actor("publication:confirm"),
        now(),
        contest_id=g.contest.id,
        proposal_id=form.proposal.data or 0,
        seal=sealer(current_app.extensions["settings"]),
    )
    if version.standing == "withdrawn":
        return _done(_("第 %(number)s 版已撤回。", number=version.number))
    return _done(_("第 %(number)s 版已公布。", number=version.number))


@blueprint.post("/<slug>/publication/discard")
@allow("publication:discard")
def publication_discard() -> ResponseReturnValue:
    """Drop the proposal that waits."""
    waiting = queries.waiting_proposal(g.contest.id)
    if waiting:
        deeds.discard_proposal(
            actor("publication:discard"),
            now(),
            contest_id=g.contest.id,
            proposal_id=waiting[0].id,
        )
    return _done(_("提议已取消。"))


@blueprint.post("/<slug>/publication/final")
@allow("publication:confirm")
@limiter.limit(FOR_SIGNING, key_func=signer, deduct_when=failed)
def publication_final() -> ResponseReturnValue:
    """Make the provisional result final, signed with the password."""
    form = SignedForm()
    if not form.validate_on_submit():
        return _page(signed_form=form)
    version = deeds.make_final(actor("publication:confirm"), now(), contest_id=g.contest.id)
    return _done(_("第 %(number)s 版已成为正式成绩。", number=version.number))


@blueprint.get("/<slug>/publication/bundle.zip")
@allow("publication:see")
def publication_bundle() -> ResponseReturnValue:
    """The open bundle of a version, to hand to whoever wants to recompute it."""
    version = results.version(g.contest.id, request.args.get("version", None, type=int))
    answer = make_response(written(bundle_of(g.contest, version)))
    answer.mimetype = "application/zip"
    name = f"{g.contest.slug}-v{version.number}-bundle.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _done(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("organisers.publication"))


def _page(**forms: Form) -> ResponseReturnValue:
    live = rankings.live(g.contest)
    current, versions = results.current(g.contest.id), results.versions(g.contest.id)
    given = {
        "proposal_form": ProposalForm(),
        "withdrawal_form": WithdrawalForm(),
        "signed_form": SignedForm(),
    }
    provisional = current is not None and current.standing == "provisional"
    page = render_template(
        "organisers/publication.html",
        against=against_final(current, now()) if current and provisional else (),
        checks=queries.checklist(g.contest, live),
        waiting=queries.waiting_proposal(g.contest.id),
        current=current,
        versions=versions,
        changes=_changes(live, versions[0] if versions else None),
        issued=tally(g.contest.id)["issued"],
        names=names_of(live.rules),
        may=lambda deed: may(g.viewer.roles, deed, g.contest.state),
        me=current_user,
        now=now(),
        **{**given, **forms},
    )
    return page, 422 if forms else 200


def _changes(live: Live, last: ResultVersion | None) -> tuple[Difference, ...]:
    """How result and names as they stand differ from the last version, also a withdrawn one."""
    if last is None:
        return ()
    now_is = result_document(live.ranking, g.contest.rules_sha256)
    return (*differences(last.result, now_is), *results.renamed(last))
