"""Rows of a sheet that are no entrants: totals, averages, who filled it in, seals."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.entrants.line import Cell

_SUMS: Final = (
    "合计|总计|共计|小计|总数|总人数|合计人数|人数合计|合计共|total|sum|grandtotal"
    "|平均|平均分|平均成绩|最高分|最低分|及格率|合格率|及格人数|合格人数|应考人数|实考人数|参考人数"
    "|缺考人数|average|mean|highest|lowest"
)
_TOTALS: Final = re.compile(rf"(?:{_SUMS})[(:.%\d人名分)]*|共\d+[人名](?:选手|参赛)?")
_SIGNED: Final = (
    "填表 填表人 制表 制表人 填报人 填报单位 填表单位 填报日期 填表日期 填报时间 经办 经办人 审核"
    " 审核人 审核单位 复核 复核人 负责人 单位负责人 主管领导 领导签字 签字 签名 联系人 联系电话"
    r" 日期 盖章 单位盖章 推荐单位 \(盖章\) \(公章\) 公章 注 备注 说明 填表说明 note preparedby"
)
_NOTES: Final = re.compile(rf"(?:{'|'.join(_SIGNED.split())})(?:\([^)]*\))?:")
_DOCUMENT: Final = re.compile(r"\d{14}")
_SHOWN: Final = 40


def without_remarks(
    rows: Sequence[tuple[int, Sequence[Cell]]],
) -> tuple[list[tuple[int, Sequence[Cell]]], tuple[tuple[int, str], ...]]:
    """The rows of entrants, and the rows at the end that are none: number and first words.

    Only the end is looked at, and never a row that holds an identity number: somebody in the middle
    of a list whose name is missing must be told, not passed over.
    """
    last = entrants_end([[cell.text for cell in row] for _, row in rows])
    left_out = ((place, _shown(row)) for place, row in rows[last:])
    return list(rows[:last]), tuple(left_out)


def entrants_end(rows: Sequence[Sequence[str]]) -> int:
    """How many rows, none of them empty, come before the remarks at the end."""
    last = len(rows)
    while last and _is_remark(rows[last - 1]):
        last -= 1
    return last


def is_total(row: Sequence[str]) -> bool:
    """Whether a row, which is not empty, begins with the word for a sum, an average or a count."""
    return bool(_TOTALS.fullmatch(_first(row)))


def _is_remark(row: Sequence[str]) -> bool:
    if any(_DOCUMENT.match(_plain(text)) for text in row):
        return False
    return is_total(row) or bool(_NOTES.match(_first(row)))


def _first(row: Sequence[str]) -> str:
    return next(text for text in map(_plain, row) if text)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _shown(row: Sequence[Cell]) -> str:
    words = " ".join(" ".join(cell.text.split()) for cell in row if cell.text.strip())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
