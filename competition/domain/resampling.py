"""How sure a line of the ranking is: panels drawn anew from those who sat on them, ranked anew.

It says how much the line hangs on who sat on the panel, not who is the better entrant.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from decimal import localcontext
from typing import TYPE_CHECKING

from competition.domain.contest import WHOLE, Sheet
from competition.domain.ranking import places_among
from competition.domain.ranking.scoring import EXACT_DECIMALS, RoundScorer, panel_of
from competition.domain.ranking.totals import Scorer
from competition.domain.ranking.trimming import trimmed_sum

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from decimal import Decimal

    from competition.domain.contest import Entrant, Field
    from competition.domain.ranking.totals import Scored
    from competition.domain.rules import Panel, Round, Rules

DEFAULT_RUNS = 200


@dataclass(frozen=True, slots=True)
class Resampling:
    """How often panels are drawn anew; the same seed gives the same answer."""

    seed: int
    runs: int = DEFAULT_RUNS


def line_certainty(  # noqa: PLR0913, PLR0917 — what is ranked, what is asked, and how
    rules: Rules,
    field: Field,
    near: Container[str],
    round_key: str,
    last_ranks: Sequence[int],
    how: Resampling,
) -> dict[int, dict[str, float]]:
    """For each last rank: in what share of drawn panels each entrant's place is that or better.

    Only entrants ``near`` the lines, by number, are ranked; all of ``field`` says how strict judges
    are where a round standardises them. Each run draws for each panel as many judges as it has,
    with replacement; see ``_drawn`` for those with a recused judge. Who has no score in the round
    keeps what they have.
    """
    with localcontext(EXACT_DECIMALS):
        rules, entrants = _summed(rules, [e for e in field.entrants if e.number in near], round_key)
        scorer, trim = Scorer(rules, field.entrants), _trim(rules, round_key)
        seats = [_Seats(scorer.scored(entrant), round_key, trim) for entrant in entrants]
        panels = sorted({each.panel for each in seats})
        chance = random.Random(how.seed)  # nosec B311 # noqa: S311 — a repeatable resampling, no secret
        within = {last: Counter({each.number: 0 for each in entrants}) for last in last_ranks}
        for _ in range(how.runs):
            drawn = _drawn(panels, chance)
            again = [each.again(scorer, drawn) for each in seats]
            for number, place in places_among(rules, again).items():
                for last, counted in within.items():
                    counted[number] += place <= last
    return {
        last: {number: count / how.runs for number, count in counted.items()}
        for last, counted in within.items()
    }


class _Seats:
    """One entrant's panel, with a sheet for each time that a judge may sit on it."""

    def __init__(self, scored: Scored, round_key: str, trim: Panel | None) -> None:
        self._scored, self._round_key, self._trim = scored, round_key, trim
        is_scored = scored.rounds[round_key].state == "scored"
        sheets = panel_of(scored.entrant.rounds[round_key]) if is_scored else ()
        self.panel = tuple(sorted(sheet.judge for sheet in sheets))
        self._whole = {sheet.judge: sheet.marks[WHOLE] for sheet in sheets if WHOLE in sheet.marks}
        self._known: dict[Decimal, Scored] = {}
        self._copies = {
            sheet.judge: [Sheet(f"{sheet.judge}#{n}", sheet.marks) for n in range(len(sheets))]
            for sheet in sheets
        }

    def again(self, scorer: Scorer, drawn: Mapping[tuple[str, ...], Counter[str]]) -> Scored:
        """The entrant as if the drawn judges had been the panel; a judge drawn twice sits twice."""
        if not self.panel:
            return self._scored
        times = drawn[self.panel]
        if self._trim is None:
            return self._ranked(scorer, times)
        # Only the sum of what counts moves a place, and few sums are possible.
        counted = trimmed_sum((self._whole[judge] for judge in times.elements()), self._trim)
        known = self._known.get(counted)
        if known is None:
            known = self._known[counted] = self._ranked(scorer, times)
        return known

    def _ranked(self, scorer: Scorer, times: Counter[str]) -> Scored:
        sheets = [sheet for judge, count in times.items() for sheet in self._copies[judge][:count]]
        return scorer.again(self._scored, self._round_key, sheets)


def _summed(
    rules: Rules, entrants: Sequence[Entrant], round_key: str
) -> tuple[Rules, Sequence[Entrant]]:
    """The same contest with each sheet's total in place of its marks, where only that counts."""
    round_ = next(each for each in rules.rounds if each.key == round_key)
    panel = round_.panel
    if not round_.criteria or panel is None or panel.trim == "criteria" or panel.standardise:
        return rules, entrants
    rounds = (replace(e, criteria=()) if e is round_ else e for e in rules.rounds)
    return replace(rules, rounds=tuple(rounds)), [_with_totals(each, round_) for each in entrants]


def _trim(rules: Rules, round_key: str) -> Panel | None:
    """How totals are trimmed where nothing else of a sheet counts towards the score."""
    round_ = next(each for each in rules.rounds if each.key == round_key)
    panel = round_.panel
    return None if round_.criteria or panel is None or panel.standardise else panel


def _with_totals(entrant: Entrant, round_: Round) -> Entrant:
    record = entrant.rounds.get(round_.key)
    if record is None:
        return entrant
    of = RoundScorer(round_)
    needed = len(round_.criteria)
    sheets = tuple(
        Sheet(sheet.judge, {WHOLE: of.judge_total(sheet)} if len(sheet.marks) == needed else {})
        for sheet in record.sheets
    )
    return replace(entrant, rounds={**entrant.rounds, round_.key: replace(record, sheets=sheets)})


def _drawn(
    panels: Sequence[tuple[str, ...]], chance: random.Random
) -> dict[tuple[str, ...], Counter[str]]:
    """Who sits how often in one run.

    What a recusal left of a panel follows the draw of the whole: drawn judges who marked there
    sit there too, up to as many as it has, and only the seats still empty are drawn apart.
    """
    drawn: dict[tuple[str, ...], list[str]] = {}
    for panel in sorted(panels, key=len, reverse=True):  # whole panels before parts of them
        whole = next((other for other in drawn if set(panel) < set(other)), ())
        shared = [judge for judge in drawn.get(whole, ()) if judge in panel][: len(panel)]
        missing = len(panel) - len(shared)
        drawn[panel] = shared + (chance.choices(panel, k=missing) if missing else [])
    return {panel: Counter(judges) for panel, judges in drawn.items() if panel}
