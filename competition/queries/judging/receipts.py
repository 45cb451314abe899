"""The receipts of a judge's submissions: what the server has, by its own word."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select

from competition.models.base import db
from competition.models.contest import Contest, Round
from competition.models.entrant import Entrant
from competition.models.judging import Receipt, Sheet, SheetRevision
from competition.queries.judging.sheets import in_contest


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt with what it is for; ``newest`` is the sheet's revision of now."""

    receipt: Receipt
    contest: str
    draw: str | None
    round: str
    state: str
    newest: int


def receipts_of(user_id: int, contest_id: int | None = None) -> list[ReceiptLine]:
    """The receipts of somebody's submissions, newest first."""
    found = db.session.execute(
        select(
            Receipt,
            Contest.title,
            Entrant.draw_number,
            Round.title,
            SheetRevision.state,
            Sheet.revision,
        )
        .join(Sheet, Sheet.id == Receipt.sheet_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(
            SheetRevision,
            and_(SheetRevision.sheet_id == Sheet.id, SheetRevision.revision == Receipt.revision),
        )
        .where(Receipt.user_id == user_id, *in_contest(contest_id))
        .order_by(Receipt.received_at.desc(), Receipt.revision.desc())
    )
    return [ReceiptLine(*row) for row in found]
