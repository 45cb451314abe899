"""Marks that were carried out of a tablet as a file are read in here, with the same idempotency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g, render_template, request

from competition.domain.errors import DomainError, Invalid
from competition.domain.judging import read_marks
from competition.domain.sync import Submission
from competition.exchange.carried_marks import (
    CarriedMarks,
    read_carried_codes,
    read_carried_marks,
)
from competition.queries.judging import sheets as judging
from competition.services.sheets import Address, Received
from competition.services.sheets import carry_in as store
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one submission of the file."""

    carried: CarriedMarks
    received: Received | None = None
    refusal: DomainError | None = None


@blueprint.get("/<slug>/carry-in")
@allow("marks:carry_in")
def carry_in() -> ResponseReturnValue:
    """Ask for the file."""
    return render_template("organisers/carry_in.html", lines=None)


@blueprint.post("/<slug>/carry-in")
@allow("marks:carry_in")
def read_in() -> ResponseReturnValue:
    """Read file or codes in, sheet by sheet; each line tells its receipt or why it was refused."""
    upload = request.files.get("file")
    if upload and upload.filename:
        items = read_carried_marks(upload.read())
    else:
        items = read_carried_codes(request.form.get("codes", ""))
    if not items:
        raise Invalid("carried_file_unfit")
    lines = [_read_in(item) for item in items]
    return render_template("organisers/carry_in.html", lines=lines)


def _read_in(item: CarriedMarks) -> Line:
    """One sheet; a refusal of one does not hold up the others, so it is caught and shown."""
    try:
        return Line(item, received=_store(item))
    except DomainError as error:
        return Line(item, refusal=error)


def _store(item: CarriedMarks) -> Received:
    if item.slug != g.contest.slug:
        raise Invalid("carried_for_another_contest")
    round_ = judging.round_in(g.contest, item.round)
    reading = read_marks(judging.rubric_of(g.contest, round_), item.marks)
    for fault in reading.faults.values():
        raise fault
    submission = Submission(
        item.id, item.base, item.state, reading.marks, item.reason, item.device or None
    )
    address = Address(round_.id, item.draw, item.check)
    return store(actor("marks:carry_in"), clock.now(), item.user, address, submission)
