"""What is told about entrants before or after they are taken, and keeps nobody out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from competition.domain.entrants.roster import crowded_employers
from competition.domain.entrants.windows import outside_ages, window_on
from competition.queries import entrants as queries
from competition.queries.certificates.yearly import promoted_elsewhere
from competition.queries.contests import local_day, settings_of
from competition.web.clock import now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.entrants.line import RosterLine
    from competition.domain.entrants.roster import Preview

_MOST = 20  # names in one notice


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: a sentence, and whom it concerns, the first of them."""

    text: str
    people: tuple[str, ...] = ()


def of_sheet(found: Preview) -> list[Notice]:
    """What taking a sheet would bring that the settings don't foresee."""
    changed = [change.after for change in found.changed]
    gone = {change.before.number for change in found.changed}
    return [*of_window(), *_of_lines([*found.new, *changed], found.new, gone)]


def of_line(line: RosterLine) -> list[Notice]:
    """The same for one entrant who was just taken or corrected."""
    return _of_lines([line], [line], {line.number})


def of_window() -> list[Notice]:
    """That entries are not taken today; nothing while they are."""
    settings = settings_of(g.contest)
    told = {"open": "", "before": settings.entries_from, "after": settings.entries_until}
    window = window_on(settings, local_day(g.contest, now()))
    if not told[window]:
        return []
    words = _l("报名 %(day)s 才开始。") if window == "before" else _l("报名已于 %(day)s 截止。")
    return [Notice(f"{str(words) % {'day': told[window]}} {_('仍可登记，会留下记录。')}")]


def _of_lines(
    lines: Sequence[RosterLine], new: Sequence[RosterLine], gone: set[str]
) -> list[Notice]:
    """``gone`` are the numbers of stored entrants whose place the lines take."""
    found = (_outside_age(lines), _crowded(lines, gone), _elsewhere(new), _promoted(new))
    return [notice for notice in found if notice.people]


def _outside_age(lines: Sequence[RosterLine]) -> Notice:
    people = [(_who(line), line.document_number) for line in lines]
    found = outside_ages(people, settings_of(g.contest), local_day(g.contest, now()))
    words = _("以下 %(count)s 名选手的年龄不符合规定：", count=len(found))
    return Notice(words, tuple(f"{who} ({age})" for who, age in found[:_MOST]))


def _crowded(lines: Sequence[RosterLine], gone: set[str]) -> Notice:
    most = settings_of(g.contest).entrants_per_employer
    if not most:
        return Notice("")
    stand = [row.employer for row in queries.everybody(g.contest.id) if row.number not in gone]
    come = {line.employer for line in lines}
    counted = crowded_employers([*stand, *(line.employer for line in lines)], most)
    found = [(name, count) for name, count in counted if name in come]
    words = _("以下单位的人数超过规定（每个单位最多 %(most)s 人）：", most=most)
    return Notice(words, tuple(f"{name} {count}" for name, count in found[:_MOST]))


def _elsewhere(lines: Sequence[RosterLine]) -> Notice:
    """Whose document is entered in another contest under way."""
    known = queries.elsewhere(g.contest.id, [line.document_number for line in lines])
    found = [line for line in lines if line.document_number in known]
    people = (f"{_who(line)} ({'、'.join(known[line.document_number or ''])})" for line in found)
    words = _("以下选手还报名了其他正在进行的竞赛，请核对参赛资格：")
    return Notice(words, tuple(people)[:_MOST])


def _promoted(lines: Sequence[RosterLine]) -> Notice:
    """Whom another contest promoted this year already."""
    year = local_day(g.contest, now()).year
    documents = [line.document_number for line in lines]
    known = promoted_elsewhere(g.contest.id, documents, year)
    found = [line for line in lines if line.document_number in known]
    people = (f"{_who(line)} ({'、'.join(known[line.document_number or ''])})" for line in found)
    words = _("以下选手今年已在其他竞赛晋升等级，一人一年只能晋升一次，请核对晋升资格：")
    return Notice(words, tuple(people)[:_MOST])


def _who(line: RosterLine) -> str:
    return f"{line.number} {line.name}".strip()
