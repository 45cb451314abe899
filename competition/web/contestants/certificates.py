"""A contestant's own certificates: listed on their page, fetched as the same file every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from competition.domain.actor import Actor
from competition.domain.errors import NotFound
from competition.domain.permissions import visible
from competition.models import db
from competition.models.contest import Contest
from competition.queries import certificates as queries
from competition.services.certificates import handing
from competition.web.clock import now
from competition.web.contestants.blueprint import blueprint
from competition.web.files import pdf
from competition.web.guards import ENTRANT, allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.certificates import Certificate


@blueprint.get("/certificates/<int:certificate_id>.pdf")
@allow(ENTRANT)
def certificate_file(certificate_id: int) -> ResponseReturnValue:
    """One of one's own certificates in force; anybody else's is not found."""
    if certificate_id not in {own.id for own in own_certificates() if own.state == "issued"}:
        raise NotFound("certificate_unknown")
    holder = Actor(kind="entrant", id=g.entrant.id, name=g.entrant.number, role="contestant")
    handed = handing.hand_out(holder, now(), certificate_id, entrant_id=g.entrant.id)
    return pdf(handed.content, handed.name, handed.sha256)


def own_certificates() -> list[Certificate]:
    """The signed-in contestant's certificates, once they may be seen."""
    contest = db.session.get_one(Contest, g.entrant.contest_id)
    shown = visible(g.viewer, "own_certificates", contest.state, owner_id=g.entrant.id)
    return queries.certificates_of(g.entrant.id) if shown else []


@blueprint.context_processor
def _certificates() -> dict[str, object]:
    """For ``contestants/_certificates.html``, wherever it is included."""
    return {"own_certificates": own_certificates}
