"""What the audit chain tells of versions and certificates: how they must stand by now.

Pure: the lines are taken one after the other, oldest first; what is stored is held against this
elsewhere. That the lines themselves are those that were written is the chain's own check.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ACTIONS: Final = (
    *("result:published", "result:final", "result:withdrawn"),
    *("certificates:issued", "certificate:revoked", "certificate:reissued"),
)
COUNTING: Final = frozenset({"provisional", "final"})
CERTIFICATE: Final = "certificate:"
_NEXT: Final = {"result:final": "final", "result:withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something stored that does not hold: of which sort, in what way (``kind``), and its name."""

    sort: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chain, as far as it tells of versions and certificates."""

    contest_id: int | None
    action: str
    subject: str
    detail: Mapping[str, Any]
    at: datetime
    previous: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a line tells of a published version: its hash, its moment, the head of then."""

    sha256: str
    at: datetime
    head: str


Key = tuple[int | None, str]  # a contest with a version's or a certificate's number


@dataclass(slots=True)
class Told:
    """Everything that the chain told so far.

    ``published`` holds every line of a number: there is more than one only where a version was
    taken out of the database and its number given again.
    """

    published: dict[Key, list[Published]] = field(default_factory=dict)
    standing: dict[Key, str] = field(default_factory=dict)
    issued: dict[str, int | None] = field(default_factory=dict)
    revoked: set[Key] = field(default_factory=set)
    corrections: dict[str, str] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        """The next line of the chain."""
        key = (line.contest_id, line.subject.removeprefix(CERTIFICATE))
        if line.action == "result:published":
            self._published(key, line)
        elif line.action in _NEXT:
            self.standing[key] = _NEXT[line.action]
        elif line.action == "certificates:issued":
            numbers = line.detail.get("numbers", ())
            self.issued.update(dict.fromkeys(numbers, line.contest_id))
        elif line.action == "certificate:revoked":
            self.revoked.add(key)
        elif line.action == "certificate:reissued":
            self.corrections[str(line.detail.get("new"))] = key[1]

    def _published(self, key: Key, line: Line) -> None:
        """A version that counted until now is replaced by this one."""
        for other, standing in self.standing.items():
            if other[0] == key[0] and standing in COUNTING:
                self.standing[other] = "replaced"
        told = Published(str(line.detail.get("result_sha256")), line.at, line.previous)
        self.published.setdefault(key, []).append(told)
        self.standing[key] = "provisional"

    def certificate(self, contest_id: int, number: str, *, corrected: bool) -> str | None:
        """How a certificate must stand; None for one of which no line tells that it was issued.

        ``corrected`` says that another one, which was issued as well, was made in its place. A
        revoked one stays revoked also then.
        """
        if number not in self.issued or self.issued[number] != contest_id:
            return None
        if (contest_id, number) in self.revoked:
            return "revoked"
        return "superseded" if corrected else "issued"
