"""The level an entrant already holds, in the many ways people write it; never guessed.

The five levels of 职业技能等级 and their names: 人社部规〔2022〕14号. What stands above them
(特级技师, 首席技师) or beside them (职称) is not one of the five and is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from competition.domain.errors import Invalid

LEVELS: Final = {
    1: "一级/高级技师",
    2: "二级/技师",
    3: "三级/高级工",
    4: "四级/中级工",
    5: "五级/初级工",
}
_NONE: Final = frozenset({"", "无", "没有", "暂无", "未持有", "未取得", "无等级", "无证", "NONE"})
_NAMES: Final = {
    "高级技师": 1,
    "技师": 2,
    "高级工": 3,
    "中级工": 4,
    "中级": 4,
    "初级工": 5,
    "初级": 5,
}
_FIGURES: Final = {
    figure: level
    for level, figures in enumerate(
        (("1", "一", "壹", "I"), ("2", "二", "贰", "II"), ("3", "三", "叁", "III"),
         ("4", "四", "肆", "IV"), ("5", "五", "伍", "V")),
        start=1,
    )
    for figure in figures
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s/\\()\[\]【】〔〕、,;:·_—–-]+")
_NOISE = re.compile(r"国家|职业技能等级|职业资格|职业技能|技能等级|证书|等级|LEVEL|持有")
_NAME = "|".join(_NAMES)
_FIGURE = "|".join(sorted(_FIGURES, key=len, reverse=True))
_LEVEL = re.compile(
    rf"(?:(?P<figure>{_FIGURE})级?)?(?P<name>{_NAME})?|(?P<first>{_NAME})(?P<last>{_FIGURE})级?"
)


def level_in(text: str) -> int | None:
    """The level 1–5 that a text names, ``None`` for a text that says there is none.

    Raises Invalid: ``level_contradiction`` where figure and name differ (``二级/高级工``),
    ``level_doubtful`` for ``高级``, which is 高级工 to some and 高级技师 to others, else
    ``level_unknown``.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    plain = _SEPARATORS.sub("", said.upper())
    if plain in _NONE:
        return None
    core = _NOISE.sub("", plain)
    if core == "高级":
        raise Invalid("level_doubtful", found=said)
    match = _LEVEL.fullmatch(core) if core else None
    if match is None:
        raise Invalid("level_unknown", found=said)
    return _the_one(said, match["figure"] or match["last"], match["name"] or match["first"])


def _the_one(said: str, figure: str | None, name: str | None) -> int:
    found = {_FIGURES[figure]} if figure else set()
    found |= {_NAMES[name]} if name else set()
    if len(found) > 1:
        raise Invalid("level_contradiction", found=said, figure=figure, name=name)
    return found.pop()
