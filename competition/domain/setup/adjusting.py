"""Rules with a few figures changed, to see who would move: weights, trimming, lines.

Whatever a what-if page may turn has a name here; everything else of the rules stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from competition.domain.errors import Invalid
from competition.domain.typed import figure_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from competition.domain.rules import Panel, Prize, Promotion, Round, Rules, Title

    Ranked = TypeVar("Ranked", Prize, Promotion, Title)

LONGEST = 12  # characters of a figure


def figures(rules: Rules) -> dict[str, str]:
    """The figures that may be turned, by name, as they stand; a weight in percent, 0–100."""
    found: dict[str, str] = {}
    for round_ in rules.rounds:
        found[f"weight.{round_.key}"] = f"{(round_.weight * 100).normalize():f}"
        if round_.pass_mark is not None:
            found[f"pass.{round_.key}"] = f"{round_.pass_mark:f}"
        if round_.panel is not None:
            found[f"highest.{round_.key}"] = str(round_.panel.drop_highest)
            found[f"lowest.{round_.key}"] = str(round_.panel.drop_lowest)
    for kind, awards in _awards(rules).items():
        for place, award in enumerate(awards):
            if award.ranks:
                found[f"{kind}.{place}"] = str(award.ranks[1])
    return found


def adjusted(rules: Rules, wanted: Mapping[str, str]) -> Rules:
    """The rules with the figures of ``wanted``. Raises Invalid for what is no fit number."""
    return replace(
        rules,
        rounds=tuple(_round(round_, wanted) for round_ in rules.rounds),
        prizes=_lasts("prize", rules.prizes, wanted),
        promotions=_lasts("promotion", rules.promotions, wanted),
        titles=_lasts("title", rules.titles, wanted),
    )


def _awards(rules: Rules) -> dict[str, tuple[Prize | Promotion | Title, ...]]:
    return {"prize": rules.prizes, "promotion": rules.promotions, "title": rules.titles}


def _round(round_: Round, wanted: Mapping[str, str]) -> Round:
    weight = _decimal(wanted, f"weight.{round_.key}", round_.weight * 100) / 100
    passed = round_.pass_mark
    if passed is not None:
        passed = _decimal(wanted, f"pass.{round_.key}", passed)
    panel = None if round_.panel is None else _panel(round_.key, round_.panel, wanted)
    return replace(round_, weight=weight, pass_mark=passed, panel=panel)


def _panel(key: str, panel: Panel, wanted: Mapping[str, str]) -> Panel:
    return replace(
        panel,
        drop_highest=_count(wanted, f"highest.{key}", panel.drop_highest),
        drop_lowest=_count(wanted, f"lowest.{key}", panel.drop_lowest),
    )


def _lasts(kind: str, awards: tuple[Ranked, ...], wanted: Mapping[str, str]) -> tuple[Ranked, ...]:
    """The awards with other last ranks; a range never ends before it begins."""
    return tuple(
        replace(award, ranks=(award.ranks[0], max(award.ranks[0], last)))
        if award.ranks and (last := _count(wanted, f"{kind}.{place}", award.ranks[1])) is not None
        else award
        for place, award in enumerate(awards)
    )


def _decimal(wanted: Mapping[str, str], name: str, present: Decimal) -> Decimal:
    text = figure_text(wanted.get(name, ""))
    if not text:
        return present
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Invalid("what_if_figure", value=text[:LONGEST]) from None
    if len(text) > LONGEST or not number.is_finite():
        raise Invalid("what_if_figure", value=text[:LONGEST])
    return number


def _count(wanted: Mapping[str, str], name: str, present: int) -> int:
    text = figure_text(wanted.get(name, ""))
    if not text:
        return present
    if not (text.isascii() and text.isdecimal() and len(text) <= len("10000")):
        raise Invalid("what_if_figure", value=text[:LONGEST])
    return int(text)
