"""The rules of a contest in plain sentences, made from the rules themselves in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from competition.domain.setup.rule_phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from competition.domain.rules import (
        Criterion,
        Part,
        Prize,
        Promotion,
        Round,
        Rounding,
        Rules,
        TieKey,
        Title,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences about one thing, under a heading."""

    heading: str
    sentences: tuple[str, ...]


def in_words(rules: Rules, language: str) -> tuple[Section, ...]:
    """All rules in sentences; ``language`` is ``zh`` or ``en``."""
    say = _Teller(rules, 1 if language.startswith("zh") else 0)
    found = (
        Section(say("head_contest"), tuple(say.contest())),
        Section(
            say("head_rounds"), tuple(line for item in rules.rounds for line in say.round(item))
        ),
        Section(say("head_total"), tuple(say.ranking())),
        Section(say("head_prizes"), tuple(say.prizes())),
        Section(say("head_promotions"), tuple(say.promotions())),
        Section(say("head_titles"), tuple(say.title(item) for item in rules.titles)),
    )
    return tuple(section for section in found if section.sentences)


def percent(share: Decimal) -> str:
    """A share as it is read: ``0.30`` is 30%."""
    return f"{(abs(share) * 100).normalize():f}%"


class _Teller:
    """Says things about one set of rules in one language."""

    def __init__(self, rules: Rules, language: int) -> None:
        self.rules = rules
        self.language = language

    def __call__(self, code: str, **params: object) -> str:
        return PHRASES[code][self.language].format_map(params)

    def joined(self, parts: Iterable[str]) -> str:
        return ("、" if self.language else ", ").join(parts)

    def contest(self) -> Iterable[str]:
        """What stands on announcement and certificates beside the title."""
        header = self.rules.contest
        if header.hosts:
            yield self("hosts", hosts=self.joined(header.hosts))
        if header.occupation:
            yield self("occupation", occupation=header.occupation)

    def round(self, item: Round) -> Iterable[str]:
        code = "round_subtracts" if item.weight < 0 else "round"
        yield self(
            code,
            title=item.title,
            weight=percent(item.weight),
            full_mark=item.full_mark,
            part=self(item.part),
        )
        if item.pass_mark is not None:
            yield self("pass_mark", title=item.title, pass_mark=item.pass_mark)
        yield from self.judging(item)
        if item.criteria:
            criteria = self.joined(self.criterion(one) for one in item.criteria)
            yield self("criteria", title=item.title, criteria=criteria)
        yield self("round_rounding", title=item.title, rounding=self.rounding(item.rounding))

    def judging(self, item: Round) -> Iterable[str]:
        panel = item.panel
        if panel is None:
            yield self(
                "single" if item.judging == "single" else "panel_plain", title=item.title, minimum=1
            )
            return
        if panel.standardise:
            yield self(
                "standardise",
                title=item.title,
                mean=panel.standardise.mean,
                deviation=panel.standardise.deviation,
            )
        trims = panel.drop_highest or panel.drop_lowest
        yield self(
            f"panel_{panel.trim}" if trims else "panel_plain",
            title=item.title,
            minimum=panel.minimum,
            high=panel.drop_highest,
            low=panel.drop_lowest,
        )

    def criterion(self, one: Criterion) -> str:
        code = "criterion" if one.step is None else "criterion_step"
        base = self(code, title=one.title, full_mark=one.full_mark, step=one.step)
        return base if one.factor == 1 else self("criterion_factor", base=base, factor=one.factor)

    def rounding(self, rounding: Rounding) -> str:
        return self(rounding.mode, places=rounding.places)

    def ranking(self) -> Iterable[str]:
        ranking, total = self.rules.ranking, self.rules.total
        yield self("total", rounding=self.rounding(total.rounding))
        yield self(f"rank_{total.rank_on}")
        if ranking.tie_break:
            yield self("tie_break", keys=self.joined(self.tie(key) for key in ranking.tie_break))
        yield self(f"ties_{ranking.ties}")
        for settled in ranking.settled:
            yield self("settled", entrants=self.joined(settled.entrants), reason=settled.reason)
        yield self(f"absent_{ranking.absent}")
        if ranking.groups:
            yield self("groups", groups=self.joined(ranking.groups))

    def tie(self, key: TieKey) -> str:
        titles = {item.key: item.title for item in self.rules.rounds}
        titles |= {item.key: item.title for item in self.rules.measures}
        return self(f"tie_{key.kind}_{key.order}", title=titles.get(key.key, key.key))

    def prizes(self) -> Iterable[str]:
        if not self.rules.prizes:
            yield self("no_prizes")
        for item in self.rules.prizes:
            yield self.prize(item)

    def prize(self, item: Prize) -> str:
        if item.fraction is not None:
            return self("prize_fraction", title=item.title, share=percent(item.fraction))
        if item.at_least is not None:
            return self("prize_at_least", title=item.title, total=item.at_least)
        first, last = item.ranks or (0, 0)
        code = "prize_rank" if first == last else "prize_ranks"
        return self(code, title=item.title, first=first, last=last)

    def promotions(self) -> Iterable[str]:
        if not self.rules.promotions:
            yield self("no_promotions")
        for item in self.rules.promotions:
            last = item is self.rules.promotions[-1]
            parts = [
                self(
                    "promotion",
                    who=self.who(item),
                    passes=self.passes(item.passes),
                    level=self(f"level_{item.level}"),
                ),
                self("pass_down" if item.pass_down else "no_pass_down") if item.ranks else "",
                "" if last else self(f"fail_{item.on_fail}"),
                self(f"held_{item.held_level}"),
            ]
            yield ("" if self.language else " ").join(part for part in parts if part)

    def title(self, item: Title) -> str:
        code = "title_given" if item.issuer else "title_plain"
        return self(
            code,
            who=self.who(item),
            passes=self.passes(item.passes),
            title=item.title,
            issuer=item.issuer,
        )

    def who(self, item: Promotion | Title) -> str:
        if item.ranks:
            first, last = item.ranks
            words = self("who_rank" if first == last else "who_ranks", first=first, last=last)
        elif item.prizes:
            words = self(
                "who_prizes", prizes=self.joined(self.rules.prize(key).title for key in item.prizes)
            )
        else:
            first = item is self.rules.promotions[0]  # a title can't speak of other prizes
            words = self("who_any_prize" if first else "who_other_prizes")
        return words if self.language else words[0].upper() + words[1:]

    def passes(self, parts: tuple[Part, ...]) -> str:
        if not parts:
            return ""
        return self("and_passes", parts=self("both").join(self(part) for part in parts))
