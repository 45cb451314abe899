"""Theory papers against the lines that tell what was typed: they have no receipts.

A line names a paper by its entry number. Whose number was corrected later goes by another one in
earlier lines: their marks must have been told in the round, under whatever number.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, cast, select

from competition.domain.judging import SIGNED, plainly
from competition.domain.telling import Finding
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Entrant
from competition.models.judging import Sheet, SheetRevision
from competition.queries.content.stored import AT_ONCE, document, figure, lines_of, slugs
from competition.queries.judging.theory import SETTLED, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    Paper = tuple[int | None, str, str, str]  # contest, round, entry, entry number
    Marks = tuple[tuple[str, str], ...]

CORRECTED: Final = "entrant:corrected"
ACTIONS: Final = ("theory:entered", "theory:settled", CORRECTED)


def findings() -> Iterator[Finding]:
    """Every paper whose entries are not those that the chain tells of, in their order."""
    told, corrected = _told()
    known = slugs()
    anywhere = {(*paper[:3], marks) for paper, typed in told.items() for marks in typed}
    for paper, typed in _typed():
        expected = told.pop(paper, [])
        if (paper[0], paper[3]) in corrected:
            holds = all((*paper[:3], marks) in anywhere for marks in typed)
        else:
            holds = typed == expected
        if not holds:
            yield Finding("sheet", "sheet_untold", _name(known, paper))
    for paper in told:
        if paper[0] in known and not _renumbered(paper, corrected):
            yield Finding("sheet", "sheet_gone", _name(known, paper))


def _renumbered(paper: Paper, corrected: set[tuple[int | None, str]]) -> bool:
    """Whether who had this number may have another one now: nobody has it, or somebody got it."""
    contest, number = paper[0], paper[3]
    if (contest, number) in corrected:
        return True
    if contest not in {one for one, _ in corrected}:
        return False
    held = select(Entrant.id).where(Entrant.contest_id == contest, Entrant.number == number)
    return db.session.scalar(held) is None


def _name(known: dict[int | None, str], paper: Paper) -> str:
    contest, round_, entry, number = paper
    where = "/".join(filter(None, (round_, number, entry)))
    return f"{known.get(contest, f'contest {contest}')} {where}"


def _told() -> tuple[dict[Paper, list[Marks]], set[tuple[int | None, str]]]:
    """What was typed into each paper, oldest first; and who got another number since."""
    told: dict[Paper, list[Marks]] = {}
    corrected: set[tuple[int | None, str]] = set()
    for line in lines_of(ACTIONS):
        detail = document(line.detail) or {}
        if line.action == CORRECTED:
            if "number" in detail.get("columns", ()):
                corrected.add((line.contest_id, line.subject))
            continue
        for entry, number, marks in _papers(line.action, detail):
            paper = (line.contest_id, line.subject, entry, number)
            told.setdefault(paper, []).append(_plain(marks))
    return told, corrected


def _papers(action: str, detail: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if action == "theory:settled":
        yield SETTLED, detail.get("number", ""), detail.get("marks", {})
        return
    for number, marks in detail.get("papers", {}).items():
        yield detail.get("entry", ""), number, marks


def _typed() -> Iterator[tuple[Paper, list[Marks]]]:
    """The revisions of each paper's entries, but for those that only confirm what stood."""
    rows = db.session.execute(
        select(
            Sheet.id,
            Round.contest_id,
            Round.key,
            Sheet.entry,
            Entrant.number,
            SheetRevision.state,
            cast(SheetRevision.marks, Text).label("marks"),
        )
        .join(Round, Round.id == Sheet.round_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(SheetRevision, SheetRevision.sheet_id == Sheet.id)
        .where(Sheet.seat == "")
        .order_by(Sheet.id, SheetRevision.revision),
        execution_options={"yield_per": AT_ONCE},
    )
    for _, of_sheet in groupby(rows, key=lambda row: row.id):
        typed: list[Marks] = []
        for row in of_sheet:
            marks = _plain(document(row.marks) or {})
            confirmed = row.entry == SINGLE and row.state == SIGNED
            if not (confirmed and typed and typed[-1] == marks):
                typed.append(marks)
        yield (row.contest_id, row.key, row.entry, row.number), typed


def _plain(marks: dict[str, Any]) -> Marks:
    """Marks that compare as figures."""
    return tuple(sorted((key, _text(mark)) for key, mark in marks.items()))


def _text(mark: object) -> str:
    read = figure(mark)
    return str(mark) if read is None else plainly(read)
