"""Certificates as pages and deeds ask for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from competition.domain import certificates as rule
from competition.domain.certificates import Standing
from competition.domain.certificates.numbering import read_code, read_number
from competition.domain.errors import DomainError, NotFound
from competition.domain.settings import settings_from
from competition.exchange.rules_file import read_rules
from competition.models.base import db
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.results import ResultVersion
from competition.models.sealed import keyring

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REVOCATION = "certificates:revoke"


def in_contest(contest_id: int, certificate_id: int) -> Certificate:
    """A certificate of this contest. Raises NotFound, also for one of another contest."""
    found = db.session.get(Certificate, certificate_id)
    if found is None or found.contest_id != contest_id:
        raise NotFound("certificate_unknown")
    return found


def certificates_of(entrant_id: int) -> list[Certificate]:
    """What an entrant was ever issued, whatever became of it, levels first."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.entrant_id == entrant_id, Certificate.state.in_(rule.GIVEN_OUT))
        .order_by(Certificate.id)
    )
    return sorted(found, key=lambda made: rule.KINDS.index(made.kind))


def by_code(text: str) -> Certificate | None:
    """The certificate of a check code however it was typed; one without a file is none yet."""
    code = read_code(text)
    found = db.session.scalar(select(Certificate).where(Certificate.code == code))
    return found if found and found.state in rule.GIVEN_OUT else None


def by_number(number: str, holder: str) -> Certificate | None:
    """The certificate with this number *and* this holder.

    One keyed digest is looked up, so that a wrong holder and an unknown number are the same
    question with the same answer, and take the same time.
    """
    index = holder_index(read_number(number), holder)
    found = db.session.scalar(select(Certificate).where(Certificate.holder_index == index))
    return found if found and found.state in rule.GIVEN_OUT else None


def holder_index(number: str, holder: str) -> str:
    """The keyed digest under which number and holder together are found."""
    return keyring().blind_index(f"certificate:{number}:{rule.comparable(holder)}")


def ended_indices(state: str) -> list[int]:
    """The places in the status lists of all certificates in ``state``, in order."""
    found = db.session.scalars(
        select(Certificate.status_index)
        .where(Certificate.state == state)
        .order_by(Certificate.status_index)
    )
    return list(found)


def contest_of(certificate: Certificate) -> Contest:
    """The contest that a certificate was issued in."""
    return db.session.get_one(Contest, certificate.contest_id)


def successor_code(certificate: Certificate) -> str | None:
    """The check code of the certificate that supersedes this one, if any."""
    return db.session.scalar(
        select(Certificate.code).where(Certificate.id == certificate.superseded_by)
    )


def holder_shown(certificate: Certificate) -> str:
    """The holder's name as a stranger may see it.

    In full only where the contest says so and the holder has agreed to publication.
    """
    entrant = db.session.get_one(Entrant, certificate.entrant_id)
    if settings_from(contest_of(certificate).settings).names_masked or entrant.consented_at is None:
        return certificate.holder_masked
    return str(facts_of(certificate)["holder"])


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What the paper says, opened."""
    stated: dict[str, Any] = json.loads(certificate.facts)
    return stated


def certified_version(session: Session, contest_id: int) -> ResultVersion:
    """The result that certificates are made from: the newest final one. Raises DomainError."""
    found = session.scalar(
        select(ResultVersion)
        .where(ResultVersion.contest_id == contest_id, ResultVersion.standing == "final")
        .order_by(ResultVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise DomainError("no_final_result")
    return found


def standing_of(session: Session, contest_id: int) -> list[Standing]:
    """Every certificate of a contest, as far as awards are compared with it."""
    found = session.execute(
        select(
            Certificate.id,
            Entrant.number,
            Certificate.kind,
            Certificate.award,
            Certificate.state,
        )
        .join(Entrant, Certificate.entrant_id == Entrant.id)
        .where(Certificate.contest_id == contest_id)
    )
    return [Standing(*row) for row in found]


def awards_of(contest: Contest, version: ResultVersion) -> tuple[rule.Award, ...]:
    """Every certificate that a published version grants."""
    rules = read_rules(version.rules_text, f"{contest.slug}.toml")
    return rule.awards(rules, version.result, settings_from(contest.settings))


def specimens_of(session: Session, contest: Contest) -> list[Certificate]:
    """The level certificates in force that are specimens though they need no longer be."""
    pretended = contest.demonstration or contest.rehearsal_of is not None
    if pretended or settings_from(contest.settings).specimen:
        return []
    found = session.scalars(
        select(Certificate)
        .where(Certificate.contest_id == contest.id, Certificate.kind == "level")
        .where(Certificate.state == "issued", Certificate.specimen)
        .order_by(Certificate.id)
    )
    return list(found)


def issuers_of(contest: Contest) -> tuple[str, ...]:
    """Everybody who issues a certificate of this contest, by its rules and settings as they are."""
    rules = read_rules(contest.rules_text, f"{contest.slug}.toml")
    return rule.issuers(rules, settings_from(contest.settings))
