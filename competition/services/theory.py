"""Theory papers: typed twice by two people and settled by a third, or typed once and confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.domain.judging import SIGNED, SUBMITTED, plainly, require_complete, require_known
from competition.domain.settings import settings_from
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest, Round
from competition.models.judging import Sheet, revise
from competition.queries.judging import sheets as judging
from competition.queries.judging import theory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.queries.judging.theory import TheoryPaper

    Marks = Mapping[str, Decimal]


def enter_papers(
    actor: Actor, now: datetime, round_id: int, entry: str, papers: Mapping[str, Marks]
) -> int:
    """Store papers typed by one person, all or none; ``papers`` maps entry number to marks.

    Gives how many were new or changed. Raises Invalid ``entry_unknown``, NotAllowed
    ``not_a_typist``, ``entry_not_independent``, ``entry_of_another``, DomainError
    ``entry_final``, ``paper_away``.
    """
    with transaction() as session:
        desk = _desk(session, actor, now, round_id)
        if not theory.may_type(desk.round, actor.id or 0):
            raise NotAllowed("not_a_typist")
        if entry not in desk.entries:
            raise Invalid("entry_unknown", entry=entry)
        changed = [number for number, marks in papers.items() if _enter(desk, entry, number, marks)]
        if changed:
            detail: dict[str, object] = {
                "entry": entry,
                "papers": {number: _plain(papers[number]) for number in changed},
            }
            desk.tell("theory:entered", detail)
        return len(changed)


def settle_paper(actor: Actor, now: datetime, round_id: int, number: str, marks: Marks) -> None:
    """A third person looks at the paper and decides; both entries stay on record.

    Raises NotAllowed ``settling_not_independent`` for one of the two who typed it, DomainError
    ``nothing_to_settle`` unless two entries stand.
    """
    with transaction() as session:
        desk = _desk(session, actor, now, round_id)
        paper = desk.paper(number)
        if not all(name in paper.entries for name in theory.DOUBLE):
            raise DomainError("nothing_to_settle", number=number)
        if any(paper.entries[name].user_id == actor.id for name in theory.DOUBLE):
            raise NotAllowed("settling_not_independent", number=number)
        _require_fit(desk, marks)
        _write(desk, paper, theory.SETTLED, marks, SIGNED)
        desk.tell("theory:settled", {"number": number, "marks": _plain(marks)})


def confirm_papers(actor: Actor, now: datetime, round_id: int, numbers: Iterable[str]) -> int:
    """A second person has checked single entries against the papers; their marks stand now.

    Raises NotAllowed ``confirming_own``, DomainError ``nothing_to_confirm``.
    """
    with transaction() as session:
        desk = _desk(session, actor, now, round_id)
        confirmed = [_confirm(desk, number) for number in numbers]
        if confirmed:
            desk.tell("theory:confirmed", {"papers": confirmed})
        return len(confirmed)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who types what in which round: the facts of one deed."""

    session: Session
    actor: Actor
    now: datetime
    round: Round
    contest: Contest
    papers: Mapping[str, TheoryPaper]

    @property
    def entries(self) -> tuple[str, ...]:
        """The names of the entries that are typed under the contest's settings."""
        mode = settings_from(self.contest.settings).theory_entry
        return theory.DOUBLE if mode == "double" else (theory.SINGLE,)

    def paper(self, number: str) -> TheoryPaper:
        if number not in self.papers:
            raise NotFound("paper_unknown", number=number)
        if self.papers[number].away:
            raise DomainError("paper_away", number=number)
        return self.papers[number]

    def tell(self, action: str, detail: dict[str, object]) -> None:
        record(
            self.session,
            self.actor,
            self.now,
            action,
            self.round.key,
            contest_id=self.contest.id,
            detail=detail,
        )


def _desk(session: Session, actor: Actor, now: datetime, round_id: int) -> _Desk:
    """The round, locked until the deed ends, so that entries of one paper take turns."""
    round_ = session.scalar(select(Round).where(Round.id == round_id).with_for_update())
    if round_ is None or round_.judging != "single":
        raise NotFound("round_not_found")
    contest = round_.contest
    if contest.state != "judging":
        raise DomainError("judging_closed")
    if round_.state != "open":
        raise DomainError("round_closed", round=round_.title)
    papers = {paper.number: paper for paper in theory.papers_of(round_)}
    return _Desk(session, actor, now, round_, contest, papers)


def _require_fit(desk: _Desk, marks: Marks) -> None:
    criteria = [judging.bounds(row) for row in desk.round.criteria]
    require_known(criteria, marks)
    require_complete(criteria, marks)


def _enter(desk: _Desk, entry: str, number: str, marks: Marks) -> bool:
    """Whether the entry was new or changed."""
    paper = desk.paper(number)
    standing = paper.entries.get(entry)
    for name, other in paper.entries.items():
        if name != entry and other.user_id == desk.actor.id:
            raise NotAllowed("entry_not_independent", number=number)
    if standing and dict(standing.marks) == dict(marks):
        return False
    if theory.SETTLED in paper.entries or (standing and theory.is_final(standing)):
        raise DomainError("entry_final", number=number)
    if standing and standing.user_id != desk.actor.id:
        raise NotAllowed("entry_of_another", number=number)
    _require_fit(desk, marks)
    _write(desk, paper, entry, marks, SUBMITTED)
    return True


def _confirm(desk: _Desk, number: str) -> str:
    paper = desk.paper(number)
    typed = paper.entries.get(theory.SINGLE)
    if typed is None or theory.is_final(typed):
        raise DomainError("nothing_to_confirm", number=number)
    if typed.user_id == desk.actor.id:
        raise NotAllowed("confirming_own", number=number)
    _write(desk, paper, theory.SINGLE, typed.marks, SIGNED)
    return number


def _write(desk: _Desk, paper: TheoryPaper, entry: str, marks: Marks, state: str) -> None:
    sheet = desk.session.scalar(
        select(Sheet).where(
            Sheet.round_id == desk.round.id,
            Sheet.entrant_id == paper.entrant_id,
            Sheet.seat == "",
            Sheet.entry == entry,
        )
    ) or Sheet(
        round_id=desk.round.id,
        entrant_id=paper.entrant_id,
        user_id=desk.actor.id,
        seat="",
        entry=entry,
        revision=0,
    )
    by = desk.actor.id or 0
    revise(desk.session, sheet, state=state, marks=marks, by=by, at=desk.now)
    desk.contest.rules_frozen_at = desk.contest.rules_frozen_at or desk.now


def _plain(marks: Marks) -> dict[str, str]:
    return {key: plainly(mark) for key, mark in marks.items()}
