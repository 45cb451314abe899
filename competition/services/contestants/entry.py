"""A contestant's way in: entry number and access code, refused alike whatever is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.actor import Actor
from competition.domain.entrants import numbers
from competition.domain.errors import Invalid
from competition.models import access_code
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest
from competition.models.entrant import Entrant

if TYPE_CHECKING:
    from datetime import datetime


def sign_in(now: datetime, *, slug: str, number: str, code: str) -> Entrant:
    """The entrant of that number, however spelled, and code. Raises ``sign_in_refused``."""
    with transaction() as session:
        alike = session.scalars(
            select(Entrant)
            .join(Contest, Contest.id == Entrant.contest_id)
            .where(Contest.slug == slug, Contest.state != "setup")
            .where(Entrant.number.in_(numbers.spellings(number)))
        )
        held = {one.number: one for one in alike}
        entrant = held.get(numbers.meant(number, held) or "")
        right = access_code.matches(entrant or Entrant(access_digest=""), code)
        if entrant is None or not right:
            raise Invalid("sign_in_refused")
        actor = Actor("entrant", entrant.id, entrant.number, "contestant")
        record(
            session,
            actor,
            now,
            "contestant:signed_in",
            entrant.number,
            contest_id=entrant.contest_id,
        )
        return entrant
