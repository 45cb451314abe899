"""One certificate: what it says, who fetched it, correcting it, revoking it; revoking several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from competition.domain.permissions import may
from competition.jobs import enqueue
from competition.jobs.certificates import MAKE
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.certificates import lists
from competition.services.certificates import ending, issuing
from competition.web.certificates import paper, trouble_word
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.certificates.forms import (
    BulkRevocationForm,
    CorrectionForm,
    RevocationForm,
)
from competition.web.organisers.certificates.issuing import all_of_them
from competition.web.refusals import told
from competition.web.signin import fresh

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.web.forms import Form

SEE, ISSUING, REVOKING = "certificates:see", "certificates:issue", "certificates:revoke"


@blueprint.get("/<slug>/certificates/<int:certificate_id>")
@allow(SEE)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """One certificate with its history and what can be done with it."""
    found = queries.in_contest(g.contest.id, certificate_id)
    return _page(found, CorrectionForm(), RevocationForm())


@blueprint.post("/<slug>/certificates/<int:certificate_id>/correction")
@allow(ISSUING)
def correct_certificate(certificate_id: int) -> ResponseReturnValue:
    """Issue it anew from the facts as registered now; the old one is superseded."""
    found, form = queries.in_contest(g.contest.id, certificate_id), CorrectionForm()
    if not form.validate_on_submit():
        return _page(found, form, RevocationForm(formdata=None)), 422
    new_id = issuing.reissue(
        actor(ISSUING),
        now(),
        g.contest.id,
        certificate_id,
        reason=form.correction.data,
        base_url=issuing_address(),
    )
    enqueue(MAKE, g.contest.id, actor(ISSUING), ids=[new_id])
    flash(_("已分配新编号，更正后的证书正在制作；制作完成后原证书自动失效。"), "success")
    return redirect(url_for("organisers.certificate", certificate_id=new_id))


@blueprint.post("/<slug>/certificates/corrections")
@allow(ISSUING)
def correct_flagged() -> ResponseReturnValue:
    """Issue anew all that the result grants still, but otherwise than the paper says."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        return all_of_them(form), 422
    reserved = issuing.reissue_flagged(
        actor(ISSUING),
        now(),
        g.contest.id,
        reason=form.correction.data,
        base_url=issuing_address(),
    )
    if reserved.ids:
        enqueue(MAKE, g.contest.id, actor(ISSUING), ids=list(reserved.ids))
        flash(
            _("正在换发 %(count)s 张证书；完成以后原证书自动失效。", count=reserved.fresh),
            "success",
        )
    for one in reserved.refused:
        why = trouble_word(one.as_json())
        flash(_("参赛号 %(number)s 的证书没有换发：%(why)s", number=one.entrant, why=why), "error")
    return redirect(url_for("organisers.certificates"))


@blueprint.post("/<slug>/certificates/specimens")
@allow(ISSUING)
def replace_specimens() -> ResponseReturnValue:
    """Issue a real certificate in place of every specimen."""
    ids = issuing.replace_specimens(actor(ISSUING), now(), g.contest.id, issuing_address())
    if ids:
        enqueue(MAKE, g.contest.id, actor(ISSUING), ids=list(ids))
        flash(_("正在换发正式证书，样张将显示为已被取代。"), "success")
    return redirect(url_for("organisers.certificates"))


@blueprint.post("/<slug>/certificates/<int:certificate_id>/revocation")
@allow(REVOKING)
@fresh
def revoke_certificate(certificate_id: int) -> ResponseReturnValue:
    """End one certificate, with a reason."""
    found, form = queries.in_contest(g.contest.id, certificate_id), RevocationForm()
    if not form.validate_on_submit():
        return _page(found, CorrectionForm(formdata=None), form), 422
    ending.revoke(actor(REVOKING), now(), g.contest.id, certificate_id, **_why(form))
    flash(_("证书已撤销，查验页面即刻显示。"), "success")
    return redirect(url_for("organisers.certificate", certificate_id=certificate_id))


@blueprint.post("/<slug>/certificates/revocations")
@allow(REVOKING)
def propose_revocation() -> ResponseReturnValue:
    """Ask a second person to end the certificates ticked in the list."""
    form = BulkRevocationForm()
    if not form.validate_on_submit():
        flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "error")
        return redirect(url_for("organisers.certificates"))
    chosen = form.chosen.data or []
    with told():
        ending.propose_revocation(actor(REVOKING), now(), g.contest.id, chosen, **_why(form))
        flash(_("撤销提议已提交，须由另一人确认后才生效。"), "success")
    return redirect(url_for("organisers.certificates"))


@blueprint.post("/<slug>/certificates/revocations/<int:proposal_id>")
@allow(REVOKING)
@fresh
def decide_revocation(proposal_id: int) -> ResponseReturnValue:
    """Carry out or turn down what another person proposed."""
    agreed = request.form.get("decision") == "agree"
    ended = ending.decide_revocation(
        actor(REVOKING), now(), g.contest.id, proposal_id, agreed=agreed
    )
    if agreed:
        flash(_("已撤销 %(count)s 张证书。", count=ended), "success")
    else:
        flash(_("撤销提议已取消，没有证书受影响。"), "success")
    return redirect(url_for("organisers.certificates"))


def _why(form: Form) -> dict[str, str]:
    return {"reason_class": form.reason_class.data, "reason": form.reason.data}


def issuing_address() -> str:
    """The address of this installation, as printed on certificates."""
    address: str = current_app.config["BASE_URL"]
    return address


def _page(found: Certificate, correction: CorrectionForm, revocation: RevocationForm) -> str:
    holder = str(queries.facts_of(found)["holder"])
    return render_template(
        "organisers/certificate.html",
        certificate=found,
        paper=paper(found, holder),
        entrant_of=db.session.get_one(Entrant, found.entrant_id),
        downloads=lists.downloads_of(found.id),
        before=_linked(found.supersedes),
        after=_linked(found.superseded_by),
        correction=correction,
        revocation=revocation,
        may_correct=may(g.viewer.roles, ISSUING, g.contest.state),
        may_revoke=may(g.viewer.roles, REVOKING, g.contest.state),
    )


def _linked(certificate_id: int | None) -> Certificate | None:
    return db.session.get(Certificate, certificate_id) if certificate_id else None
