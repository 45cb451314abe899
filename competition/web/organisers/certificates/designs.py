"""Which design each kind of certificate has, with a picture of each at once."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from competition.domain.certificates import KINDS
from competition.domain.errors import Invalid, NotFound
from competition.domain.permissions import may
from competition.domain.settings import settings_from
from competition.queries import certificates as queries
from competition.services.certificates import pictures, previewing, shelf
from competition.web.clock import now
from competition.web.files import pdf
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SEE, CHOOSING = "certificates:see", "staff:edit"
WIDEST = 1400


@blueprint.get("/<slug>/certificates/designs")
@allow(SEE)
def certificate_designs() -> ResponseReturnValue:
    """Every design of every kind to choose from."""
    settings = settings_from(g.contest.settings)
    chosen = {kind: getattr(settings, f"{kind}_design") for kind in KINDS}
    return render_template(
        "organisers/certificate_designs.html",
        designs={kind: shelf.designs(kind, chosen[kind]) for kind in KINDS},
        chosen=chosen,
        settings=settings,
        issuers=queries.issuers_of(g.contest),
        may_choose=may(g.viewer.roles, CHOOSING, g.contest.state),
    )


@blueprint.post("/<slug>/certificates/designs")
@allow(CHOOSING)
def choose_certificate_designs() -> ResponseReturnValue:
    """Keep the choice for certificates that are issued from now on."""
    chosen: dict[str, str] = {kind: request.form[kind] for kind in KINDS if request.form.get(kind)}
    previewing.choose_designs(actor(CHOOSING), now(), g.contest.id, chosen)
    flash(_("版式已保存，此后颁发的证书采用新版式；已颁发的不变。"), "success")
    return redirect(url_for("organisers.certificate_designs"))


@blueprint.get("/<slug>/certificates/preview/<kind>/<design>.png")
@allow(SEE)
def certificate_picture(kind: str, design: str) -> ResponseReturnValue:
    """A picture of a specimen."""
    width = min(max(request.args.get("width", 900, type=int), 100), WIDEST)
    drawn = previewing.picture(_specimen(kind, design), width)
    return send_file(BytesIO(drawn), "image/png")


@blueprint.get("/<slug>/certificates/preview/<kind>/<design>.pdf")
@allow(SEE)
def certificate_specimen(kind: str, design: str) -> ResponseReturnValue:
    """A specimen as a PDF."""
    return pdf(_specimen(kind, design), f"specimen-{kind}.pdf")


@blueprint.post("/<slug>/certificates/seals")
@allow(CHOOSING)
def set_certificate_seal() -> ResponseReturnValue:
    """Keep a picture of an issuer's seal; without a file the drawn seal comes back."""
    issuer, file = request.form.get("issuer", ""), request.files.get("seal")
    if issuer not in queries.issuers_of(g.contest):
        raise NotFound("seal_missing")
    content = file.read(pictures.LARGEST_BYTES + 1) if file else b""
    if not content and request.form.get("remove") != "1":
        raise Invalid("picture_unreadable")
    pictures.set_seal(actor(CHOOSING), now(), g.contest.id, issuer, content or None)
    flash(_("印章已保存，用于此后颁发的证书。"), "success")
    return redirect(url_for("organisers.certificate_designs"))


@blueprint.get("/<slug>/certificates/seal.png")
@allow(SEE)
def certificate_seal() -> ResponseReturnValue:
    """The picture of an issuer's seal."""
    kept = pictures.seal_of(g.contest, request.args.get("issuer", ""))
    return send_file(BytesIO(kept), "image/png")


def _specimen(kind: str, design: str) -> bytes:
    return previewing.preview(g.contest, kind, design, now(), current_app.config["BASE_URL"])
