"""Sheets that the chief judge gave back and on which their judge has done nothing since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from competition.domain.judging import DRAFT, SUBMITTED
from competition.models.base import db
from competition.models.judging import Assignment, Sheet, SheetRevision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from competition.queries.judging.sheets import Paper

OPEN_AGAIN = (DRAFT, SUBMITTED)  # a recusal that was given back is a draft
SEATED = select(Assignment.id).where(  # a judge who took over the seat writes on the sheet as well
    Assignment.round_id == Sheet.round_id,
    Assignment.seat == Sheet.seat,
    Assignment.user_id == SheetRevision.user_id,
)
NEWEST = and_(Sheet.id == SheetRevision.sheet_id, Sheet.revision == SheetRevision.revision)


def returned_to(papers: Iterable[Paper]) -> dict[int, str]:
    """By entrant, why a judge's sheets came back; one statement."""
    open_again = {
        paper.sheet.id: paper.entrant_id
        for paper in papers
        if paper.sheet and not paper.away and paper.sheet.state in OPEN_AGAIN
    }
    found = _reasons(Sheet.id.in_(open_again))
    return {open_again[sheet]: reason for sheet, reason in found.items()}


def why_returned(sheet: Sheet) -> str:
    """Why this sheet came back, empty when it did not or its judge has handed it in again."""
    return _reasons(Sheet.id == sheet.id).get(sheet.id, "")


def returned_in(round_id: int) -> frozenset[int]:
    """The sheets of a round that came back; one statement."""
    return frozenset(_reasons(Sheet.round_id == round_id))


def _reasons(condition: ColumnElement[bool]) -> dict[int, str]:
    found = db.session.execute(
        select(SheetRevision.sheet_id, SheetRevision.reason)
        .join(Sheet, NEWEST)
        .where(Sheet.state.in_(OPEN_AGAIN), SheetRevision.reason != "", condition)
        .where(SheetRevision.user_id != Sheet.user_id, ~SEATED.exists())
    )
    return {row.sheet_id: row.reason for row in found}
