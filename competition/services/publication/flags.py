"""A withdrawn version takes the ground from under its certificates: they are flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.models.certificates import Certificate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

IN_FORCE = ("reserved", "issued")
WITHDRAWN = "result_withdrawn"


def flag_all(session: Session, contest_id: int) -> None:
    """Flag every certificate in force: the version behind it was withdrawn."""
    for certificate in _in_force(session, contest_id):
        certificate.flagged = WITHDRAWN


def _in_force(session: Session, contest_id: int) -> Iterable[Certificate]:
    return session.scalars(
        select(Certificate).where(
            Certificate.contest_id == contest_id, Certificate.state.in_(IN_FORCE)
        )
    )
