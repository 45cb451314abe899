"""Certificates against the lines that tell of their issue, their correction and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.certificates import GIVEN_OUT
from competition.domain.telling import Finding
from competition.models.base import db
from competition.models.certificates import Certificate
from competition.queries.content.stored import AT_ONCE, slugs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.telling import Told


def findings(told: Told) -> Iterator[Finding]:
    """Every certificate that was not issued, does not stand as the chain tells, or is gone."""
    corrected, by_number = _corrected(told)
    seen: set[str] = set()
    rows = db.session.execute(
        select(Certificate.id, Certificate.contest_id, Certificate.number, Certificate.state)
        .order_by(Certificate.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for id_, contest_id, number, state in rows:
        seen.add(number)
        replaced = id_ in corrected or number in by_number
        wanted = told.certificate(contest_id, number, corrected=replaced)
        if wanted is None and state in GIVEN_OUT:
            yield Finding("certificate", "certificate_untold", number)
        elif wanted is not None and state != wanted:
            yield Finding("certificate", "certificate_state", number)
    known = slugs()
    for number, contest in told.issued.items():
        if number not in seen and contest in known:
            yield Finding("certificate", "certificate_gone", number)


def _corrected(told: Told) -> tuple[set[int | None], set[str]]:
    """What another one took the place of, by its row and by the chain: once that one was issued.

    The chain names the old one only where somebody corrected it by hand, not where specimens were
    replaced; the rows name it always.
    """
    rows = db.session.execute(
        select(Certificate.supersedes, Certificate.contest_id, Certificate.number)
        .where(Certificate.supersedes.is_not(None))
        .execution_options(yield_per=AT_ONCE)
    )
    issued = told.issued
    by_row = {old for old, contest, number in rows if issued.get(number, "") == contest}
    return by_row, {old for new, old in told.corrections.items() if new in issued}
