"""Reserving certificates: who gets which, with number and frozen facts; and correcting one.

The files are made afterwards, see ``making``: a number is on record before any paper bears it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from competition.domain import certificates as rule
from competition.domain.errors import DomainError, Invalid
from competition.models import transaction
from competition.models.audit import record
from competition.models.certificates import Certificate
from competition.queries import certificates as queries
from competition.queries.certificates.touching import CORRECTABLE, to_settle
from competition.services.certificates.desk import Desk, locked, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.domain.certificates import Award

DEED = "certificates:issue"


@dataclass(frozen=True, slots=True)
class Refused:
    """An award for which no certificate can be made, and why: a code with what fills its words."""

    entrant: str
    kind: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the outcome of a job."""
        plain = {key: str(value) for key, value in self.params.items()}
        return {"entrant": self.entrant, "kind": self.kind, "code": self.code, "params": plain}


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was reserved: ``ids`` of all certificates whose file is yet to be made."""

    ids: tuple[int, ...]
    fresh: int
    refused: tuple[Refused, ...]


def reserve(actor: Actor, now: datetime, contest_id: int, base_url: str) -> Reserved:
    """Give a number to every certificate that the final result grants and that has none yet.

    Those reserved before and still without a file get the facts as registered now and keep their
    number; what the result no longer grants becomes void. Raises WrongState and
    ``DomainError("no_final_result")``.
    """
    with transaction() as session:
        desk = Desk.at(session, locked(session, contest_id, DEED), now, base_url)
        refused = [*_refresh_waiting(desk)]
        session.flush()
        due = rule.due(desk.awards, queries.standing_of(session, contest_id))
        unfit = [*_reserve_due(desk, due)]
        fresh = len(due) - len(unfit)
        if fresh:
            detail = {"version": desk.version.number, "count": fresh}
            record(
                session, actor, now, "certificates:reserved", contest_id=contest_id, detail=detail
            )
        ids = tuple(certificate.id for certificate in waiting(session, contest_id))
        return Reserved(ids, fresh, (*refused, *unfit))


def _refresh_waiting(desk: Desk) -> Iterator[Refused]:
    for certificate in waiting(desk.session, desk.contest.id):
        award = desk.award_in_place_of(certificate)
        if award is None or award.key != certificate.award:
            certificate.state = rule.move(certificate.state, "void")
            continue
        try:
            desk.refresh(certificate, award)
        except DomainError as error:
            yield Refused(award.entrant, award.kind, error.code, error.params)


def _reserve_due(desk: Desk, due: tuple[Award, ...]) -> Iterator[Refused]:
    for award in due:
        try:
            desk.reserve(award)
        except DomainError as error:
            yield Refused(award.entrant, award.kind, error.code, error.params)


def reissue(  # noqa: PLR0913 -- who, when, where, which, why, and under which address
    actor: Actor, now: datetime, contest_id: int, certificate_id: int, *, reason: str, base_url: str
) -> int:
    """Reserve the certificate that corrects another one, from the facts and the result as they are.

    The old one stays in force until the new one's file is made. Raises ``Invalid`` without a
    reason, ``DomainError`` when it was corrected already or nothing of the kind is granted now.
    """
    if not reason.strip():
        raise Invalid("certificate_reason_needed")
    with transaction() as session:
        desk = Desk.at(session, locked(session, contest_id, DEED), now, base_url)
        old = queries.in_contest(contest_id, certificate_id)
        _correctable(desk, old)
        award = desk.award_in_place_of(old)
        if award is None:
            raise DomainError("award_not_granted", number=old.number)
        made = desk.reserve(award, supersedes=old)
        _record_reissue(desk, (actor, now, reason), old, made)
        return made.id


def reissue_flagged(
    actor: Actor, now: datetime, contest_id: int, *, reason: str, base_url: str
) -> Reserved:
    """Reserve a correction of every issued certificate that now says something untrue.

    What the result no longer grants is left alone: that is to be revoked. Raises ``Invalid``
    without a reason, WrongState, ``DomainError("no_final_result")``.
    """
    if not reason.strip():
        raise Invalid("certificate_reason_needed")
    with transaction() as session:
        desk = Desk.at(session, locked(session, contest_id, DEED), now, base_url)
        made, refused = [], []
        for old in _to_correct(desk):
            award = desk.award_in_place_of(old)
            if award is None or _being_corrected(desk, old):
                continue
            try:
                made.append((old, desk.reserve(award, supersedes=old)))
            except DomainError as error:
                refused.append(Refused(award.entrant, award.kind, error.code, error.params))
        for old, new in made:
            _record_reissue(desk, (actor, now, reason), old, new)
        return Reserved(tuple(new.id for _, new in made), len(made), tuple(refused))


def _to_correct(desk: Desk) -> Iterator[Certificate]:
    found = to_settle(desk.contest.id)
    for certificate_id in chain(*(found.get(reason, ()) for reason in CORRECTABLE)):
        yield desk.session.get_one(Certificate, certificate_id)


def _record_reissue(
    desk: Desk, why: tuple[Actor, datetime, str], old: Certificate, new: Certificate
) -> None:
    actor, now, reason = why
    record(
        desk.session,
        actor,
        now,
        "certificate:reissued",
        f"certificate:{old.number}",
        contest_id=desk.contest.id,
        reason=reason.strip(),
        detail={"new": new.number},
    )


def replace_specimens(
    actor: Actor, now: datetime, contest_id: int, base_url: str
) -> tuple[int, ...]:
    """Reserve a real certificate for every specimen, now that the body's code is set; their ids.

    A specimen whose award is no longer granted, or that is being replaced, is left alone.
    """
    with transaction() as session:
        desk = Desk.at(session, locked(session, contest_id, DEED), now, base_url)
        made = []
        for old in queries.specimens_of(session, desk.contest):
            award = desk.award_in_place_of(old)
            if award and not _being_corrected(desk, old):
                made.append(desk.reserve(award, supersedes=old))
        if made:
            detail = {"count": len(made), "numbers": [one.number for one in made]}
            action = "certificates:specimens-replaced"
            record(session, actor, now, action, contest_id=contest_id, detail=detail)
        return tuple(one.id for one in made)


def _correctable(desk: Desk, old: Certificate) -> None:
    """Raise DomainError unless ``old`` is issued or revoked, and nobody is correcting it yet."""
    if old.state not in {"issued", "revoked"} or old.superseded_by is not None:
        raise DomainError("certificate_not_in_force", number=old.number)
    if _being_corrected(desk, old):
        raise DomainError("certificate_being_corrected", number=old.number)


def _being_corrected(desk: Desk, old: Certificate) -> bool:
    begun = select(Certificate.id).where(
        Certificate.supersedes == old.id, Certificate.state == "reserved"
    )
    return desk.session.scalar(begun) is not None
