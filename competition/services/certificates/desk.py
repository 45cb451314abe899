"""The desk of one issuing deed: what it needs at hand, and how one certificate is reserved at it.

Nothing here begins or ends a transaction: that is the deed's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from competition.domain import certificates as rule
from competition.domain.certificates import numbering
from competition.domain.certificates.facts import Paper, facts_of
from competition.domain.errors import Invalid, NotFound
from competition.domain.permissions import DEEDS, WrongState
from competition.domain.settings import ContestSettings, settings_from
from competition.exchange.rules_file import read_rules
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.certificates.touching import person_of
from competition.services.certificates import numbers
from competition.services.certificates.shelf import design_version
from competition.services.certificates.workshop import read_facts

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from competition.domain.certificates import Award
    from competition.domain.rules import Rules
    from competition.models.results import ResultVersion


def locked(session: Session, contest_id: int, deed: str) -> Contest:
    """The contest, held until the deed ends, in a state that allows it. Raises WrongState."""
    contest = session.get(Contest, contest_id, with_for_update=True)
    if contest is None:
        raise NotFound("contest_unknown")
    if contest.state not in DEEDS[deed].states:
        raise WrongState("wrong_state", deed=deed, state=contest.state)
    return contest


def waiting(session: Session, contest_id: int) -> list[Certificate]:
    """The certificates that have a number but no file yet."""
    found = session.scalars(
        select(Certificate)
        .where(Certificate.contest_id == contest_id, Certificate.state == "reserved")
        .order_by(Certificate.id)
    )
    return list(found)


@dataclass(slots=True)
class Desk:
    """The contest, the result that certificates are made from, its rules, and the day."""

    session: Session
    contest: Contest
    version: ResultVersion
    rules: Rules
    settings: ContestSettings
    today: date
    base_url: str
    awards: tuple[Award, ...]

    @classmethod
    def at(cls, session: Session, contest: Contest, now: datetime, base_url: str) -> Desk:
        """The desk for a contest. Raises ``DomainError("no_final_result")``."""
        version = queries.certified_version(session, contest.id)
        return cls(
            session,
            contest,
            version,
            read_rules(version.rules_text, f"{contest.slug}.toml"),
            settings_from(contest.settings),
            now.astimezone(ZoneInfo(contest.zone)).date(),
            base_url,
            queries.awards_of(contest, version),
        )

    def award_in_place_of(self, certificate: Certificate) -> Award | None:
        """What the result grants now where ``certificate`` stands, if anything."""
        entrant = self.session.get_one(Entrant, certificate.entrant_id)
        wanted = rule.slot(entrant.number, certificate.kind, certificate.award)
        return next((award for award in self.awards if award.slot == wanted), None)

    def reserve(self, award: Award, supersedes: Certificate | None = None) -> Certificate:
        """One new row with number, code and facts. Raises DomainError before a number is taken."""
        entrant = self._entrant(award.entrant)
        self._check(award, entrant)
        design, version = self._design(award.kind)
        made = Certificate(
            contest_id=self.contest.id,
            version_id=self.version.id,
            entrant_id=entrant.id,
            kind=award.kind,
            award=award.key,
            level=award.level,
            specimen=self._specimen(award.kind),
            number=numbers.take(self.session, self._series(award)),
            code=numbers.new_code(),
            design=design,
            design_version=version,
            status_index=numbers.take_status_index(self.session),
            supersedes=supersedes.id if supersedes else None,
        )
        self._freeze(made, award, entrant)
        self.session.add(made)
        self.session.flush()
        return made

    def refresh(self, certificate: Certificate, award: Award) -> None:
        """Freeze anew the facts of what has a number but no file yet. Raises DomainError."""
        entrant = self.session.get_one(Entrant, certificate.entrant_id)
        self._check(award, entrant)
        certificate.design, certificate.design_version = self._design(award.kind)
        certificate.version_id, certificate.trouble = self.version.id, ""
        self._freeze(certificate, award, entrant)

    def _specimen(self, kind: str) -> bool:
        """Whether it must be marked 样张: nothing real comes of a demonstration or a rehearsal."""
        pretended = self.contest.demonstration or self.contest.rehearsal_of is not None
        return pretended or (kind == "level" and self.settings.specimen)

    def _design(self, kind: str) -> tuple[str, str]:
        """The design that the contest chose for a kind, and its fingerprint. Raises Invalid."""
        chosen: str = getattr(self.settings, f"{kind}_design")
        return chosen, design_version(chosen, kind)

    def _entrant(self, number: str) -> Entrant:
        found = self.session.scalar(
            select(Entrant).where(Entrant.contest_id == self.contest.id, Entrant.number == number)
        )
        if found is None:
            raise NotFound("certificate_entrant_unknown", number=number)
        return found

    def _series(self, award: Award) -> numbering.Series:
        specimen = self._specimen(award.kind)
        if award.level is None:
            return numbering.own_series(self.contest.slug, award.kind, specimen=specimen)
        year = self.today.year
        return numbering.level_series(self.settings, year, award.level, specimen=specimen)

    def _check(self, award: Award, entrant: Entrant) -> None:
        """Refuse unfit facts before a number is used up. Raises Invalid.

        Where the rules name no host and nobody else is set, there is nobody to issue.
        """
        if not award.issuer:
            raise Invalid("certificate_issuer_missing")
        trial = Paper("0", "https://example.org/v/0", self.today, specimen=True)
        read_facts(facts_of(award, person_of(entrant), trial, self.rules, self.settings))

    def _freeze(self, made: Certificate, award: Award, entrant: Entrant) -> None:
        """Write down what the paper will say, and what follows from it."""
        address = numbering.check_address(self.base_url, made.code)
        paper = Paper(made.number, address, self.today, made.specimen)
        facts = facts_of(award, person_of(entrant), paper, self.rules, self.settings)
        seal = self.settings.seals.get(award.issuer)
        if self.settings.offline_qr:
            facts["offline"] = ""  # to be sealed by whoever makes the file
        made.facts = json.dumps(facts | ({"seal_image": seal} if seal else {}), ensure_ascii=False)
        made.issuer, made.issued_on = award.issuer, self.today
        made.holder_masked = rule.masked(entrant.name)
        made.holder_index = queries.holder_index(made.number, entrant.name)
