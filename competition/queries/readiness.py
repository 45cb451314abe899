"""What is known of a contest when it is asked whether it can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, func, select

from competition.domain.entrants.roster import crowded_employers
from competition.domain.entrants.windows import outside_ages, window_on
from competition.domain.setup.readiness import Facts, RoundFacts
from competition.models.base import db
from competition.models.contest import Proposal
from competition.models.contest import Round as RoundRow
from competition.models.entrant import Entrant
from competition.models.judging import Assignment, JudgeAbsence
from competition.models.staff import Membership, User
from competition.queries.contests import local_day, settings_of
from competition.queries.field import rules_of
from competition.queries.judging.differing import differing_papers
from competition.queries.ranking import live
from competition.queries.rules import CHANGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from competition.domain.contest import ContestState
    from competition.domain.rules import Round
    from competition.domain.settings import ContestSettings
    from competition.models.contest import Contest

_LEFT = ("withdrawn", "disqualified")
_SEATED_AWAY = and_(
    JudgeAbsence.round_id == Assignment.round_id, JudgeAbsence.user_id == Assignment.user_id
)
_FOR_ALL_OF_IT = and_(JudgeAbsence.away_from.is_(None), JudgeAbsence.away_until.is_(None))


def facts(contest: Contest, now: datetime) -> Facts:
    """The counts that ``domain.setup.readiness`` judges, as they are now."""
    today = local_day(contest, now)
    settings = settings_of(contest)
    employers = _column(contest, Entrant.employer)
    rules = rules_of(contest)
    return Facts(
        state=cast("ContestState", contest.state),
        entrants=len(employers),
        without_draw=_lacking(contest, Entrant.draw_number),
        without_code=_lacking(contest, Entrant.access_digest),
        without_document=_lacking(contest, Entrant.document_index),
        minimum_entrants=settings.minimum_entrants,
        crowded=crowded_employers(employers, settings.entrants_per_employer),
        entrants_per_employer=settings.entrants_per_employer,
        outside_age=outside_ages(_documents(contest, settings), settings, today),
        ages=(settings.youngest, settings.oldest),
        entries=window_on(settings, today),
        entries_from=settings.entries_from,
        entries_until=settings.entries_until,
        roles=_roles(contest),
        enterers=_clerks(contest),
        double_entry=settings.theory_entry == "double",
        rounds=_rounds(contest),
        specimen=settings.specimen,
        publicity_days=settings.publicity_days,
        unresolved=_unresolved(contest),
        rules_proposed=_proposed(contest),
        hosts=len(rules.contest.hosts),
        lacks_occupation=bool(rules.promotions) and not rules.contest.occupation,
    )


def _column(contest: Contest, column: object) -> list[str]:
    chosen = select(column).where(  # type: ignore[call-overload]  # any column of the entrants
        Entrant.contest_id == contest.id, Entrant.state.not_in(_LEFT)
    )
    return list(db.session.scalars(chosen))


def _documents(contest: Contest, settings: ContestSettings) -> list[tuple[str, str | None]]:
    """Entry numbers with documents, opened only where ages count and something can be done."""
    if contest.state not in {"setup", "open"} or not (settings.youngest or settings.oldest):
        return []
    chosen = select(Entrant.number, Entrant.document_number).where(
        Entrant.contest_id == contest.id, Entrant.state.not_in(_LEFT)
    )
    return [(number, document) for number, document in db.session.execute(chosen)]


def _lacking(contest: Contest, column: object) -> int:
    """How many entrants who take part have nothing in ``column``."""
    return sum(value is None for value in _column(contest, column))


def _roles(contest: Contest) -> frozenset[str]:
    chosen = select(Membership.role).where(
        Membership.contest_id == contest.id, Membership.user.has(active=True)
    )
    return frozenset(db.session.scalars(chosen))


def _clerks(contest: Contest) -> int:
    chosen = select(func.count(Membership.id)).where(
        Membership.contest_id == contest.id, Membership.role == "clerk"
    )
    return db.session.scalar(chosen) or 0


def _rounds(contest: Contest) -> tuple[RoundFacts, ...]:
    seats, away, partly = _seats(contest), _away(contest), _partly_away(contest)
    differing, unsigned = _differing(contest), _unsigned(contest)
    waiting = _waiting(contest, differing)
    return tuple(
        RoundFacts(
            title=item.title,
            judging=item.judging,
            judges=seats.get(item.key, (0, 0))[0],
            minimum=_minimum(item),
            away=tuple(away.get(item.key, ())),
            partly_away=tuple(partly.get(item.key, ())),
            present=seats.get(item.key, (0, 0))[1],
            waiting=waiting.get(item.key, 0),
            differing=len(differing.get(item.key, ())),
            unsigned=unsigned.get(item.key, 0),
        )
        for item in rules_of(contest).rounds
    )


def _minimum(item: Round) -> int:
    return item.panel.minimum if item.panel else 1


def _seats(contest: Contest) -> dict[str, tuple[int, int]]:
    """The judges that each entrant of a round has at least: of parallel panels the smallest.

    First as they have been given seats, then without those who are away.
    """
    found = db.session.execute(
        select(
            RoundRow.key,
            Assignment.panel,
            func.count(Assignment.id),
            func.count(Assignment.id) - func.count(JudgeAbsence.user_id),
        )
        .join(Assignment, Assignment.round_id == RoundRow.id)
        .outerjoin(JudgeAbsence, and_(_SEATED_AWAY, _FOR_ALL_OF_IT))
        .where(RoundRow.contest_id == contest.id, Assignment.trainee.is_(False))
        .group_by(RoundRow.key, Assignment.panel)
    )
    panels: dict[str, dict[str, tuple[int, int]]] = {}
    for key, panel, seated, present in found:
        panels.setdefault(key, {})[panel] = (seated, present)
    return {key: (_fewest(each, 0), _fewest(each, 1)) for key, each in panels.items()}


def _fewest(panels: dict[str, tuple[int, int]], which: int) -> int:
    """Judges of all entrants, and those of the smallest panel."""
    counts = {panel: both[which] for panel, both in panels.items()}
    return counts.pop("", 0) + min(counts.values(), default=0)


def _away(contest: Contest) -> dict[str, list[str]]:
    """The names of those who have a seat in a round and can't come to it; no trainees."""
    found = db.session.execute(
        select(RoundRow.key, User.name)
        .join(Assignment, Assignment.round_id == RoundRow.id)
        .join(JudgeAbsence, and_(_SEATED_AWAY, _FOR_ALL_OF_IT))
        .join(User, User.id == Assignment.user_id)
        .where(RoundRow.contest_id == contest.id, Assignment.trainee.is_(False))
        .order_by(Assignment.id)
    )
    names: dict[str, list[str]] = {}
    for key, name in found:
        names.setdefault(key, []).append(name)
    return names


