"""Sheets of marks: what stands against the revisions, and the revisions against the chain.

A judge's marks come by a submission, which has a line and a receipt. Signing and reopening write a
revision too, which takes the marks over as they were: so marks that no line tells of show.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Row, String, Text, cast, select, type_coerce

from competition.domain.judging import DRAFT, RECUSED, SIGNED, SUBMITTED
from competition.domain.telling import Finding
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Entrant
from competition.models.judging import Receipt, Sheet, SheetMark, SheetRevision
from competition.queries.content.stored import AT_ONCE, document, lines_of, same_marks, slugs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Place = tuple[int, int]  # a sheet and its revision
    Slugs = dict[int | None, str]

STATES: Final = {
    "sheet:drafted": DRAFT,
    "sheet:submitted": SUBMITTED,
    "sheet:recused": RECUSED,
}
# Signing, and reopening what was signed or recused: with the marks as they were.
TAKEN_OVER: Final = {(SUBMITTED, SIGNED), (SIGNED, SUBMITTED), (RECUSED, DRAFT)}


def findings() -> Iterator[Finding]:
    """Every sheet that is not as it was handed in, signed or reopened."""
    told: set[Place] = set()
    yield from _handed_in(slugs(), told)
    yield from _standing(told)


def _handed_in(known: Slugs, told: set[Place]) -> Iterator[Finding]:
    """Each line of a submission against the receipt and the revision; ``told`` gets the latter."""
    for some in lines_of(STATES).partitions():
        details = [document(line.detail) or {} for line in some]
        found = _receipts([one["submission"] for one in details if "submission" in one])
        for line, detail in zip(some, details, strict=True):
            if line.contest_id not in known or "submission" not in detail:
                continue
            kept = found.get(detail["submission"])
            if kept:
                told.add((kept.sheet_id, kept.revision))
            kind = _wrong(line, detail, kept)
            if kind:
                yield Finding("sheet", kind, f"{known[line.contest_id]} {line.subject}")


def _receipts(ids: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Receipts by submission, each with the revision and the sheet that it names, if they exist."""
    rows = db.session.execute(
        select(
            Receipt.submission_id,
            Receipt.sheet_id,
            Receipt.revision,
            SheetRevision.state,
            cast(SheetRevision.marks, Text).label("marks"),
            Round.contest_id,
            Round.key,
            Entrant.draw_number,
            Sheet.seat,
        )
        .outerjoin(
            SheetRevision,
            (SheetRevision.sheet_id == Receipt.sheet_id)
            & (SheetRevision.revision == Receipt.revision),
        )
        .outerjoin(Sheet, Sheet.id == Receipt.sheet_id)
        .outerjoin(Round, Round.id == Sheet.round_id)
        .outerjoin(Entrant, Entrant.id == Sheet.entrant_id)
        .where(Receipt.submission_id.in_(ids))
    )
    return {row.submission_id: row for row in rows}


def _wrong(line: Row[*tuple[Any, ...]], detail: dict[str, Any], kept: Row[Any] | None) -> str:
    """In what way a line and what is kept of it differ; draw numbers stay after the first mark."""
    if kept is None:
        return "receipt_gone"
    if kept.state is None or kept.key is None:
        return "sheet_gone"
    place = (kept.contest_id, f"{kept.key}/{kept.draw_number}/{kept.seat}")
    if (line.contest_id, line.subject) != place:
        return "sheet_moved"
    same = (kept.revision, kept.state) == (detail.get("revision"), STATES[line.action])
    return "" if same and same_marks(document(kept.marks), detail.get("marks")) else "sheet_told"


@dataclass(frozen=True, slots=True)
class _Revision:
    """One revision as it is stored, its marks as the text of the column."""

    number: int
    state: str
    marks: str


def _standing(told: set[Place]) -> Iterator[Finding]:
    """Each sheet against its revisions; those that no line tells of must take the marks over."""
    with closing(_Marks()) as given:
        for sheet_id, of_sheet in groupby(_revisions(), key=lambda row: row.id):
            every = list(of_sheet)
            kept = [_Revision(row.number, row.was, row.marks) for row in every if row.number]
            if not _stands(every[0], kept, given.of(sheet_id)):
                yield Finding("sheet", "sheet", _named(sheet_id))
            if every[0].seat and not _followed(sheet_id, kept, told):
                yield Finding("sheet", "sheet_untold", _named(sheet_id))


def _revisions() -> Iterator[Row[*tuple[Any, ...]]]:
    """Every sheet with each of its revisions, or with none."""
    yield from db.session.execute(
        select(
            Sheet.id,
            Sheet.revision,
            Sheet.state,
            Sheet.seat,
            SheetRevision.revision.label("number"),
            SheetRevision.state.label("was"),
            cast(SheetRevision.marks, Text).label("marks"),
        )
        .outerjoin(SheetRevision, SheetRevision.sheet_id == Sheet.id)
        .order_by(Sheet.id, SheetRevision.revision),
        execution_options={"yield_per": AT_ONCE},
    )


def _stands(sheet: Row[*tuple[Any, ...]], kept: Sequence[_Revision], marks: dict[str, str]) -> bool:
    """Whether the sheet is what its newest revision says, and no revision before is gone."""
    if not kept or [one.number for one in kept] != list(range(1, len(kept) + 1)):
        return False
    newest = kept[-1]
    same = (sheet.revision, sheet.state) == (newest.number, newest.state)
    return same and same_marks(document(newest.marks), marks)


def _followed(sheet_id: int, kept: Sequence[_Revision], told: set[Place]) -> bool:
    """Whether every revision of a judge's sheet is told of, or takes the marks over."""
    before: _Revision | None = None
    for one in kept:
        if (sheet_id, one.number) not in told:
            if before is None or (before.state, one.state) not in TAKEN_OVER:
                return False
            if before.marks != one.marks and not same_marks(
                document(before.marks), document(one.marks)
            ):
                return False
        before = one
    return True


class _Marks:
    """The marks that stand, sheet after sheet; sheets are asked for in the order of their ids."""

    def __init__(self) -> None:
        self._rows = db.session.execute(
            select(
                SheetMark.sheet_id,
                SheetMark.criterion,
                type_coerce(SheetMark.mark, String),  # what was edited may be no figure
            ).order_by(SheetMark.sheet_id),
            execution_options={"yield_per": AT_ONCE},
        )
        self._groups = groupby(self._rows, key=lambda row: row.sheet_id)
        self._id = 0
        self._marks: dict[str, str] = {}

    def close(self) -> None:
        """Let go of what was not read: marks of sheets that are gone."""
        self._rows.close()

    def of(self, sheet_id: int) -> dict[str, str]:
        """The marks of this sheet; those of sheets that are gone are passed over."""
        while self._id < sheet_id:
            found = next(self._groups, None)
            if found is None:
                return {}
            self._id = found[0]
            self._marks = {criterion: mark for _, criterion, mark in found[1]}
        return self._marks if self._id == sheet_id else {}


def _named(sheet_id: int) -> str:
    """Contest, round, entrant and seat or entry of a sheet that does not hold."""
    known = slugs()
    row = db.session.execute(
        select(Round.contest_id, Round.key, Entrant.number, Sheet.seat, Sheet.entry)
        .select_from(Sheet)
        .outerjoin(Round, Round.id == Sheet.round_id)
        .outerjoin(Entrant, Entrant.id == Sheet.entrant_id)
        .where(Sheet.id == sheet_id)
    ).one()
    where = "/".join(filter(None, (row.key, row.number, row.seat or row.entry)))
    return f"{known.get(row.contest_id, f'contest {row.contest_id}')} {where}"
