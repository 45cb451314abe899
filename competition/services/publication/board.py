"""The board on the hall's wall, made to stand still at a version, and let go again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.models.audit import record
from competition.models.base import transaction
from competition.queries import contests
from competition.services.publication.standing import counting

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor


def freeze_board(actor: Actor, now: datetime, contest_id: int) -> int:
    """Let the board stand still at the version that counts now; its number.

    Raises DomainError where no version counts.
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "board:freeze")
        number = counting(session, contest_id).number
        contest.board_version = number
        told = {"version": number}
        record(
            session, actor, now, "board:frozen", contest.slug, contest_id=contest_id, detail=told
        )
    return number


def release_board(actor: Actor, now: datetime, contest_id: int) -> None:
    """Let the board show whatever version counts; says nothing where it does already."""
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "board:freeze")
        if contest.board_version is None:
            return
        told = {"version": contest.board_version}
        contest.board_version = None
        record(
            session, actor, now, "board:released", contest.slug, contest_id=contest_id, detail=told
        )
