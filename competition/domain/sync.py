"""What becomes of a submission that may arrive twice, late, or after another tablet's.

Pure decisions over what is stored; ``services.sheets`` carries them out in one transaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from competition.domain.errors import DomainError, Invalid
from competition.domain.judging import DRAFT, LOCKED, RECUSED, SIGNED, SUBMITTED, plainly

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

UUID_SHAPE: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
SUBMITTABLE: Final = frozenset({DRAFT, SUBMITTED, RECUSED})
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: read aloud in a hall
_NUMBER_DIGITS: Final = 10
_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission as it left a tablet. ``id`` is a UUID that the tablet made, once.

    ``base_revision`` is the revision that the judge saw when changing it, 0 for an empty sheet.
    """

    id: str
    base_revision: int
    state: str
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    reason: str = ""
    device_id: str | None = None

    def digest(self, place: str) -> str:
        """The SHA-256 of what is said about the sheet at ``place`` (round, entrant, seat)."""
        said = {
            "place": place,
            "base": self.base_revision,
            "state": self.state,
            "marks": {key: plainly(mark) for key, mark in self.marks.items()},
            "reason": self.reason,
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """The sheet as the server has it; ``by`` and ``at`` say who wrote this revision and when."""

    revision: int
    state: str
    marks: Mapping[str, Decimal]
    by: str = ""
    at: datetime | None = None
    device_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The submission is new: it becomes this revision."""

    revision: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It says what already stands: it gets a receipt for this revision, nothing is written."""

    revision: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """The very same submission was received before: it gets the receipt of then."""


class Conflict(DomainError):
    """Based on an outdated sheet. Nothing was stored; both values are shown, the judge chooses."""

    def __init__(self, standing: Standing | None) -> None:
        super().__init__("sheet_conflict")
        self.standing = standing


class SheetLocked(Conflict):
    """Signed or recused meanwhile: only the chief judge can open the sheet again."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing)
        self.code = "sheet_recused" if standing.state == RECUSED else "sheet_signed"


Decision = Accepted | Unchanged | Repeated


def require_sound(submission: Submission) -> None:
    """Raise Invalid for an id that is no UUID, an unknown state, a recusal without a reason."""
    if not UUID_SHAPE.match(submission.id):
        raise Invalid("submission_id_unfit")
    if submission.state not in SUBMITTABLE or submission.base_revision < 0:
        raise Invalid("submission_unfit")
    if submission.state == RECUSED and not submission.reason.strip():
        raise Invalid("recusal_needs_reason")
    if len(submission.reason) > _LONGEST_REASON:
        raise Invalid("reason_too_long", longest=_LONGEST_REASON)


def decide(
    submission: Submission, digest: str, known: str | None, standing: Standing | None
) -> Decision:
    """What becomes of ``submission``.

    ``known`` is the digest stored with the receipt of the same id, ``standing`` the sheet as the
    server has it, ``None`` while it has none. Raises DomainError ``submission_reused`` (same id,
    other content), Conflict, SheetLocked.
    """
    if known is not None:
        if known != digest:
            raise DomainError("submission_reused")
        return Repeated()
    if standing is None:
        if submission.base_revision:
            raise Conflict(None)
        return Accepted(1)
    if _says_what_stands(submission, standing):
        return Unchanged(standing.revision)
    if standing.state in LOCKED:
        raise SheetLocked(standing)
    if submission.base_revision != standing.revision:
        raise Conflict(standing)
    return Accepted(standing.revision + 1)


def _says_what_stands(submission: Submission, standing: Standing) -> bool:
    """Two tablets with the same marks do not quarrel; a signed sheet has been submitted too."""
    stands_for = SUBMITTED if standing.state == SIGNED else standing.state
    return submission.state == stands_for and (
        submission.state == RECUSED or dict(submission.marks) == dict(standing.marks)
    )


def receipt_number(submission_id: str) -> str:
    """A number that can be read aloud, the same whenever the same submission is asked for."""
    value = int.from_bytes(hashlib.sha256(submission_id.encode()).digest(), "big")
    digits = "".join(_ALPHABET[(value >> 5 * place) & 31] for place in range(_NUMBER_DIGITS))
    return f"{digits[:5]}-{digits[5:]}"
