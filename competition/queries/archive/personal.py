"""The personal data that a contest holds: how much, until when, and all of one person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from competition.domain.retention import Held, kept_until
from competition.exchange.record_office import cell
from competition.models.base import db
from competition.models.certificates import Certificate
from competition.models.contest import Proposal, Round
from competition.models.entrant import Entrant, Measurement
from competition.models.judging import Penalty
from competition.models.results import Objection, ResultLine, ResultVersion
from competition.models.staff import User
from competition.models.upload import PendingUpload
from competition.queries import audit
from competition.queries.contests import settings_of
from competition.storage import store

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from competition.models.contest import Contest

ERASE: Final = "personal:erase"
MOST_LINES: Final = 1000


def print_key(contest_id: int) -> str:
    """Where the file for the printer lies: it shows whole document numbers."""
    return f"prints/{contest_id}.pdf"


def held(contest_id: int) -> Held:
    """What there is to erase."""
    one, count = Entrant, func.count
    counted = select(count(one.document_number), count(one.phone), count(one.photo_key))
    documents, phones, photos = db.session.execute(
        counted.where(one.contest_id == contest_id)
    ).one()
    with_code = select(count(one.access_digest)).where(one.contest_id == contest_id)
    codes = db.session.scalar(with_code) or 0
    uploads = select(func.count()).where(PendingUpload.contest_id == contest_id)
    prints = int(store().exists(print_key(contest_id)))
    return Held(documents, phones, photos, codes, db.session.scalar(uploads) or 0, prints)


def due(contest: Contest) -> datetime:
    """Until when they are kept: counted from the final result, else from the contest's making."""
    final = select(func.max(ResultVersion.final_at)).where(ResultVersion.contest_id == contest.id)
    since = db.session.scalar(final) or contest.created_at
    return kept_until(since, settings_of(contest).retention_days)


def unfinished(contest_id: int) -> int:
    """How many certificates have a number and no file yet: they still need the facts."""
    waiting = (Certificate.contest_id == contest_id, Certificate.state == "reserved")
    return db.session.scalar(select(func.count()).where(*waiting)) or 0


def certificates_issued(contest_id: int) -> int:
    """How many files were issued: what stands in them stays."""
    given = (Certificate.contest_id == contest_id, Certificate.sha256.is_not(None))
    return db.session.scalar(select(func.count()).where(*given)) or 0


def waiting(contest_id: int) -> tuple[Proposal, User] | None:
    """The erasure that waits for a second person, with who proposed it."""
    found = db.session.execute(
        select(Proposal, User)
        .join(User, User.id == Proposal.proposed_by)
        .where(Proposal.contest_id == contest_id, Proposal.kind == ERASE)
        .where(Proposal.state == "waiting")
    ).first()
    return (found[0], found[1]) if found else None


def photos_elsewhere(contest_id: int, keys: Collection[str]) -> set[str]:
    """Those of the pictures that an entrant of another contest has too."""
    found = select(Entrant.photo_key).where(
        Entrant.contest_id != contest_id, Entrant.photo_key.in_(keys)
    )
    return {key for key in db.session.scalars(found) if key}


def copy_of(contest: Contest, person: Entrant) -> dict[str, Any]:
    """Everything that is kept of one person, as plain values; marks only as published."""
    return {
        "schema": 1,
        "contest": {"slug": contest.slug, "title": contest.title, "state": contest.state},
        "person": _person(person),
        "absences": _absences(contest, person),
        "measures": _measures(person),
        "penalties": _penalties(person),
        "results": _results(person),
        "objections": _objections(person),
        "certificates": _certificates(person),
        "history": _history(contest.id, person),
    }


def _person(person: Entrant) -> dict[str, Any]:
    names = ("number", "draw_number", "name", "employer", "group", "document_type")
    more = ("document_number", "phone", "held_level", "ineligible", "state", "state_reason")
    plain = {name: getattr(person, name) for name in (*names, *more)}
    return plain | {
        "consented_at": cell(person.consented_at) or None,
        "photo": person.photo_key is not None,
        "access_code": person.access_digest is not None,
    }


def _absences(contest: Contest, person: Entrant) -> list[dict[str, Any]]:
    keys = {round_.id: round_.key for round_ in contest.rounds}
    return [
        {"round": keys[one.round_id], "state": one.state, "reason": one.reason}
        for one in person.attendances
    ]


def _measures(person: Entrant) -> dict[str, str]:
    mine = select(Measurement).where(Measurement.entrant_id == person.id)
    found = db.session.scalars(mine.order_by(Measurement.id))
    return {one.key: cell(one.value) for one in found}


def _penalties(person: Entrant) -> list[dict[str, Any]]:
    found = db.session.execute(
        select(Penalty, Round.key)
        .join(Round, Round.id == Penalty.round_id)
        .where(Penalty.entrant_id == person.id)
        .order_by(Penalty.id)
    )
    return [
        {
            "round": key,
            "points": cell(one.points),
            "reason": one.reason,
            "at": cell(one.made_at),
            "lifted_at": cell(one.lifted_at) or None,
        }
        for one, key in found
    ]


def _results(person: Entrant) -> list[dict[str, Any]]:
    found = db.session.execute(
        select(ResultLine, ResultVersion.number, ResultVersion.standing)
        .join(ResultVersion, ResultVersion.id == ResultLine.version_id)
        .where(ResultLine.entrant_id == person.id)
        .order_by(ResultVersion.number)
    )
    names = ("name", "employer", "state", "rank", "total", "prize", "level", "shown", "explanation")
    return [
        {"version": number, "standing": standing} | {name: getattr(line, name) for name in names}
        for line, number, standing in found
    ]


def _objections(person: Entrant) -> list[dict[str, Any]]:
    found = select(Objection).where(Objection.entrant_id == person.id).order_by(Objection.id)
    names = ("instance", "text", "filed_at", "state", "answer", "answered_at")
    return [
        {name: _plain(getattr(one, name)) for name in names} for one in db.session.scalars(found)
    ]


def _certificates(person: Entrant) -> list[dict[str, Any]]:
    found = select(Certificate).where(Certificate.entrant_id == person.id).order_by(Certificate.id)
    names = ("number", "kind", "award", "issuer", "issued_on", "state", "sha256")
    return [
        {name: _plain(getattr(one, name)) for name in names} | {"facts": json.loads(one.facts)}
        for one in db.session.scalars(found)
    ]


def _history(contest_id: int, person: Entrant) -> list[dict[str, Any]]:
    subjects = (person.number, f"entrant:{person.number}")
    lines = [line for subject in subjects for line in audit.about(contest_id, subject, MOST_LINES)]
    names = ("at", "action", "reason")
    return [
        {name: _plain(getattr(line, name)) for name in names}
        for line in sorted(lines, key=lambda line: line.id)
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a value of any column
    return value.isoformat() if hasattr(value, "isoformat") else value
