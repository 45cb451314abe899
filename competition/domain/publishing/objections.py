"""When an objection (申诉) may be filed, before which instance, and what settles an upheld one.

An upheld objection is settled by a later version that says something else of who filed it. Where
another's result is corrected and nothing changes for them, the published reason of the correction
names their entry number. The same figures published again settle nothing. What is not published,
such as the name of one who does not consent, is settled in the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from competition.domain.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_OF_LINE: Final = (
    *("state", "rank", "tied", "decided_by", "total", "total_exact"),
    *("prize", "promotion", "titles"),
)
_OF_ROUND: Final = ("key", "state", "score", "exact", "passed", "before_penalty", "penalty")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An objection of the same entrant against the same version; ``appeal_until`` if rejected."""

    state: str
    appeal_until: datetime | None = None


def instance_open(
    now: datetime, until: datetime | None, earlier: Sequence[Earlier], instances: int
) -> int:
    """Before which instance, from 1, an objection may be filed now.

    ``until`` is the end of the publicity period; a further instance is open to whoever was
    rejected, until ``appeal_until``. Raises ``objection_waiting``, ``objection_window_closed``,
    ``objection_no_instance``.
    """
    if any(each.state == "filed" for each in earlier):
        raise DomainError("objection_waiting")
    decided = [each for each in earlier if each.state != "withdrawn"]
    if not decided:
        _within(now, until)
        return 1
    if len(decided) >= instances or decided[-1].state == "upheld":
        raise DomainError("objection_no_instance")
    _within(now, decided[-1].appeal_until)
    return len(decided) + 1


def _within(now: datetime, until: datetime | None) -> None:
    if until is None or now > until:
        raise DomainError("objection_window_closed")


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """What one version says of one entrant; the name only where it was published."""

    name: str | None
    employer: str | None
    account: Mapping[str, Any]


def line_differs(was: PublishedLine | None, now: PublishedLine | None) -> bool:
    """Whether two versions say different things of one entrant; letters of judges don't count.

    A name or employer that one of them withholds is no difference: consent moved, nothing else.
    """
    if was is None or now is None:
        return was is not now
    names = ((was.name, now.name), (was.employer, now.employer))
    if any(before and after and before != after for before, after in names):
        return True
    return _figures(was.account) != _figures(now.account)


def names_entrant(reason: str, number: str) -> bool:
    """Whether the published reason of a correction names the entry number as a word of its own."""
    pieces = normalize("NFKC", reason).split(normalize("NFKC", number)) if number else []
    return any(
        not (_in_a_word(before[-1:]) or _in_a_word(after[:1])) for before, after in pairwise(pieces)
    )


def _in_a_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _figures(account: Mapping[str, Any]) -> dict[str, Any]:
    """The account without its titles, and without the letters that each version deals anew."""
    told = {key: account.get(key) for key in _OF_LINE}
    return told | {"rounds": [_round(each) for each in account["rounds"]]}


def _round(round_: Mapping[str, Any]) -> dict[str, Any]:
    return {key: round_.get(key) for key in _OF_ROUND} | {
        "recused": len(round_["recused"]),
        "judges": sorted((each["total"], each["standardised"] or "") for each in round_["judges"]),
        "criteria": [
            (each["criterion"], each["mean"], each["points"]) for each in round_["criteria"]
        ],
    }
