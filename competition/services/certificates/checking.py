"""Checking a file that somebody holds against its own signature and against our record.

Read-only: the file is neither stored nor logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

import certificates as press
from competition.domain.errors import Invalid
from competition.models.base import db
from competition.models.certificates import Certificate
from competition.queries import certificates as queries
from competition.services.certificates.workshop import workshop

if TYPE_CHECKING:
    from config import Settings

LARGEST_BYTES = 5 * 1024 * 1024
# unreadable: no PDF, cut short, or encrypted, which none of ours is;
# altered: changed since it was signed; differs: our sound signature, but not the file on record;
# foreign: signed by somebody else; unrecorded: our signature, but no certificate on record.
Finding = Literal[
    "genuine", "altered", "differs", "foreign", "unsigned", "unreadable", "unrecorded"
]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file is, and our record of it where there is one.

    The four checks are True (agrees), False (does not) or None (could not be made).
    """

    finding: Finding
    certificate: Certificate | None = None
    whole: bool | None = None
    signed_by_us: bool | None = None
    credential: bool | None = None
    as_stored: bool | None = None
    differing: tuple[str, ...] = field(default=())


def check_file(content: bytes, settings: Settings) -> FileCheck:
    """Compare a PDF with its signature, its credential and our record. Raises Invalid (size)."""
    if len(content) > LARGEST_BYTES:
        raise Invalid("certificate_file_too_large", megabytes=LARGEST_BYTES // 1024 // 1024)
    shop = workshop(settings)
    verdict = press.verify(content, trust=shop.trust)
    if verdict.integrity in {"unreadable", "locked"}:
        return FileCheck("unreadable")
    certificate = _recorded(content, verdict)
    if certificate is None and verdict.integrity == "unsigned":
        return FileCheck("unsigned")
    return _compared(content, verdict, certificate)


def _recorded(content: bytes, verdict: press.Verdict) -> Certificate | None:
    """Our record of this very file, or of the certificate that its credential speaks of."""
    digest = sha256(content).hexdigest()
    exact = db.session.scalar(select(Certificate).where(Certificate.sha256 == digest))
    address = verdict.facts.get("verify_url", "")
    return exact or queries.by_code(address.rstrip("/").rpartition("/")[2])


def _compared(content: bytes, verdict: press.Verdict, certificate: Certificate | None) -> FileCheck:
    whole = verdict.integrity == "intact"
    ours = verdict.signer in {"trusted", "expired"} if whole else None
    stored = certificate.sha256 == sha256(content).hexdigest() if certificate else None
    differing = _differing(verdict, certificate)
    return FileCheck(
        _finding(verdict, certificate, stored=stored),
        certificate if ours or stored else None,
        whole=whole,
        signed_by_us=ours,
        credential={"sound": True, "forged": False}.get(verdict.credential),
        as_stored=stored,
        differing=differing,
    )


def _finding(
    verdict: press.Verdict, certificate: Certificate | None, *, stored: bool | None
) -> Finding:
    if stored:
        return "genuine"
    if verdict.integrity != "intact":
        return "altered"
    if verdict.signer not in {"trusted", "expired"}:
        return "foreign"
    return "differs" if certificate else "unrecorded"


def _differing(verdict: press.Verdict, certificate: Certificate | None) -> tuple[str, ...]:
    """The facts in which page, credential and record do not agree."""
    off = {key for key, agrees in verdict.on_page.items() if not agrees}
    if certificate:
        stated = {
            key: str(value)
            for key, value in queries.facts_of(certificate).items()
            if key in {"number", "holder", "issuer", "issued_on", "contest", "title", "prize"}
        }
        off |= {key for key, same in press.agreement(verdict, stated).items() if not same}
    return tuple(sorted(off))
