"""What the tablet app says and hears, as JSON.

A submission is answered by a receipt, by both values of a conflict, or by a refusal in words;
nothing else makes a mark leave the tablet.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from flask import current_app, g, jsonify, make_response, request, session
from flask_security import current_user
from flask_wtf.csrf import generate_csrf

from competition.domain.errors import Invalid, NotAllowed
from competition.domain.judging import SUBMITTED, plainly, read_marks
from competition.domain.sync import Submission
from competition.queries.judging import sheets as judging
from competition.queries.judging import tablets
from competition.services.devices import Report, note_contact
from competition.services.sheets import Address, Received, submit_sheet
from competition.web import clock, i18n
from competition.web.guards import ANYONE, STAFF, actor, allow, reach
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/session.json")
@allow(ANYONE)
def session_json() -> ResponseReturnValue:
    """Who is signed in on this tablet, and a fresh CSRF token: a token never costs a mark."""
    signed_in = current_user.is_authenticated
    return jsonify(
        user={"id": current_user.id, "name": current_user.name} if signed_in else None,
        csrf=generate_csrf(),
        version=current_app.config["TABLET_VERSION"],
    )


@blueprint.get("/assignment.json")
@allow(STAFF)
def assignment_json() -> ResponseReturnValue:
    """Everything that the judge needs for the day; 304 while nothing has changed."""
    rounds = tablets.assignment_of(current_user.id, reach())
    user = {"id": current_user.id, "name": current_user.name, "pin": _has_pin()}
    body = json.dumps({"user": user, "rounds": rounds}, ensure_ascii=False)
    answer = make_response(body)
    answer.mimetype = "application/json"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    return answer.make_conditional(request)


def _has_pin() -> bool:
    """Whether a PIN lets the judge go on at this tablet after a lapse."""
    device = tablets.device(session.get("device", ""))
    return bool(device and tablets.pin_hash(current_user.id, device.contest_id))


@blueprint.post("/contact")
@allow(STAFF)
def contact() -> ResponseReturnValue:
    """A pulse: what the tablet tells of itself, and who is on the stage."""
    told = _body()
    device_id = str(told.get("device", ""))
    report = Report(
        device_id,
        _count(told.get("unsent")),
        _per_cent(told.get("battery")),
        str(told.get("version", "")),
        reach(),
        _count(told.get("others")),
        str(session.get("device", "")),
    )
    note_contact(actor(), clock.now(), report)
    session["device"] = device_id
    session.permanent = True  # a judge stays signed in for the day, also when the browser closes
    return jsonify(stages=tablets.stages_of(current_user.id, clock.now(), reach()))


@blueprint.post("/<slug>/submissions")
@allow("sheet:send")
def submissions() -> ResponseReturnValue:
    """Take one submission and give the receipt for it."""
    body = _body()
    if body.get("user") != current_user.id:
        raise NotAllowed("other_judge")
    round_ = judging.round_in(g.contest, str(body.get("round", "")))
    rubric = judging.rubric_of(g.contest, round_)
    texts = {str(key): str(text) for key, text in _table(body.get("marks")).items()}
    reading = read_marks(rubric, texts)
    for fault in reading.faults.values():
        raise fault
    known = {item.key for item in rubric}
    for key in set(texts) - known:
        raise Invalid("criterion_unknown", criterion=key)
    submission = Submission(
        id=str(body.get("id", "")),
        base_revision=_count(body.get("base"), -1),
        state=str(body.get("state", "")),
        marks=reading.marks,
        reason=str(body.get("reason", "")),
        device_id=str(body.get("device", ""))[:36] or None,
    )
    address = Address(round_.id, str(body.get("draw", "")), str(body.get("check", "")))
    received = submit_sheet(actor("sheet:send"), clock.now(), address, submission)
    return _receipt(received, submission)


def _receipt(received: Received, submission: Submission) -> Response:
    receipt = received.receipt
    distance = received.distance if submission.state == SUBMITTED else None
    return jsonify(
        number=receipt.number,
        revision=receipt.revision,
        received=i18n.moment(receipt.received_at, "seconds"),
        received_at=receipt.received_at.isoformat(),
        repeated=received.repeated,
        distance=None if distance is None else plainly(distance),
    )


def _body() -> dict[str, Any]:
    return _table(request.get_json(silent=True))


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid("submission_unfit")
    return value


def _count(value: object, otherwise: int = 0) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else otherwise


def _per_cent(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value <= 100 else None  # noqa: PLR2004 -- per cent
