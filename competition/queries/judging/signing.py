"""What a signature stands on: the sheets as they were read, and marks that are still elsewhere."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.judging import plainly
from competition.models.base import db
from competition.models.staff import Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.queries.judging.sheets import Paper, Seat


def digest_of(papers: Sequence[Paper]) -> str:
    """The SHA-256 of what is signed: any later change of a mark shows against the audit chain."""
    said = [
        [paper.draw, paper.state, {key: plainly(mark) for key, mark in sorted(paper.marks.items())}]
        for paper in papers
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def tablets_holding(seat: Seat) -> list[Device]:
    """The judge's tablets that said at their last contact that they hold marks not sent yet."""
    contests = {seat.contest.id, seat.contest.rehearsal_of}
    found = db.session.scalars(
        select(Device)
        .where(
            Device.user_id == seat.assignment.user_id,
            Device.contest_id.in_(contests - {None}),
            Device.unsent > 0,
        )
        .order_by(Device.last_contact.desc())
    )
    return list(found)
