"""The published result as files: the contract's JSON, CSV, Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, make_response, request
from flask_babel import gettext as _

from competition.exchange.result_json import canonical_text
from competition.exchange.result_tables import Column, Table, as_csv, as_xlsx
from competition.queries.publishing import results as queries
from competition.web import i18n
from competition.web.accounts import decided_word, level_word, standing_word, state_word
from competition.web.guards import ANYONE, allow
from competition.web.public.blueprint import blueprint
from competition.web.public.results.reading import asked_for

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from competition.queries.publishing.results import PublicLine
    from competition.web.public.results.reading import Published

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/c/<slug>/results.json")
@allow(ANYONE)
def results_json() -> ResponseReturnValue:
    """The result document; its hash is the one that the version carries."""
    published = asked_for()
    answer = _file(canonical_text(published.version.result), "application/json", "")
    answer.set_etag(published.version.result_sha256)
    return answer.make_conditional(request)


@blueprint.get("/c/<slug>/results.csv")
@allow(ANYONE)
def results_csv() -> ResponseReturnValue:
    """The table as CSV."""
    published = asked_for()
    return _file(as_csv(_table(published)), "text/csv", _name(published, "csv"))


@blueprint.get("/c/<slug>/results.xlsx")
@allow(ANYONE)
def results_xlsx() -> ResponseReturnValue:
    """The table as an Excel file."""
    published = asked_for()
    return _file(as_xlsx(_table(published)), XLSX, _name(published, "xlsx"))


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    answer = make_response(content)
    answer.mimetype = mimetype
    answer.headers["Cache-Control"] = "no-cache"
    if name:
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _name(published: Published, ending: str) -> str:
    return f"{g.contest.slug}-v{published.version.number}.{ending}"


def _table(published: Published) -> Table:
    version, rules = published.version, published.rules
    groups = [Column(_("组别"))] if rules.ranking.groups else []
    columns = [
        Column(_("名次"), figures=True),
        Column(_("是否并列")),
        Column(_("参赛号")),
        Column(_("姓名")),
        Column(_("单位")),
        *groups,
        *(Column(round_.title, figures=True) for round_ in rules.rounds),
        Column(_("总成绩"), figures=True),
        Column(_("名次判定")),
        Column(_("状态")),
        Column(_("奖项")),
        Column(_("晋升等级")),
        Column(_("称号")),
    ]
    note = _(
        "第 %(number)s 版 · %(standing)s · %(time)s",
        number=version.number,
        standing=standing_word(version.standing),
        time=i18n.moment(version.published_at),
    )
    names = published.names
    rows = [_row(names, line, grouped=bool(groups)) for line in queries.public_lines(version.id)]
    return Table(g.contest.title, note, columns, rows, _("成绩"))


def _row(names: dict[str, dict[str, str]], line: PublicLine, *, grouped: bool) -> list[str]:
    return [
        str(line.rank or ""),
        _("并列") if line.shown["tied"] else "",
        line.number,
        line.name or "",
        line.employer or "",
        *([line.group or ""] if grouped else []),
        *(_score(line, key) for key in names["round"]),
        line.total or "",
        decided_word(line.shown["decided_by"], names),
        state_word(line.state),
        names["prize"].get(line.prize or "", ""),
        level_word(line.level) if line.level else "",
        "、".join(names["title"][key] for key in line.shown["titles"]),
    ]


def _score(line: PublicLine, key: str) -> str:
    result = line.shown["rounds"][key]
    return result["score"] if result["score"] is not None else state_word(result["state"])
