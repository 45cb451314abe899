"""A list of staff read: a sheet, or text as it was pasted; and written as text again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from competition.domain.setup.staff_list import StaffRow
from competition.exchange.entrants.sheet import read_grid
from competition.exchange.faults import FileFault, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = ("name", "roles", "username", "contest")
_CALLED: Final = {
    "name": "姓名 名字 人员姓名 工作人员 name",
    "roles": "角色 职务 岗位 身份 role roles",
    "username": "用户名 账号 登录名 帐号 username user account",
    "contest": "竞赛 竞赛名称 比赛 contest",
}
_KNOWN: Final = {word: key for key, words in _CALLED.items() for word in words.split()}
_SEPARATORS: Final = "\t,，;；"


def staff_in(raw: bytes, name: str) -> str:
    """The cells of a sheet as text, a row a line, as ``staff_rows`` reads it. Raises FileFault."""
    rows = read_grid(raw, name).rows
    lines = ("\t".join(" ".join(cell.text.split()) for cell in row).rstrip() for row in rows)
    return "\n".join(lines)


def staff_rows(text: str) -> list[StaffRow]:
    """The rows of a list, with or without headings; without them: name, roles, user name, contest.

    Raises FileFault for a list without rows, or whose headings lack name or role.
    """
    lines = [(place, _cells(line)) for place, line in enumerate(text.splitlines(), start=1)]
    filled = [(place, cells) for place, cells in lines if any(cells)]
    head = next((at for at, (_, cells) in enumerate(filled[:10]) if _is_head(cells)), None)
    columns: Sequence[str | None] = COLUMNS
    if head is not None:
        columns = [_column(cell) for cell in filled[head][1]]
        filled = filled[head + 1 :]
    if not filled or "roles" not in columns:
        raise FileFault("staff_empty", Spot("") if head is None else Spot("", head + 1))
    return [_row(place, dict(zip(columns, cells, strict=False))) for place, cells in filled]


def _row(place: int, cells: dict[str | None, str]) -> StaffRow:
    return StaffRow(place, **{key: cells.get(key, "") for key in COLUMNS})


def _cells(line: str) -> list[str]:
    separator = next((one for one in _SEPARATORS if one in line), "\t")
    return [cell.strip() for cell in line.split(separator)]


def _column(heading: str) -> str | None:
    return _KNOWN.get("".join(heading.replace("*", "").split()).casefold())


def _is_head(cells: Sequence[str]) -> bool:
    return "name" in {_column(cell) for cell in cells}
