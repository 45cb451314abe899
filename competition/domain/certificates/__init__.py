"""Who gets which certificates from a published result, and what may become of a certificate.

Pure: what a certificate looks like, its number and its file are not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from competition.domain.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from competition.domain.rules import Rules
    from competition.domain.settings import ContestSettings

Kind = Literal["level", "title", "prize"]
KINDS: Final[tuple[Kind, ...]] = ("level", "title", "prize")
# void: its number was given, but its file was never made and never will be.
STATES: Final = ("reserved", "issued", "superseded", "revoked", "void")
GIVEN_OUT: Final = ("issued", "superseded", "revoked")
# Why a certificate was revoked, as the check page tells it; the full reason stays on record.
REASONS: Final = ("result_corrected", "facts_wrong", "dishonesty", "withdrawn", "other")
NO_BODY: Final = "评价机构（待备案）"
_MOVES: Final = {
    ("reserved", "issued"),
    ("reserved", "void"),
    ("issued", "superseded"),
    ("issued", "revoked"),
}
_DOTS: Final = re.compile("[·•・‧⋅.．]")
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Award:
    """One certificate that an entrant is due.

    ``key`` is the level's digit, or the key of the title or prize; ``wording`` what a title or
    prize is called, empty for a level.
    """

    entrant: str
    kind: Kind
    key: str
    level: int | None
    wording: str
    issuer: str

    @property
    def slot(self) -> tuple[str, str, str]:
        """What an entrant can hold one of: one level, one prize, each title."""
        return slot(self.entrant, self.kind, self.key)


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate that exists, as far as awards are compared with it."""

    id: int
    entrant: str
    kind: str
    key: str
    state: str

    @property
    def slot(self) -> tuple[str, str, str]:
        """As ``Award.slot``."""
        return slot(self.entrant, self.kind, self.key)


def slot(entrant: str, kind: str, key: str) -> tuple[str, str, str]:
    """One level, one prize and each title: two certificates in one slot replace each other."""
    return (entrant, kind, key if kind == "title" else "")


def awards(rules: Rules, result: Mapping[str, Any], settings: ContestSettings) -> tuple[Award, ...]:
    """Every certificate that a published ``result`` grants: by place, level first, then titles."""
    found: list[Award] = []
    for line in result["entrants"]:
        found += _level(line, settings)
        found += _titles(line, rules)
        found += _prize(line, rules, settings)
    return tuple(found)


def _level(line: Mapping[str, Any], settings: ContestSettings) -> Iterator[Award]:
    promotion = line.get("promotion")
    if promotion and promotion["granted"]:
        level = int(promotion["level"])
        issuer = settings.evaluation_body or NO_BODY
        yield Award(line["entrant"], "level", str(level), level, "", issuer)


def _titles(line: Mapping[str, Any], rules: Rules) -> Iterator[Award]:
    for key in line.get("titles", ()):
        title = rules.title(key)
        issuer = title.issuer or hosts(rules)
        yield Award(line["entrant"], "title", key, None, title.title, issuer)


def _prize(line: Mapping[str, Any], rules: Rules, settings: ContestSettings) -> Iterator[Award]:
    if line.get("prize"):
        prize = rules.prize(line["prize"])
        issuer = settings.prize_issuer or hosts(rules)
        yield Award(line["entrant"], "prize", prize.key, None, prize.title, issuer)


def hosts(rules: Rules) -> str:
    """Those who hold the contest, as an issuer's name; "" where the rules name nobody."""
    return "、".join(rules.contest.hosts)


def issuers(rules: Rules, settings: ContestSettings) -> tuple[str, ...]:
    """Everybody who issues a certificate of this contest, once each."""
    bodies = [settings.evaluation_body or NO_BODY] if rules.promotions else []
    titles = [title.issuer or hosts(rules) for title in rules.titles]
    prizes = [settings.prize_issuer or hosts(rules)] if rules.prizes else []
    return tuple(dict.fromkeys(filter(None, [*bodies, *titles, *prizes])))


def due(granted: Sequence[Award], standing: Iterable[Standing]) -> tuple[Award, ...]:
    """The awards for which no certificate was ever made, nor a number given that still stands.

    A revoked or outdated one is not made again by itself: that is a deed for a person to decide.
    """
    taken = {certificate.slot for certificate in standing if certificate.state != "void"}
    return tuple(award for award in granted if award.slot not in taken)


def touched(granted: Sequence[Award], standing: Iterable[Standing]) -> dict[int, str]:
    """The certificates in force that a new result no longer bears out, each with why.

    ``award_gone``: nothing of the kind is granted now; ``award_changed``: another level or prize.
    Whether a paper still says the same is another question: see ``facts.says_otherwise``.
    """
    now = {award.slot: award.key for award in granted}
    found = {}
    for certificate in standing:
        if certificate.state not in {"reserved", "issued"}:
            continue
        key = now.get(certificate.slot)
        if key is None:
            found[certificate.id] = "award_gone"
        elif key != certificate.key:
            found[certificate.id] = "award_changed"
    return found


def move(present: str, wanted: str) -> str:
    """The state after moving. Raises ``DomainError("certificate_step_not_allowed")``."""
    if (present, wanted) not in _MOVES:
        raise DomainError("certificate_step_not_allowed", present=present, wanted=wanted)
    return wanted


def masked(name: str) -> str:
    """A name as strangers may see it: 王*, 王*明, 古**·**提, ``J*** S****``."""
    if name.isascii():
        return " ".join(part[0] + "*" * (len(part) - 1) for part in name.split())
    last = len(name) - 1
    kept = {0, last} if last > 1 else {0} if last else set()
    signs = (sign if place in kept or _DOTS.match(sign) else "*" for place, sign in enumerate(name))
    return "".join(signs)


def comparable(name: str) -> str:
    """A holder's name so that every usual way of typing it is equal: blanks, dots and case."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _DOTS.sub("·", re.sub(r"\s", "", plain))


def file_names(parts: Sequence[Sequence[str]]) -> list[str]:
    """A file name for each certificate, all different also for namesakes and on every system."""
    seen: set[str] = set()
    names = []
    for words in parts:
        stem = "-".join(_UNSAFE.sub("_", word).strip("._") for word in words if word)
        names.append(_unused(stem, seen))
        seen.add(names[-1].casefold())
    return names


def _unused(stem: str, seen: set[str]) -> str:
    name, copy = f"{stem}.pdf", 1
    while name.casefold() in seen:
        copy += 1
        name = f"{stem} ({copy}).pdf"
    return name
