"""Published versions sealed with the signing key, and the check that they still are what they were.

The seal covers the hashes of a version and the head of the audit chain of its moment: whoever
writes the database can change both, but not the seal that belongs to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

import certificates as press
from competition.domain.errors import DomainError
from competition.models import db
from competition.models.contest import Contest
from competition.models.results import ResultVersion, statement_of
from competition.services.certificates.workshop import workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Settings


@dataclass(frozen=True, slots=True)
class Seals:
    """Which versions (``slug version N``) are not what was sealed, and how many have no seal.

    ``taken`` are those without one that were published between sealed ones: there was a key, so
    somebody took the seal off. They do not count in ``without``. ``sealed`` is how many have one.
    """

    broken: tuple[str, ...]
    without: int
    taken: tuple[str, ...] = ()
    sealed: int = field(default=0, compare=False)

    @property
    def of_no_known_key(self) -> bool:
        """Whether no seal at all holds, as after a restore without the keys."""
        return bool(self.sealed) and len(self.broken) == self.sealed


def sealer(settings: Settings) -> Callable[[str], str]:
    """What seals a statement; without a signing key publishing goes on, and the seal is empty."""

    def seal(statement: str) -> str:
        try:
            return press.seal_statement(statement, workshop(settings).signer)
        except DomainError:
            return ""

    return seal


def check_seals(settings: Settings) -> Seals:
    """Look at every published version. Raises DomainError where a key is needed and missing."""
    found = db.session.execute(
        select(ResultVersion, Contest.slug)
        .join(Contest, Contest.id == ResultVersion.contest_id)
        .order_by(ResultVersion.id)
    ).all()
    sealed = [(version, slug) for version, slug in found if version.seal]
    trust = [one.public_key() for one in workshop(settings).trust] if sealed else []
    broken = tuple(
        _name(version, slug)
        for version, slug in sealed
        if not press.statement_holds(statement_of(version, slug), version.seal, trust)
    )
    moments = [version.published_at for version, _ in sealed]
    taken = tuple(
        _name(version, slug)
        for version, slug in found
        if not version.seal and moments and min(moments) < version.published_at < max(moments)
    )
    return Seals(broken, len(found) - len(sealed) - len(taken), taken, len(sealed))


def _name(version: ResultVersion, slug: str) -> str:
    return f"{slug} version {version.number}"
