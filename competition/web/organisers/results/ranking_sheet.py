"""The ranking as it stands now as an Excel file: for the office, and marked so on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _

from competition.domain.publishing.explanation import explanation
from competition.exchange.result_tables import Column, Table, as_xlsx
from competition.queries import ranking as rankings
from competition.queries.publishing import results
from competition.web import i18n
from competition.web.accounts import (
    contest_state_word,
    decided_word,
    edge_word,
    level_word,
    state_word,
)
from competition.web.clock import now
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.entrants.lists import sheet_answer
from competition.web.organisers.results.ranking import names_seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from competition.domain.ranking.results import Line
    from competition.queries.ranking import Live

Account = dict[str, Any]


@blueprint.get("/<slug>/ranking.xlsx")
@allow("ranking:see")
def ranking_sheet() -> ResponseReturnValue:
    """Every line of the page with all it shows; names for those who see them there."""
    live = rankings.live(g.contest)
    published = results.current(g.contest.id) is not None
    mark = _("内部资料，不是公布的版本") if published else _("内部资料，尚未公布")
    made = as_xlsx(_table(live, mark))
    day = now().astimezone(ZoneInfo(g.contest.zone)).strftime("%Y%m%d-%H%M")
    kind = "internal" if published else "internal-unpublished"
    return sheet_answer(made, f"{g.contest.slug}-ranking-{kind}-{day}.xlsx")


def _table(live: Live, mark: str) -> Table:
    accounts = [(line, explanation(live.rules, line)) for line in live.ranking.lines]
    people = names_seen()
    judged = {each["key"] for _line, one in accounts for each in one["rounds"] if each["judges"]}
    grouped = bool(live.rules.ranking.groups)
    columns = [
        Column(_("名次"), figures=True),
        Column(_("是否并列")),
        Column(_("参赛号")),
        *([Column(_("姓名")), Column(_("单位"))] if people else []),
        *([Column(_("组别"))] if grouped else []),
    ]
    for round_ in live.rules.rounds:
        columns.append(Column(round_.title, figures=True))
        if round_.key in judged:
            columns.append(Column(_("%(round)s：计入的分", round=round_.title)))
            columns.append(Column(_("%(round)s：去掉的分", round=round_.title)))
    columns += [
        Column(_("总成绩"), figures=True),
        Column(_("名次判定")),
        Column(_("状态")),
        Column(_("奖项")),
        Column(_("晋升等级")),
        Column(_("称号")),
        Column(_("提示")),
    ]
    rows = [
        [
            str(line.rank or ""),
            _("并列") if line.tied else "",
            line.entrant,
            *(people[line.entrant] if people else ()),
            *([line.group or ""] if grouped else []),
            *(cell for each in one["rounds"] for cell in _round(each, judged)),
            one["total"] or "",
            decided_word(one["decided_by"], one["names"]),
            state_word(line.state),
            one["names"]["prize"].get(one["prize"], ""),
            _promotion(one["promotion"]),
            _("、").join(each["title"] for each in one["titles"] if each["granted"]),
            _("；").join(_told(live, line, one)),
        ]
        for line, one in accounts
    ]
    title = _("%(mark)s：%(title)s实时排名", mark=mark, title=g.contest.title)
    return Table(title, _note(live), columns, rows, _("内部"), mark)


def _note(live: Live) -> str:
    """When it was taken, and how far the marks are."""
    parts = [
        _("导出于 %(time)s", time=i18n.moment(now())),
        contest_state_word(g.contest.state),
        _("评分表还没有交齐的选手：%(count)s 名", count=len(live.waiting)),
    ]
    if live.ranking.unresolved:
        parts.append(_("同分待裁定的选手：%(count)s 名", count=len(live.ranking.unresolved)))
    return " · ".join(parts)


def _round(each: Account, judged: set[str]) -> Sequence[str]:
    scored = each["state"] == "scored" or (each["state"] == "absent" and each["score"] is not None)
    score = str(each["score"]) if scored else state_word(each["state"])
    if each["key"] not in judged:
        return (score,)
    kept = [_given(one) for one in each["judges"] if one["kept"]]
    dropped = [_given(one) for one in each["judges"] if not one["kept"]]
    recused = [_("%(judge)s 回避", judge=judge) for judge in each["recused"]]
    return score, _("、").join(kept), _("、").join([*dropped, *recused])


def _given(one: Mapping[str, Any]) -> str:
    return f"{one['judge']} {one['total']}"


def _promotion(promotion: Account | None) -> str:
    if promotion is None:
        return ""
    level = level_word(promotion["level"])
    return level if promotion["granted"] else _("%(level)s（不晋升）", level=level)


def _told(live: Live, line: Line, one: Account) -> list[str]:
    """What the page says below a line or beside a score."""
    names = one["names"]
    failed = [each["title"] for each in one["rounds"] if each["passed"] is False]
    awaited = [
        f"{names['round'][each.round]} {each.seat}" for each in live.waiting.get(line.entrant, ())
    ]
    return [
        *(_("%(round)s不合格", round=title) for title in failed),
        *(edge_word(edge, names) for edge in live.edges.get(line.entrant, ())),
        *([_("尚缺评分表：") + _("、").join(awaited)] if awaited else []),
    ]
