"""A result as it is published: rules, marks and document as texts with their hashes.

What the publication stores and the bundle carries is made here, so that anybody who recomputes the
texts finds the same figures.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from competition.domain.publishing.anonymity import lettered, withheld
from competition.domain.publishing.explanation import explanation
from competition.domain.ranking import rank
from competition.exchange.marks_file import write_marks
from competition.exchange.result_json import document_sha256, result_document

if TYPE_CHECKING:
    from competition.domain.contest import Field
    from competition.domain.publishing.anonymity import Letters
    from competition.domain.publishing.explanation import Account
    from competition.domain.ranking.results import Ranking
    from competition.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class FrozenResult:
    """What a version keeps. ``accounts`` are each entrant's own, with nothing withheld."""

    ranking: Ranking
    marks_text: str
    marks_sha256: str
    document: dict[str, Any]
    result_sha256: str
    accounts: dict[str, Account]


def freeze(rules: Rules, rules_sha256: str, field: Field, letters: Letters) -> FrozenResult:
    """The result of ``field`` with its judges under ``letters``."""
    own = rank(rules, lettered(field, letters))
    published = withheld(lettered(field, letters))
    marks_text = write_marks(published)
    document = result_document(rank(rules, published), rules_sha256)
    return FrozenResult(
        ranking=own,
        marks_text=marks_text,
        marks_sha256=hashlib.sha256(marks_text.encode()).hexdigest(),
        document=document,
        result_sha256=document_sha256(document),
        accounts={line.entrant: explanation(rules, line) for line in own.lines},
    )
