"""Promotions and titles: who is spoken of, which conditions are met, and why not.

Rank and passing are separate questions: a prize winner may fail a part and stay at their level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from competition.domain.ranking.results import PromotionResult, Reason, TitleResult
from competition.domain.rules import Promotion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from competition.domain.ranking.results import Line
    from competition.domain.rules import Part, Rules, Title

HIGHEST_LEVEL = 1  # 高级技师; levels count downwards from 5


def with_promotions(rules: Rules, lines: Sequence[Line]) -> list[Line]:
    """The lines of one group, each with what the promotion that speaks of it decides."""
    if not rules.promotions:
        return list(lines)
    slots = [slot_holders(lines, rule, partial(_grants, rules, rule)) for rule in rules.promotions]
    return [replace(line, promotion=_decided(rules, slots, line)) for line in lines]


def with_titles(rules: Rules, lines: Sequence[Line]) -> list[Line]:
    """The lines of one group, each with every title that its rank or prize meets."""
    if not rules.titles:
        return list(lines)
    slots = [slot_holders(lines, rule, partial(_passes_all, rules, rule)) for rule in rules.titles]
    return [replace(line, title_decisions=_titles(rules, slots, line)) for line in lines]


def _grants(rules: Rules, rule: Promotion, line: Line) -> bool:
    return judged(rules, rule, line).granted


def _passes_all(rules: Rules, rule: Title, line: Line) -> bool:
    return _all_met(passes(rules, rule.passes, line))


def slot_holders(
    lines: Sequence[Line], rule: Promotion | Title, qualifies: Callable[[Line], bool]
) -> frozenset[str]:
    """With ``pass_down``: who takes the slots, in rank order from the first rank of the rule.

    There are as many slots as ranks; a tie on the last one lets all of them in. Entrants in an
    unresolved tie keep their slots occupied, though nothing is given to them yet.
    """
    if not rule.pass_down or rule.ranks is None:
        return frozenset()
    first, last = rule.ranks
    slots = last - first + 1
    candidates = [line for line in lines if line.place is not None and line.place >= first]
    taken: list[Line] = []
    for line in sorted(candidates, key=lambda line: line.place or 0):
        if len(taken) >= slots and line.place != taken[-1].place:
            break
        if qualifies(line):
            taken.append(line)
    return frozenset(line.entrant for line in taken if line.rank is not None)


def _decided(rules: Rules, slots: Sequence[frozenset[str]], line: Line) -> PromotionResult | None:
    refused: list[PromotionResult] = []
    for rule, holders in zip(rules.promotions, slots, strict=True):
        meeting = _meets(rule, line, holders)
        if meeting is None:
            continue
        decision = judged(rules, rule, line, (meeting,))
        if decision.granted or rule.on_fail == "none":
            return replace(decision, refused=tuple(refused))
        refused.append(decision)
    return replace(refused[-1], refused=tuple(refused[:-1])) if refused else None


def _meets(rule: Promotion | Title, line: Line, holders: frozenset[str]) -> Reason | None:
    """Why the rule speaks of this line; ``None`` when it doesn't."""
    if line.rank is None:
        return None
    if rule.ranks is not None:
        return _meets_ranks(rule.ranks, line, holders)
    if line.prize is None:
        return None
    if line.prize in rule.prizes:
        return Reason("has_prize", {"prize": line.prize, "prizes": ", ".join(rule.prizes)})
    others = isinstance(rule, Promotion) and rule.other_prizes
    return Reason("other_prize", {"prize": line.prize}) if others else None


def _meets_ranks(ranks: tuple[int, int], line: Line, holders: frozenset[str]) -> Reason | None:
    first, last = ranks
    within = {"rank": str(line.rank), "first": str(first), "last": str(last)}
    if line.rank is not None and first <= line.rank <= last:
        return Reason("rank_within", within)
    return Reason("slot_passed_down", within) if line.entrant in holders else None


def judged(
    rules: Rules, rule: Promotion, line: Line, meeting: tuple[Reason, ...] = ()
) -> PromotionResult:
    """The rule's decision on a line that it speaks of, with each condition, met or not."""
    holding = held(rule, line.held_level)
    reasons = (*meeting, *passes(rules, rule.passes, line), *_eligible(line), *holding.reasons)
    return PromotionResult(holding.level, _all_met(reasons), reasons)


def passes(rules: Rules, parts: Sequence[Part], line: Line) -> tuple[Reason, ...]:
    """For each round of the parts that has a pass mark, whether its score reaches it."""
    return tuple(
        _passed(line, round_.key, f"{round_.pass_mark:f}")
        for round_ in rules.rounds
        if round_.part in parts and round_.pass_mark is not None
    )


def _passed(line: Line, key: str, pass_mark: str) -> Reason:
    result = line.rounds[key]
    shown = {"round": key, "score": str(result.score), "pass_mark": pass_mark}
    met = bool(result.passed)
    return Reason("round_passed" if met else "round_failed", shown, met)


def _eligible(line: Line) -> tuple[Reason, ...]:
    if not line.ineligible:
        return ()
    return (Reason("not_eligible", {"reason": line.ineligible}, met=False),)


@dataclass(frozen=True, slots=True)
class Held:
    """What a level already held makes of a promotion: the level given, and the condition."""

    level: int
    reasons: tuple[Reason, ...] = ()


def held(rule: Promotion, level: int | None) -> Held:
    """What the rule gives to a holder of ``level``.

    ``skip``: only a level above the one held. ``raise``: one above the one held, if that is at or
    above the rule's level; else the rule's level, which then lies above the one held anyway.
    """
    if level is None:
        return Held(rule.level)
    shown = {"held": str(level), "level": str(rule.level)}
    if rule.level < level:
        return Held(rule.level, (Reason("above_held", shown),))
    if rule.held_level == "skip":
        return Held(rule.level, (Reason("holds_level", shown, met=False),))
    if level <= HIGHEST_LEVEL:
        return Held(rule.level, (Reason("no_highest_left", shown, met=False),))
    raised = {"held": str(level), "level": str(level - 1)}
    return Held(level - 1, (Reason("raised", raised),))


def _titles(rules: Rules, slots: Sequence[frozenset[str]], line: Line) -> tuple[TitleResult, ...]:
    decisions: list[TitleResult] = []
    for rule, holders in zip(rules.titles, slots, strict=True):
        meeting = _meets(rule, line, holders)
        if meeting is not None:
            reasons = (meeting, *passes(rules, rule.passes, line))
            decisions.append(TitleResult(rule.key, _all_met(reasons), reasons))
    return tuple(decisions)


def _all_met(reasons: Sequence[Reason]) -> bool:
    return all(reason.met for reason in reasons)
