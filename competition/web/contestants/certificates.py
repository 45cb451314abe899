"""A contestant's own certificates: listed, one to a page to show and share, always the same."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Response, current_app, g, render_template, request, send_file, url_for

from competition.domain.actor import Actor
from competition.domain.errors import NotFound
from competition.domain.permissions import visible
from competition.models import db
from competition.models.contest import Contest
from competition.queries import certificates as queries
from competition.services.certificates import handing, showing
from competition.web.certificates import paper
from competition.web.clock import now
from competition.web.contestants.blueprint import blueprint
from competition.web.files import pdf
from competition.web.guards import ENTRANT, allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.certificates import Certificate

ASKED_EACH_TIME = "private, no-cache"  # a certificate may be revoked at any moment


@blueprint.get("/certificates/<int:certificate_id>")
@allow(ENTRANT)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """One certificate as a card to show: picture, QR code, files and the address to share."""
    own = _own(certificate_id)
    g.contest = db.session.get_one(Contest, own.contest_id)
    return render_template(
        "contestants/certificate.html",
        certificate=own,
        paper=paper(own, handing.holder_of(own)),
        holder=handing.holder_of(own),
        check_address=_address(own),
        after=next((one for one in own_certificates() if one.id == own.superseded_by), None),
    )


@blueprint.get("/certificates/<int:certificate_id>.pdf")
@allow(ENTRANT)
def certificate_file(certificate_id: int) -> ResponseReturnValue:
    """One of one's own certificates in force; anybody else's is not found."""
    own = _in_force(certificate_id)
    holder = Actor(kind="entrant", id=g.entrant.id, name=g.entrant.number, role="contestant")
    handed = handing.hand_out(holder, now(), own.id, entrant_id=g.entrant.id)
    return pdf(handed.content, handed.name, handed.sha256)


@blueprint.get("/certificates/<int:certificate_id>.png")
@allow(ENTRANT)
def certificate_picture(certificate_id: int) -> ResponseReturnValue:
    """How it looks; drawn anew only for those who don't have the picture yet."""
    own = _in_force(certificate_id)
    answer = Response(headers={"Cache-Control": ASKED_EACH_TIME})
    answer.set_etag(f"{own.sha256}-{showing.WIDTH}")
    if request.if_none_match.contains(f"{own.sha256}-{showing.WIDTH}"):
        return answer.make_conditional(request)
    answer.data, answer.mimetype = showing.picture(own), "image/png"
    return answer


@blueprint.get("/certificates/<int:certificate_id>.jwt")
@allow(ENTRANT)
def certificate_credential(certificate_id: int) -> ResponseReturnValue:
    """The credential inside the file, for software that keeps such (a wallet)."""
    own = _in_force(certificate_id)
    content = BytesIO(showing.credential(own).encode("ascii"))
    name = f"{own.number}.jwt"
    answer = send_file(content, "application/vc+jwt", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = ASKED_EACH_TIME
    return answer


def own_certificates() -> list[Certificate]:
    """The signed-in contestant's certificates, once they may be seen."""
    contest = db.session.get_one(Contest, g.entrant.contest_id)
    shown = visible(g.viewer, "own_certificates", contest.state, owner_id=g.entrant.id)
    return queries.certificates_of(g.entrant.id) if shown else []


def _own(certificate_id: int) -> Certificate:
    """One's own, whatever became of it. Raises NotFound, also for anybody else's."""
    for own in own_certificates():
        if own.id == certificate_id:
            return own
    raise NotFound("certificate_unknown")


def _in_force(certificate_id: int) -> Certificate:
    own = _own(certificate_id)
    if own.state != "issued":
        raise NotFound("certificate_unknown")
    return own


def _address(own: Certificate) -> str:
    """The whole address at which anybody checks it."""
    base: str = current_app.extensions["settings"].base_url
    return base + url_for("public.check", code=own.code)


@blueprint.context_processor
def _certificates() -> dict[str, object]:
    """For ``contestants/_certificates.html``, wherever it is included."""
    return {"own_certificates": own_certificates}
