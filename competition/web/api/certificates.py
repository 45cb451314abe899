"""What became of a certificate, for whoever has its check code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_limiter.util import get_remote_address

from competition.domain.certificates import GIVEN_OUT
from competition.domain.certificates.numbering import spaced
from competition.domain.errors import NotFound
from competition.queries import certificates
from competition.web.api.blueprint import blueprint
from competition.web.api.schemas import CertificateState
from competition.web.guards import ANYONE, allow
from competition.web.limits import limiter

if TYPE_CHECKING:
    from competition.models.certificates import Certificate


@blueprint.route("/certificates/<code>")
@blueprint.etag
@blueprint.response(200, CertificateState)
@limiter.limit("60 per minute; 600 per hour", key_func=get_remote_address)
@allow(ANYONE)
def certificate(code: str) -> dict[str, Any]:
    """The state of a certificate and what its paper must say."""
    found = certificates.by_code(code)
    if found is None or found.state not in GIVEN_OUT:
        raise NotFound("certificate_code_unknown")
    return _told(found)


def _told(certificate: Certificate) -> dict[str, Any]:
    successor = certificates.successor_code(certificate)
    stated = certificates.facts_of(certificate)
    same = ("number", "kind", "level", "issuer", "issued_on", "specimen", "state", "sha256")
    return {key: getattr(certificate, key) for key in same} | {
        "code": spaced(certificate.code),
        "holder": certificates.holder_shown(certificate),
        "title": stated.get("title"),
        "prize": stated.get("prize"),
        "contest": certificates.contest_of(certificate).title,
        "state_since": certificate.ended_at or certificate.made_at,
        "revoked_for": certificate.ended_class or None,
        "superseded_by": spaced(successor) if successor else None,
    }
