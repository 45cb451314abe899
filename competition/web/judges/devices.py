"""Signing a tablet out from afar: a session that began before is over at its next request."""

from __future__ import annotations

from flask import session
from flask_security import current_user, logout_user

from competition.queries.judging import tablets
from competition.web.judges.blueprint import blueprint

SIGNED_IN_AT = "fs_paa"  # the sign-in library keeps the moment of the last sign-in under this


@blueprint.before_app_request
def _end_revoked_session() -> None:
    if "device" not in session or not current_user.is_authenticated:
        return
    device = tablets.device(session["device"])
    if (
        device
        and device.revoked_at
        and session.get(SIGNED_IN_AT, 0) < device.revoked_at.timestamp()
    ):
        logout_user()
