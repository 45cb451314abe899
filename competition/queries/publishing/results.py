"""Published versions and their lines: what public pages, contestants and exports show.

Only what was frozen is read here, never the live tables; the one exception is consent, which may
be withdrawn after publication and then takes a name off every page at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from competition.domain.errors import NotFound
from competition.domain.publishing.differences import Difference
from competition.models.base import db
from competition.models.entrant import Entrant
from competition.models.results import ResultLine, ResultVersion

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session, scoped_session

STANDING = ("provisional", "final")  # of the one version that counts


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line as anybody may read it; ``name`` and ``employer`` only with present consent."""

    number: str
    name: str | None
    employer: str | None
    group: str | None
    state: str
    rank: int | None
    total: str | None
    prize: str | None
    level: int | None
    shown: dict[str, Any]


def versions(contest_id: int) -> list[ResultVersion]:
    """Every version that was ever published, newest first."""
    found = db.session.scalars(
        select(ResultVersion)
        .where(ResultVersion.contest_id == contest_id)
        .order_by(ResultVersion.number.desc())
    )
    return list(found)


def numbers(contest_ids: Collection[int]) -> dict[int, list[int]]:
    """The numbers of the versions of each contest that stand or stood, oldest first.

    Withdrawn ones are left out; whoever asks has passed the gate for results.
    """
    found = db.session.execute(
        select(ResultVersion.contest_id, ResultVersion.number)
        .where(ResultVersion.contest_id.in_(contest_ids))
        .where(ResultVersion.standing != "withdrawn")
        .order_by(ResultVersion.number)
    )
    listed: dict[int, list[int]] = {}
    for contest_id, number in found:
        listed.setdefault(contest_id, []).append(number)
    return listed


def current(
    contest_id: int, session: Session | scoped_session[Any] | None = None
) -> ResultVersion | None:
    """The version that counts: provisional or final; none before publication or once withdrawn."""
    found: ResultVersion | None = (session or db.session).scalar(
        select(ResultVersion)
        .where(ResultVersion.contest_id == contest_id, ResultVersion.standing.in_(STANDING))
        .order_by(ResultVersion.number.desc())
        .limit(1)
    )
    return found


def taken_back(contest_id: int) -> ResultVersion | None:
    """The newest version where it was withdrawn and nothing was published since, else none."""
    newest = next(iter(versions(contest_id)), None)
    return newest if newest and newest.standing == "withdrawn" else None


def version(contest_id: int, number: int | None) -> ResultVersion:
    """The version of that number, or the one that counts. Raises NotFound."""
    if number is None:
        found = current(contest_id)
    else:
        found = db.session.scalar(
            select(ResultVersion).where(
                ResultVersion.contest_id == contest_id, ResultVersion.number == number
            )
        )
    if found is None:
        raise NotFound("version_unknown", number=number or "")
    return found


def pictured(version_id: int) -> list[Entrant]:
    """The winners of a version who have a photograph and whose consent stands now."""
    chosen = (
        select(Entrant)
        .join(ResultLine, ResultLine.entrant_id == Entrant.id)
        .where(ResultLine.version_id == version_id, ResultLine.prize.is_not(None))
        .where(Entrant.consented_at.is_not(None), Entrant.photo_key.is_not(None))
    )
    return list(db.session.scalars(chosen))


def public_lines(version_id: int, upto_rank: int | None = None) -> list[PublicLine]:
    """The lines of a version in order, names only where consent stands now."""
    line, entrant = ResultLine, Entrant
    chosen = (
        select(
            line.number,
            func.coalesce(line.name, entrant.name),
            func.coalesce(line.employer, entrant.employer),
            entrant.consented_at,
            line.group,
            line.state,
            line.rank,
            line.total,
            line.prize,
            line.level,
            line.shown,
        )
        .join(entrant, entrant.id == line.entrant_id)
        .where(line.version_id == version_id)
        .order_by(line.position)
    )
    if upto_rank is not None:
        chosen = chosen.where(line.rank <= upto_rank)
    return [
        PublicLine(number, name if consent else None, employer if consent else None, *rest)
        for number, name, employer, consent, *rest in db.session.execute(chosen)
    ]


def renamed(version: ResultVersion) -> tuple[Difference, ...]:
    """Names and employers corrected since the version was published, of those who consent now."""
    line, entrant = ResultLine, Entrant
    found = db.session.execute(
        select(line.number, line.name, entrant.name, line.employer, entrant.employer)
        .join(entrant, entrant.id == line.entrant_id)
        .where(line.version_id == version.id, line.name.is_not(None))
        .where(entrant.consented_at.is_not(None))
        .order_by(line.position)
    )
    return tuple(
        Difference(number, figure, before, after)
        for number, name, name_now, employer, employer_now in found
        for figure, before, after in (
            ("name", name, name_now),
            ("employer", employer, employer_now),
        )
        if before != after
    )


def corrected_names(version_ids: Collection[int]) -> dict[tuple[int, int], list[Difference]]:
    """By older and newer version, whose name or employer was corrected, if they consent now.

    What stood there before is nobody's business any more and left out. One statement.
    """
    older, newer = aliased(ResultLine), aliased(ResultLine)
    found = db.session.execute(
        select(
            older.version_id,
            newer.version_id,
            newer.number,
            older.name,
            newer.name,
            older.employer,
            newer.employer,
        )
        .join(newer, (newer.entrant_id == older.entrant_id) & (newer.version_id > older.version_id))
        .join(Entrant, (Entrant.id == newer.entrant_id) & Entrant.consented_at.is_not(None))
        .where(older.version_id.in_(version_ids), newer.version_id.in_(version_ids))
        .where((older.name != newer.name) | (older.employer != newer.employer))
        .order_by(newer.position)
    )
    corrected: dict[tuple[int, int], list[Difference]] = {}
    for before, after, number, name, name_now, employer, employer_now in found:
        told = corrected.setdefault((before, after), [])
        for figure, was, now_is in (
            ("name", name, name_now),
            ("employer", employer, employer_now),
        ):
            if was is not None and now_is is not None and was != now_is:
                told.append(Difference(number, figure, None, now_is))
    return corrected


def consent_stamp(contest_id: int) -> str:
    """A text that changes whenever anybody gives or withdraws consent."""
    count, latest = db.session.execute(
        select(func.count(Entrant.consented_at), func.max(Entrant.consented_at)).where(
            Entrant.contest_id == contest_id
        )
    ).one()
    return f"{count}-{latest}"


def own_line(version_id: int, entrant_id: int) -> ResultLine | None:
    """An entrant's own line of a version, with the account of it."""
    return db.session.scalar(
        select(ResultLine).where(
            ResultLine.version_id == version_id, ResultLine.entrant_id == entrant_id
        )
    )
