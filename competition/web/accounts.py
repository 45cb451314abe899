"""The words of a ranking: states, deciding keys, conditions and edges, in the visitor's language.

An account is what ``domain.publishing.explanation`` makes of a line; live pages and frozen
versions use the same words for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from competition.domain.wording import worded
from competition.web import i18n

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from competition.domain.publishing.edges import Edge

STATES = {
    "ranked": _l("已排名"),
    "scored": _l("已评分"),
    "incomplete": _l("评分未齐"),
    "absent": _l("缺考"),
    "withdrawn": _l("弃权"),
    "disqualified": _l("取消资格"),
    "unofficial": _l("不计名次"),
}
LEVELS = {
    1: _l("一级/高级技师"),
    2: _l("二级/技师"),
    3: _l("三级/高级工"),
    4: _l("四级/中级工"),
    5: _l("五级/初级工"),
}
MODES = {
    "half_up": _l("四舍五入到 %(places)s 位小数"),
    "half_even": _l("四舍六入五成双，保留 %(places)s 位小数"),
    "down": _l("截去第 %(places)s 位小数之后的部分"),
    "none": _l("不作舍入"),
}
DECIDED = {
    "total": _l("总成绩"),
    "total:exact": _l("未舍入的总成绩"),
    "committee": _l("组委会裁定"),
    "shared": _l("并列"),
    "unresolved": _l("同分，待组委会裁定"),
}
STANDINGS = {
    "provisional": _l("公示中"),
    "final": _l("正式成绩"),
    "replaced": _l("已被更正"),
    "withdrawn": _l("已撤回"),
}
CONTEST_STATES = {
    "setup": _l("筹备中"),
    "open": _l("报名中"),
    "judging": _l("比赛评分中"),
    "locked": _l("评分已锁定"),
    "reviewed": _l("成绩已复核"),
    "provisional": _l("成绩公示中"),
    "final": _l("成绩已确定"),
    "certified": _l("证书已颁发"),
}


_UNIT = re.compile(r"(?<=\d) (?=分)")  # a figure and its unit stay on one line


def init_app(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.globals.update(
        state_word=state_word,
        level_word=level_word,
        rounding_word=rounding_word,
        decided_word=decided_word,
        reason_word=reason_word,
        edge_word=edge_word,
        standing_word=standing_word,
        contest_state_word=contest_state_word,
    )


def state_word(state: str) -> str:
    """A state of an entrant, in the contest or in a round."""
    return str(STATES[state])


def standing_word(standing: str) -> str:
    """What a published version is worth now."""
    return str(STANDINGS[standing])


def contest_state_word(state: str) -> str:
    """Where a contest stands."""
    return str(CONTEST_STATES[state])


def level_word(level: int) -> str:
    """A level as certificates write it."""
    return str(LEVELS[level])


def rounding_word(rounding: Mapping[str, Any]) -> str:
    """How a figure was rounded; ``rounding`` as in an account."""
    return str(MODES[rounding["mode"]]) % {"places": rounding["places"]}


def decided_word(key: str | None, names: Mapping[str, Mapping[str, str]]) -> str:
    """Which key decided a place, called by its title."""
    if key is None:
        return ""
    if key in DECIDED:
        return str(DECIDED[key])
    kind, _colon, name = key.partition(":")
    title = names[kind].get(name, name)
    if kind == "measure":
        return str(_("%(title)s（记录值）", title=title))
    return str(_("%(title)s成绩", title=title))


def reason_word(reason: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> str:
    """One condition in words, with titles for the keys of rounds, prizes and criteria."""
    params = dict(reason["params"])
    lists = {"prizes": "prize", "criteria": "criterion"}
    for name, value in params.items():
        titles = names.get(lists.get(name) or name)
        if titles:
            params[name] = _titles(value, titles)
    return _UNIT.sub("\u00a0", worded(reason["code"], params, i18n.language()))


def _titles(keys: str, titles: Mapping[str, str]) -> str:
    comma = "、" if i18n.language() == "zh" else ", "
    return comma.join(titles.get(key, key) for key in keys.split(", "))


def edge_word(edge: Edge, names: Mapping[str, Mapping[str, str]]) -> str:
    """An edge in words: what the line is and how far off the entrant stands."""
    gap = edge.gap.lstrip("-")
    below = edge.gap.startswith("-")
    if edge.kind == "neighbour":
        return str(
            _("与 %(number)s 号相差 %(gap)s 分，中间是奖项或晋升的分界", number=edge.name, gap=gap)
        )
    kind = "round" if edge.kind == "pass" else "prize"
    title = names[kind].get(edge.name, edge.name)
    if gap == "0":
        return str(_("恰好达到%(title)s的分数线", title=title))
    if below:
        return str(_("距%(title)s的分数线只差 %(gap)s 分", title=title, gap=gap))
    return str(_("只高出%(title)s的分数线 %(gap)s 分", title=title, gap=gap))
