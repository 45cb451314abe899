"""The sentence for each reason code, in English (used in files) and Chinese (on pages).

Reasons of rankings and promotions alone; refusals of deeds are worded by the web.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.entrants.levels import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: dict[str, tuple[str, str]] = {
    "rank_within": (
        "rank {rank} is within {first}–{last}",
        "第 {rank} 名，在第 {first}–{last} 名之内",
    ),
    "slot_passed_down": (
        "rank {rank} takes a slot passed down from ranks {first}–{last}",
        "第 {rank} 名，递补第 {first}–{last} 名空出的名额",
    ),
    "has_prize": ("prize {prize} is among {prizes}", "所获奖项 {prize} 在 {prizes} 之列"),
    "other_prize": (
        "has prize {prize} and no earlier promotion decided",
        "获得奖项 {prize}，且此前的晋升规则未作决定",
    ),
    "round_passed": (
        "{round} {score} ≥ {pass_mark}",
        "{round} {score} 分，达到合格线 {pass_mark} 分",
    ),
    "round_failed": (
        "{round} {score} < {pass_mark}",
        "{round} {score} 分，未达到合格线 {pass_mark} 分",
    ),
    "not_eligible": ("not eligible: {reason}", "不符合晋升资格：{reason}"),
    "holds_level": ("already holds level {held}", "已持有{held}证书"),
    "above_held": ("level {level} is above level {held} held", "{level}高于已持有的{held}"),
    "raised": (
        "holds level {held}, raised to level {level}",
        "已持有{held}，晋升一级至{level}",
    ),
    "no_highest_left": (
        "already holds level {held}, there is none above it",
        "已持有{held}证书，其上再无等级",
    ),
    "no_marks": ("{round} has no mark", "{round} 尚无评分"),
    "sheet_incomplete": (
        "{round}: judge {judge} has not marked {criteria}",
        "{round}：评委 {judge} 未评 {criteria}",
    ),
    "criteria_missing": ("{round}: {criteria} has no mark", "{round}：{criteria} 尚无评分"),
    "panel_too_small": (
        "{round}: {judges} of at least {minimum} judges",
        "{round}：评委 {judges} 人，至少需要 {minimum} 人",
    ),
    # publication checklist
    # names and identity numbers
}


def worded(code: str, params: Mapping[str, object], language: str = "en") -> str:
    """The sentence of ``code`` filled with ``params``; ``language`` is ``en`` or ``zh``.

    Levels are numbers in English (``level 2``) and names in Chinese (``二级/技师``), as there
    certificates write them.
    """
    english, chinese = SENTENCES[code]
    if not language.startswith("zh"):
        return english.format_map(params)
    levels = {name: _level(params[name]) for name in ("held", "level") if name in params}
    return chinese.format_map({**params, **levels})


def _level(level: object) -> str:
    return next((name for number, name in LEVELS.items() if str(number) == str(level)), str(level))
