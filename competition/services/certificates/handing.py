"""Handing certificates out: one file, all as ZIP, all for the printer.

Nothing is made anew here but the print file, which is for paper only and bears no signature.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

import certificates as press
from competition.domain import certificates as rule
from competition.domain.errors import DomainError, NotFound
from competition.models import db, transaction
from competition.models.audit import record
from competition.models.certificates import Certificate, Download
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.certificates.lists import in_force_digest
from competition.services.certificates.shelf import UPLOADED, design_version
from competition.services.certificates.workshop import read_facts, refusals
from competition.storage import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from competition.domain.actor import Actor

IN_MEMORY_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Handed:
    """One file with the name to save it under; ``sha256`` is that of the issue."""

    name: str
    content: bytes
    sha256: str


def hand_out(
    actor: Actor,
    now: datetime,
    certificate_id: int,
    *,
    contest_id: int | None = None,
    entrant_id: int | None = None,
) -> Handed:
    """The stored file of a certificate of this contest, or of this entrant; the fetch is recorded.

    Raises NotFound for one that is somebody else's or has no file, and
    ``DomainError("stored_file_altered")`` rather than giving out anything but what was issued.
    """
    certificate = db.session.get(Certificate, certificate_id)
    ours = (
        certificate
        and certificate.sha256
        and (certificate.contest_id == contest_id or certificate.entrant_id == entrant_id)
    )
    if certificate is None or not ours:
        raise NotFound("certificate_unknown")
    content = stored(certificate)
    with transaction() as session:
        session.add(Download(certificate_id=certificate.id, by=actor.name, at=now))
        subject = f"certificate:{certificate.number}"
        record(
            session,
            actor,
            now,
            "certificate:downloaded",
            subject,
            contest_id=certificate.contest_id,
        )
    entrant = db.session.get_one(Entrant, certificate.entrant_id)
    return Handed(_names([(certificate, entrant)])[0], content, str(certificate.sha256))


def archive(actor: Actor, now: datetime, contest_id: int) -> IO[bytes]:
    """All certificates in force as a ZIP, from the beginning; the caller closes it.

    Each bears the minute in which it was made, in the contest's zone. Raises
    ``DomainError("no_certificates")`` where there are none.
    """
    found = _in_force(contest_id)
    zone = ZoneInfo(db.session.get_one(Contest, contest_id).zone)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 -- the caller closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for (certificate, _), name in zip(found, _names(found), strict=True):
            entry = zipfile.ZipInfo(name, _minute((certificate.made_at or now).astimezone(zone)))
            packed.writestr(entry, stored(certificate))
    _record_all(actor, now, contest_id, [certificate for certificate, _ in found], "archived")
    file.seek(0)
    return file


def print_file(actor: Actor, now: datetime, contest_id: int) -> dict[str, str | int]:
    """Keep all certificates in force as one PDF for the printer, from their frozen facts.

    Returns its storage ``key``, which the next one takes over, the ``count`` of its pages, and
    ``of``: the digest of the certificates in force that it shows.
    Raises ``DomainError("no_certificates")``, and ``DomainError("design_changed")`` when a design
    is no longer the one of the issue, or ``design_prints_alone`` when it was uploaded: print those
    from their own files.
    """
    of = in_force_digest(contest_id)
    certificates = [certificate for certificate, _ in _in_force(contest_id)]
    with tempfile.TemporaryDirectory() as folder, refusals():
        orders = [_print_order(certificate, Path(folder)) for certificate in certificates]
        printed = press.print_file(orders)
    key = f"prints/{contest_id}.pdf"
    store().put(key, printed)
    _record_all(actor, now, contest_id, certificates, "printed")
    return {"key": key, "count": len(certificates), "of": of}


def _print_order(certificate: Certificate, folder: Path) -> press.Order:
    if design_version(certificate.design, certificate.kind) != certificate.design_version:
        raise DomainError("design_changed", number=certificate.number)
    if UPLOADED.fullmatch(certificate.design):
        raise DomainError("design_prints_alone", number=certificate.number)
    facts = read_facts(json.loads(certificate.facts), folder)
    return press.Order(certificate.number, facts, certificate.design)


def _in_force(contest_id: int) -> list[tuple[Certificate, Entrant]]:
    found = db.session.execute(
        select(Certificate, Entrant)
        .join(Entrant, Certificate.entrant_id == Entrant.id)
        .where(Certificate.contest_id == contest_id, Certificate.state == "issued")
        .order_by(Entrant.number, Certificate.id)
    )
    rows = [(certificate, entrant) for certificate, entrant in found]
    if not rows:
        raise DomainError("no_certificates")
    return rows


def stored(certificate: Certificate) -> bytes:
    """The bytes of the issue and no others. Raises ``DomainError("stored_file_altered")``."""
    content = store().get(str(certificate.storage_key))
    if sha256(content).hexdigest() != certificate.sha256:
        raise DomainError("stored_file_altered", number=certificate.number)
    return content


def _names(found: Sequence[tuple[Certificate, Entrant]]) -> list[str]:
    """Entry number, holder, award and certificate number: different also for namesakes."""
    return rule.file_names(
        [
            (entrant.number, holder_of(certificate), worded(certificate), certificate.number)
            for certificate, entrant in found
        ]
    )


def holder_of(certificate: Certificate) -> str:
    """The name on the paper, which may differ from the one registered now."""
    return str(queries.facts_of(certificate)["holder"])


def worded(certificate: Certificate) -> str:
    """What the paper awards: a level, a title or a prize, in its own words."""
    facts = queries.facts_of(certificate)
    if certificate.level:
        return press.LEVELS[certificate.level].partition("/")[2]
    return str(facts[certificate.kind])


def _minute(at: datetime) -> tuple[int, int, int, int, int, int]:
    return (at.year, at.month, at.day, at.hour, at.minute, 0)


def _record_all(
    actor: Actor, now: datetime, contest_id: int, found: Sequence[Certificate], how: str
) -> None:
    with transaction() as session:
        session.add_all(
            Download(certificate_id=certificate.id, by=actor.name, at=now) for certificate in found
        )
        detail = {"count": len(found)}
        record(session, actor, now, f"certificates:{how}", contest_id=contest_id, detail=detail)
