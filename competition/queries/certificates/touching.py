"""The flags on certificates in force that no longer agree with the result or with the register.

For deeds, inside their transactions. A flag that no longer holds is taken away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from competition.domain import certificates as rule
from competition.domain.certificates.facts import Paper, Person, facts_of, said_of, says_otherwise
from competition.domain.settings import settings_from
from competition.exchange.rules_file import read_rules
from competition.models.base import db
from competition.models.certificates import Certificate
from competition.models.entrant import Entrant
from competition.queries.certificates import awards_of, standing_of
from competition.queries.certificates import facts_of as stated_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from competition.domain.certificates import Award
    from competition.models.contest import Contest
    from competition.models.results import ResultVersion

IN_FORCE: Final = ("reserved", "issued")
WITHDRAWN: Final = "result_withdrawn"
SAYS_OTHERWISE: Final = "facts_changed"
CORRECTABLE: Final = ("award_changed", SAYS_OTHERWISE)  # by issuing anew; the rest is to be revoked


def person_of(entrant: Entrant) -> Person:
    """The holder as registered."""
    return Person(
        holder=entrant.name,
        document_type=entrant.document_type,
        document_number=entrant.document_number or "",
        employer=entrant.employer,
        group=entrant.group or "",
        photo=entrant.photo_key,
    )


def flag_all(session: Session, contest_id: int) -> None:
    """Flag every certificate in force: the version behind it was withdrawn."""
    wanted = select(Certificate).where(
        Certificate.contest_id == contest_id, Certificate.state.in_(IN_FORCE)
    )
    for certificate in session.scalars(wanted):
        certificate.flagged = WITHDRAWN


def flag_touched(session: Session, contest: Contest, version: ResultVersion) -> int:
    """Flag what ``version`` no longer bears out, or words otherwise; how many they are."""
    granted = awards_of(contest, version)
    reasons = dict.fromkeys(_worded_otherwise(session, contest, version, granted), SAYS_OTHERWISE)
    reasons |= rule.touched(granted, standing_of(session, contest.id))
    of_contest = select(Certificate).where(Certificate.contest_id == contest.id)
    for certificate in session.scalars(of_contest):
        certificate.flagged = reasons.get(certificate.id, "")
    return len(reasons)


def _worded_otherwise(
    session: Session, contest: Contest, version: ResultVersion, awards: Iterable[Award]
) -> Iterator[int]:
    """The issued certificates on which holder or award are written otherwise than they are now."""
    rules = read_rules(version.rules_text, f"{contest.slug}.toml")
    settings = settings_from(contest.settings)
    granted = {award.slot: award for award in awards}
    for certificate, entrant in session.execute(_issued(Certificate.contest_id == contest.id)):
        award = granted.get(rule.slot(entrant.number, certificate.kind, certificate.award))
        if award:
            paper = Paper(certificate.number, "", certificate.issued_on, certificate.specimen)
            now = facts_of(award, person_of(entrant), paper, rules, settings)
            if says_otherwise(stated_in(certificate), now):
                yield certificate.id


def flag_holder(session: Session, entrant: Entrant) -> int:
    """Flag what names an entrant otherwise than they are registered now; how many they are."""
    count = 0
    for certificate, _ in session.execute(_issued(Entrant.id == entrant.id)):
        now = said_of(certificate.kind, person_of(entrant))
        if says_otherwise(stated_in(certificate), now):
            certificate.flagged = certificate.flagged or SAYS_OTHERWISE
            count += 1
        elif certificate.flagged == SAYS_OTHERWISE:
            certificate.flagged = ""
    return count


def _issued(condition: ColumnElement[bool]) -> Select[Certificate, Entrant]:
    joined = select(Certificate, Entrant).join(Entrant, Certificate.entrant_id == Entrant.id)
    return joined.where(condition, Certificate.state == "issued")


def to_settle(contest_id: int) -> dict[str, list[int]]:
    """The ids of the flagged certificates in force, by why they are flagged."""
    wanted = select(Certificate.flagged, Certificate.id).where(
        Certificate.contest_id == contest_id,
        Certificate.flagged != "",
        Certificate.state == "issued",
    )
    found: dict[str, list[int]] = {}
    for reason, id_ in db.session.execute(wanted.order_by(Certificate.id)):
        found.setdefault(reason, []).append(id_)
    return found
