"""What one certificate says, put together as the plain facts that the certificates package reads.

The keys are those of the facts file in the README; nothing here knows how they look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from competition.domain.certificates import Award
    from competition.domain.rules import Rules
    from competition.domain.settings import ContestSettings


@dataclass(frozen=True, slots=True)
class Person:
    """The holder, as registered. ``photo`` is a storage key or None."""

    holder: str
    document_type: str = ""
    document_number: str = ""
    employer: str = ""
    group: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What parts one sheet of paper from another: number, check address, day, specimen or not."""

    number: str
    verify_url: str
    issued_on: date
    specimen: bool


def facts_of(
    award: Award, person: Person, paper: Paper, rules: Rules, settings: ContestSettings
) -> dict[str, Any]:
    """The facts of one certificate as JSON values; the identity number only where it must stand."""
    facts: dict[str, Any] = {
        "kind": award.kind,
        "number": paper.number,
        "holder": person.holder,
        "issuer": award.issuer,
        "issued_on": paper.issued_on.isoformat(),
        "verify_url": paper.verify_url,
        "specimen": paper.specimen,
    }
    if award.kind == "level":
        return facts | _level(award, person, rules, settings)
    return facts | _honour(award, person, rules)


def _honour(award: Award, person: Person, rules: Rules) -> dict[str, Any]:
    return {
        award.kind: award.wording,
        "contest": rules.contest.title,
        "employer": person.employer,
        "group": person.group,
    }


def _level(award: Award, person: Person, rules: Rules, settings: ContestSettings) -> dict[str, Any]:
    """What 人社鉴发〔2021〕1号 asks for beside the common facts.

    Sex, scores and the contest are not on it.
    """
    return {
        "level": award.level,
        "document_type": person.document_type,
        "document_number": person.document_number,
        "occupation": rules.contest.occupation,
        "specialty": settings.specialty or "--",
        "photo": person.photo,
    }
