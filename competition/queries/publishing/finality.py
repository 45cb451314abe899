"""What stands against a provisional result becoming final: the same for the page and the deed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import undefer

from competition.domain.ordering import natural
from competition.domain.publishing.differences import differences
from competition.domain.publishing.objections import PublishedLine, line_differs, names_entrant
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.entrant import Entrant
from competition.models.results import Objection, ResultLine, ResultVersion
from competition.queries.publishing.results import STANDING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session, scoped_session

    Reading = Session | scoped_session[Any]
    Lines = Mapping[tuple[int, int], PublishedLine]

Obstacle = Literal["publicity_not_over", "objections_open", "correction_due"]


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that stands against it, with the entry numbers that it concerns."""

    code: Obstacle
    numbers: tuple[str, ...] = ()


def against_final(
    version: ResultVersion, now: datetime, session: Reading | None = None
) -> tuple[Against, ...]:
    """What keeps ``version`` provisional now; nothing when it may be made final."""
    reading = session or db.session
    contest = (version.contest_id,)
    early = bool(version.objections_until and now <= version.objections_until)
    filed = unanswered(contest, reading).get(version.contest_id, ())
    upheld = uncorrected(contest, reading).get(version.contest_id, ())
    return (
        *((Against("publicity_not_over"),) if early else ()),
        *((Against("objections_open", filed),) if filed else ()),
        *((Against("correction_due", upheld),) if upheld else ()),
    )


def waiting_to_be_final(
    contest_ids: Collection[int], now: datetime, uncorrected: Collection[int]
) -> list[int]:
    """The contests with a provisional version that nothing keeps so; one statement.

    ``uncorrected``: the contests in which an upheld objection waits for its correction.
    """
    filed = select(Objection.id).where(
        Objection.contest_id == ResultVersion.contest_id, Objection.state == "filed"
    )
    chosen = (
        select(ResultVersion.contest_id)
        .where(ResultVersion.contest_id.in_(set(contest_ids) - set(uncorrected)))
        .where(ResultVersion.standing == "provisional", ~filed.exists())
        .where(ResultVersion.objections_until.is_(None) | (ResultVersion.objections_until < now))
        .distinct()
    )
    return list(db.session.scalars(chosen))


def unanswered(
    contest_ids: Collection[int], session: Reading | None = None
) -> dict[int, tuple[str, ...]]:
    """By contest, the entry numbers whose objection nobody has answered; one statement."""
    found = (session or db.session).execute(
        select(Objection.contest_id, Entrant.number)
        .join(Entrant, Entrant.id == Objection.entrant_id)
        .where(Objection.contest_id.in_(contest_ids), Objection.state == "filed")
    )
    return _by_contest((contest, number) for contest, number in found)


def uncorrected(
    contest_ids: Collection[int], session: Reading | None = None
) -> dict[int, tuple[str, ...]]:
    """By contest, the entry numbers whose upheld objection no later version settles.

    What settles it: ``domain.publishing.objections``, or a correction in the register. One
    statement where none was upheld, three where some were, whatever the number of contests; one
    more for each that no version settles, and a document for each correction that names an entrant
    whose own line it leaves as it was.
    """
    reading = session or db.session
    upheld = list(
        reading.execute(
            select(
                Objection.contest_id,
                Objection.version_id,
                Objection.entrant_id,
                Entrant.number,
                Objection.answered_at,
            )
            .join(Entrant, Entrant.id == Objection.entrant_id)
            .where(Objection.contest_id.in_(contest_ids), Objection.state == "upheld")
        )
    )
    if not upheld:
        return {}
    versions = _versions({contest for contest, *_ in upheld}, reading)
    lines = _lines({entrant for _, _, entrant, *_ in upheld}, reading)
    return _by_contest(
        (contest, number)
        for contest, version, entrant, number, answered in upheld
        if not _settled(versions[contest], lines, (version, entrant, number), reading)
        and not _corrected_since(contest, number, answered, reading)
    )


def _corrected_since(
    contest_id: int, number: str, answered: datetime | None, reading: Reading
) -> bool:
    """Whether the entrant was corrected in the register after the answer, as the chain tells.

    What is not published, such as the name of one who does not consent, changes no version.
    """
    if answered is None:
        return False
    told = select(AuditLine.id).where(
        AuditLine.contest_id == contest_id,
        AuditLine.action == "entrant:corrected",
        AuditLine.subject == number,
        AuditLine.at > answered,
    )
    return reading.scalar(told.limit(1)) is not None


def _settled(
    versions: list[ResultVersion],
    lines: Lines,
    objected: tuple[int, int, str],
    reading: Reading,
) -> bool:
    version_id, entrant_id, number = objected
    counting = next((each for each in versions if each.standing in STANDING), None)
    was = next(each for each in versions if each.id == version_id)
    if counting is None or counting.number <= was.number:
        return False
    if line_differs(lines.get((was.id, entrant_id)), lines.get((counting.id, entrant_id))):
        return True
    later = (each for each in versions if was.number < each.number <= counting.number)
    named = any(names_entrant(each.reason, number) for each in later)
    return named and _differ(was, counting, reading)


def _differ(was: ResultVersion, counting: ResultVersion, reading: Reading) -> bool:
    """Whether anybody's figures or the rules are others than they were."""
    chosen = select(ResultVersion).where(ResultVersion.id.in_((was.id, counting.id)))
    list(reading.scalars(chosen.options(undefer(ResultVersion.result))))
    return was.rules_sha256 != counting.rules_sha256 or bool(
        differences(was.result, counting.result)
    )


def _versions(contest_ids: Collection[int], reading: Reading) -> dict[int, list[ResultVersion]]:
    chosen = select(ResultVersion).where(ResultVersion.contest_id.in_(contest_ids))
    found: dict[int, list[ResultVersion]] = {}
    for version in reading.scalars(chosen.order_by(ResultVersion.number.desc())):
        found.setdefault(version.contest_id, []).append(version)
    return found


def _lines(entrant_ids: Collection[int], reading: Reading) -> Lines:
    line = ResultLine
    found = reading.execute(
        select(line.version_id, line.entrant_id, line.name, line.employer, line.explanation).where(
            line.entrant_id.in_(entrant_ids)
        )
    )
    return {
        (version, entrant): PublishedLine(name, employer, account)
        for version, entrant, name, employer, account in found
    }


def _by_contest(found: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    numbers: dict[int, set[str]] = {}
    for contest, number in found:
        numbers.setdefault(contest, set()).add(number)
    return {contest: tuple(sorted(each, key=natural)) for contest, each in numbers.items()}
