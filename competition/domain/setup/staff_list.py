"""Staff as a list states them: name, roles, user name; every row checked, nothing stored.

Where a row gives no user name, the name is one, with a number behind it where it is taken.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from competition.domain import identity
from competition.domain.errors import Invalid
from competition.domain.permissions import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ACCOUNTS: Final = 100
USERNAME: Final = re.compile(r"[^\W_][\w.@-]{1,63}")
TRAINEE: Final = "trainee"
_CALLED: Final = {
    "organiser": "组织者 组织员 主办方 organizer",
    "chief_judge": "裁判长 总裁判长 评委组长 评审组长 chief chiefjudge",
    "judge": "评委 裁判 裁判员 评审 评审员 考评员",
    "clerk": "录分员 录入员 记分员 统分员 scorer",
    "supervisor": "监督员 监督 督导员 监督人员",
    "arbiter": "仲裁员 仲裁 仲裁组",
    TRAINEE: "见习评委 见习裁判 见习 traineejudge",
}
_KNOWN: Final = {word: role for role, words in _CALLED.items() for word in (role, *words.split())}
_BETWEEN: Final = re.compile(r"[、,;/|+&和兼\s]+")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One row of the list: its number in the file, and its cells as they stand there."""

    row: int
    name: str
    roles: str
    username: str = ""
    contest: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made, with its roles in the contest."""

    username: str
    name: str
    roles: tuple[str, ...]
    trainee: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class StaffFault:
    """What is wrong in one cell."""

    row: int
    column: str
    code: str
    params: Mapping[str, object]


def plain_username(text: str) -> str:
    """A user name as it is kept (NFKD, as the sign-in normalises). Raises Invalid."""
    plain = unicodedata.normalize("NFKD", text).strip()
    if not USERNAME.fullmatch(plain):
        raise Invalid("username_unfit", username=plain)
    return plain


def roles_in(text: str) -> tuple[tuple[str, ...], bool]:
    """The roles that a cell names, in the order of ``ROLES``, and whether they are a trainee's.

    Raises Invalid: ``role_missing``, ``role_not_known``.
    """
    plain = re.sub(r"(?i)(chief|trainee)[ _]judge", r"\1judge", unicodedata.normalize("NFKC", text))
    words = [word for word in _BETWEEN.split(plain) if word]
    if not words:
        raise Invalid("role_missing")
    found = {word: _KNOWN.get(word.replace("_", "").casefold(), _KNOWN.get(word)) for word in words}
    unknown = [word for word, role in found.items() if role is None]
    if unknown:
        raise Invalid("role_not_known", found="、".join(unknown))
    roles = {"judge" if role == TRAINEE else role for role in found.values()}
    return tuple(role for role in ROLES if role in roles), TRAINEE in found.values()


def checked_staff(
    rows: Sequence[StaffRow],
    contest: tuple[str, str],
    usernames: Iterable[str],
    members: Mapping[str, str],
) -> tuple[list[NewAccount], list[StaffFault]]:
    """The accounts that the rows ask for, or, with any fault, what is wrong.

    ``contest`` is the address and title of the contest at hand, ``usernames`` all that are taken,
    ``members`` the names of those who belong to the contest already, with their user names.
    """
    taken = {name.casefold() for name in usernames}
    given: dict[str, int] = {}
    accounts: list[NewAccount] = []
    faults: list[StaffFault] = []
    for row in rows:
        found, wrong = _checked(row, contest, taken, members)
        faults += wrong or _twice(row, found, given)
        if found:
            taken.add(found.username.casefold())
            accounts.append(found)
    if len(rows) > MOST_ACCOUNTS:
        most: dict[str, object] = {"most": MOST_ACCOUNTS, "found": len(rows)}
        faults.insert(0, StaffFault(rows[MOST_ACCOUNTS].row, "name", "staff_too_many", most))
    return ([] if faults else accounts), faults


def _checked(
    row: StaffRow, contest: tuple[str, str], taken: set[str], members: Mapping[str, str]
) -> tuple[NewAccount | None, list[StaffFault]]:
    faults: list[StaffFault] = []
    name, username, trainee = "", "", False
    roles: tuple[str, ...] = ()

    def tell(column: str, wrong: Invalid) -> None:
        faults.append(StaffFault(row.row, column, wrong.code, wrong.params))

    try:
        name = identity.clean_name(row.name)
    except Invalid as wrong:
        tell("name", wrong)
    try:
        roles, trainee = roles_in(row.roles)
    except Invalid as wrong:
        tell("roles", wrong)
    try:
        username = _username(row, name, taken, members)
    except Invalid as wrong:
        tell("username", wrong)
    if row.contest.strip() and row.contest.strip() not in contest:
        tell("contest", Invalid("staff_of_another_contest", found=row.contest.strip()))
    if faults:
        return None, faults
    return NewAccount(username, name, roles, trainee, row.row), faults


def _username(row: StaffRow, name: str, taken: set[str], members: Mapping[str, str]) -> str:
    """The user name that is given or made. Raises Invalid."""
    if row.username.strip():
        plain = plain_username(row.username)
        if plain.casefold() in taken:
            raise Invalid("username_taken", username=plain)
        return plain
    if not name:
        return ""
    if name in members:
        raise Invalid("staff_known", name=name, username=members[name])
    stem = re.sub(r"[^\w.@-]", "", unicodedata.normalize("NFKD", name))[:60]
    if len(stem) < 2:  # noqa: PLR2004 -- the shortest user name
        stem = f"{stem}01"
    numbers = (f"{stem}{place}" for place in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbers) if one.casefold() not in taken)


def _twice(row: StaffRow, found: NewAccount | None, given: dict[str, int]) -> list[StaffFault]:
    """A name that stands in two rows, neither of which says by a user name who is meant."""
    if found is None or row.username.strip():
        return []
    first = given.setdefault(found.name, row.row)
    if first == row.row:
        return []
    return [StaffFault(row.row, "name", "twice_in_file", {"row": first})]
