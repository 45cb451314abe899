"""What one certificate says, put together as the plain facts that the certificates package reads.

The keys are those of the facts file in the README; nothing here knows how they look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from competition.domain.certificates import Award
    from competition.domain.rules import Rules
    from competition.domain.settings import ContestSettings


_OF_AWARDS = frozenset({"level", "title", "prize", "contest", "occupation"})
_OF_HOLDERS = frozenset({"holder", "document_type", "document_number", "employer", "group"})
_COMPARED: Final = _OF_AWARDS | _OF_HOLDERS


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


def said_of(kind: str, person: Person) -> dict[str, Any]:
    """What a certificate of ``kind`` says of its holder; the identity number only on a level."""
    if kind == "level":
        document = {
            "document_type": person.document_type,
            "document_number": person.document_number,
        }
        return {"holder": person.holder} | document
    return {"holder": person.holder, "employer": person.employer, "group": person.group}


def says_otherwise(stated: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a paper that ``stated`` this would say something else ``now``.

    Compared are the holder and what is awarded. An identity number that was erased since, as it
    has to be, is no difference.
    """
    erased = {"document_type", "document_number"} if not now.get("document_number") else set()
    return any(stated.get(key, "") != now[key] for key in _COMPARED & now.keys() - erased)


def facts_of(
    award: Award, person: Person, paper: Paper, rules: Rules, settings: ContestSettings
) -> dict[str, Any]:
    """The facts of one certificate as JSON values; the identity number only where it must stand."""
    facts: dict[str, Any] = {
        "kind": award.kind,
        "number": paper.number,
        "issuer": award.issuer,
        "issued_on": paper.issued_on.isoformat(),
        "verify_url": paper.verify_url,
        "specimen": paper.specimen,
    }
    facts |= said_of(award.kind, person)
    if award.kind == "level":
        return facts | _level(award, person, rules, settings)
    return facts | {award.kind: award.wording, "contest": rules.contest.title}


def _level(award: Award, person: Person, rules: Rules, settings: ContestSettings) -> dict[str, Any]:
    """What 人社鉴发〔2021〕1号 asks for beside the common facts.

    Sex, scores and the contest are not on it.
    """
    return {
        "level": award.level,
        "occupation": rules.contest.occupation,
        "specialty": settings.specialty or "--",
        "photo": person.photo,
    }
