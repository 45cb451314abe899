"""One line of a ranking as plain values: every figure, mark kept or dropped, and reason.

What the organiser unfolds and what the contestant reads later are the same account; publishing
freezes it. Codes stand here, words are put to them where a page is made.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from competition.domain.ranking.figures import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from competition.domain.ranking.results import (
        Figure,
        Line,
        PromotionResult,
        Reason,
        RoundResult,
        TitleResult,
    )
    from competition.domain.rules import Round, Rounding, Rules

Account = dict[str, Any]


def explanation(rules: Rules, line: Line) -> Account:
    """Why this entrant stands where they stand, under these rules; plain JSON values only."""
    return {
        "state": line.state,
        "rank": line.rank,
        "tied": line.tied,
        "decided_by": line.decided_by,
        "tie_break": [key.name for key in rules.ranking.tie_break],
        "total": _text(line.total),
        "total_exact": _text(line.total_exact),
        "rank_on": rules.total.rank_on,
        "rounding": _rounding(rules.total.rounding),
        "rounds": [_round(round_, line.rounds[round_.key]) for round_ in rules.rounds],
        "prize": line.prize,
        "promotion": _promotion(line.promotion),
        "titles": [_title(rules, title) for title in line.title_decisions],
        "names": names_of(rules),
    }


def names_of(rules: Rules) -> dict[str, dict[str, str]]:
    """What keys are called, so that a frozen account can be read without the rules."""
    return {
        "round": {round_.key: round_.title for round_ in rules.rounds},
        "prize": {prize.key: prize.title for prize in rules.prizes},
        "title": {title.key: title.title for title in rules.titles},
        "measure": {measure.key: measure.title for measure in rules.measures},
        "criterion": {c.key: c.title for round_ in rules.rounds for c in round_.criteria},
    }


def _round(round_: Round, result: RoundResult) -> Account:
    return {
        "key": round_.key,
        "title": round_.title,
        "weight": format(round_.weight, "f"),
        "full_mark": format(round_.full_mark, "f"),
        "pass_mark": None if round_.pass_mark is None else format(round_.pass_mark, "f"),
        "judging": round_.judging,
        "trim": _trim(round_),
        "rounding": _rounding(round_.rounding),
        "state": result.state,
        "score": _text(result.score),
        "exact": _text(result.exact),
        "passed": result.passed,
        "contribution": _contribution(round_, result),
        "before_penalty": _text(result.before_penalty),
        "penalty": _text(result.penalty),
        "recused": list(result.recused),
        "missing": None if result.missing is None else _reason(result.missing),
        "judges": [
            {
                "judge": each.judge,
                "total": str(each.total),
                "standardised": _text(each.standardised),
                "kept": each.kept,
            }
            for each in result.judges
        ],
        "criteria": [
            {
                "criterion": each.criterion,
                "mean": str(each.mean),
                "points": str(each.points),
                "kept": list(each.kept),
                "dropped": list(each.dropped),
            }
            for each in result.criteria
        ],
    }


def _contribution(round_: Round, result: RoundResult) -> str | None:
    """What the round's score adds to the total, weighed and unrounded."""
    if result.score is None:
        return None
    return in_full(Fraction(round_.weight) * result.score.value)


def _trim(round_: Round) -> Account | None:
    panel = round_.panel
    if panel is None:
        return None
    return {
        "by": panel.trim,
        "highest": panel.drop_highest,
        "lowest": panel.drop_lowest,
        "minimum": panel.minimum,
        "standardised": panel.standardise is not None,
    }


def _rounding(rounding: Rounding) -> Account:
    return {"places": rounding.places, "mode": rounding.mode}


def _promotion(promotion: PromotionResult | None) -> Account | None:
    if promotion is None:
        return None
    return {
        "level": promotion.level,
        "granted": promotion.granted,
        "reasons": _reasons(promotion.reasons),
        "refused": [_promotion(each) for each in promotion.refused],
    }


def _title(rules: Rules, decision: TitleResult) -> Account:
    title = rules.title(decision.key)
    return {
        "key": decision.key,
        "title": title.title,
        "issuer": title.issuer,
        "granted": decision.granted,
        "reasons": _reasons(decision.reasons),
    }


def _reasons(reasons: Iterable[Reason]) -> list[Account]:
    return [_reason(reason) for reason in reasons]


def _reason(reason: Reason) -> Account:
    return {"code": reason.code, "params": dict(reason.params), "met": reason.met}


def _text(figure: Figure | None) -> str | None:
    return None if figure is None else str(figure)
