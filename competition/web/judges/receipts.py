"""The server's word for every submission, to be checked at any later time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_security import current_user

from competition.domain.typed import code_text
from competition.queries.judging.receipts import receipts_of
from competition.web.guards import STAFF, allow, reach
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/receipts")
@allow(STAFF)
def receipts() -> ResponseReturnValue:
    """My receipts, newest first; a number can be looked for."""
    wanted = code_text(request.args.get("number", ""))
    found = receipts_of(current_user.id, reach())
    shown = [line for line in found if wanted in line.receipt.number]
    return render_template("judges/receipts.html", lines=shown, wanted=wanted)