def _partly_away(contest: Contest) -> dict[str, list[str]]:
    """The names of those who have a seat in a round and can't come for some of its time."""
    found = db.session.execute(
        select(RoundRow.key, User.name)
        .join(Assignment, Assignment.round_id == RoundRow.id)
        .join(JudgeAbsence, and_(_SEATED_AWAY, ~_FOR_ALL_OF_IT))
        .join(User, User.id == Assignment.user_id)
        .where(RoundRow.contest_id == contest.id)
        .order_by(Assignment.id)
    )
    names: dict[str, list[str]] = {}
    for key, name in found:
        names.setdefault(key, []).append(name)
    return names


def _unsigned(contest: Contest) -> dict[str, int]:
    """The seats of each round that have not signed off; no trainees."""
    chosen = (
        select(RoundRow.key, func.count(Assignment.id))
        .join(Assignment, Assignment.round_id == RoundRow.id)
        .where(RoundRow.contest_id == contest.id, Assignment.trainee.is_(False))
        .where(Assignment.signed_at.is_(None))
        .group_by(RoundRow.key)
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}


def _differing(contest: Contest) -> dict[str, set[str]]:
    """Whose papers wait for a third look, by round, once judging has begun."""
    papers = differing_papers([contest.id]) if contest.state == "judging" else []
    found: dict[str, set[str]] = {}
    for paper in papers:
        found.setdefault(paper.round, set()).add(paper.number)
    return found


def _waiting(contest: Contest, differing: Mapping[str, set[str]]) -> dict[str, int]:
    """How many entrants have no score yet in each round, once judging has begun.

    Those whose two entries differ are not counted here.
    """
    if contest.state != "judging":
        return {}
    found = live(contest)
    missing: dict[str, set[str]] = {}
    for line in found.ranking.lines:
        for key, result in line.rounds.items():
            if result.state == "incomplete" and line.state not in _LEFT:
                missing.setdefault(key, set()).add(line.entrant)
    for number, sheets in found.waiting.items():
        for sheet in sheets:
            missing.setdefault(sheet.round, set()).add(number)
    return {key: len(numbers - differing.get(key, set())) for key, numbers in missing.items()}


def _unresolved(contest: Contest) -> int:
    return len(live(contest).ranking.unresolved) if contest.state == "locked" else 0


def _proposed(contest: Contest) -> int:
    chosen = select(func.count(Proposal.id)).where(
        Proposal.contest_id == contest.id, Proposal.kind == CHANGE, Proposal.state == "waiting"
    )
    return db.session.scalar(chosen) or 0
