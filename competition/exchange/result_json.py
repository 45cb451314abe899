"""The ranking as JSON: the document of the contract, its canonical text, and its hash."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from competition.domain.ranking.results import (
        Figure,
        Line,
        PromotionResult,
        Ranking,
        RoundResult,
    )

SCHEMA = 1


def result_document(ranking: Ranking, rules_sha256: str) -> dict[str, Any]:
    """The whole ranking; ``rules_sha256`` is the hash of the rules file as it was read."""
    return {
        "schema": SCHEMA,
        "contest": ranking.contest,
        "rules_sha256": rules_sha256,
        "entrants": [line_document(line) for line in ranking.lines],
    }


def canonical_text(document: dict[str, Any]) -> str:
    """One text for equal documents: sorted keys, no spaces, no escapes beyond the needed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lined_text(document: dict[str, Any]) -> str:
    """The document with one line for each entrant, to be read, compared and searched by line."""
    head = {key: value for key, value in document.items() if key != "entrants"}
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in document["entrants"])
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "entrants": [\n{lines}\n]}}'


def document_sha256(document: dict[str, Any]) -> str:
    """The SHA-256 of the canonical text in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical_text(document).encode()).hexdigest()


def line_document(line: Line) -> dict[str, Any]:
    """One entrant's part of the document."""
    return {
        "entrant": line.entrant,
        "group": line.group,
        "state": line.state,
        "rank": line.rank,
        "tied": line.tied,
        "decided_by": line.decided_by,
        "total": _text(line.total),
        "total_exact": _text(line.total_exact),
        "rounds": {key: _round(result) for key, result in line.rounds.items()},
        "prize": line.prize,
        "promotion": _promotion(line.promotion),
        "titles": list(line.titles),
    }


def _round(result: RoundResult) -> dict[str, Any]:
    document: dict[str, Any] = {
        "score": _text(result.score),
        "exact": _text(result.exact),
        "passed": result.passed,
        "state": result.state,
    }
    if result.judges:
        document |= {"kept": list(result.kept), "dropped": list(result.dropped)}
    if result.criteria:
        document["criteria"] = {
            criterion.criterion: {
                "mean": str(criterion.mean),
                "points": str(criterion.points),
                "kept": list(criterion.kept),
                "dropped": list(criterion.dropped),
            }
            for criterion in result.criteria
        }
    return document


def _promotion(promotion: PromotionResult | None) -> dict[str, Any] | None:
    if promotion is None:
        return None
    return {
        "level": promotion.level,
        "granted": promotion.granted,
        "reasons": [reason.sentence("en") for reason in promotion.reasons],
    }


def _text(figure: Figure | None) -> str | None:
    return None if figure is None else str(figure)
