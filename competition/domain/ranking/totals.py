"""The total and the state of each entrant: all that can be said before anybody is compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.ranking.figures import places_of, rounded_ratio, weighted_ratio
from competition.domain.ranking.results import Figure
from competition.domain.ranking.scoring import RoundScorer, standards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from competition.domain.contest import Entrant, Sheet
    from competition.domain.ranking.results import RoundResult, State
    from competition.domain.rules import Rules

# The strongest that applies is an entrant's state.
STRENGTH: tuple[State, ...] = (
    "disqualified",
    "withdrawn",
    "unofficial",
    "absent",
    "incomplete",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """An entrant with the results of each round, before anybody is compared."""

    entrant: Entrant
    state: State
    rounds: Mapping[str, RoundResult]
    total: Figure | None
    total_exact: Figure | None


def score_all(
    rules: Rules, entrants: Sequence[Entrant], known: dict[str, Scored] | None = None
) -> list[Scored]:
    """The rounds, state and totals of each entrant.

    ``known`` is what was scored before under the very same rules, by entry number, and is brought
    up to date: an entrant who is still the same object is not scored again, unless judges are
    standardised, where one entrant's marks move the others'.
    """
    scorer = Scorer(rules, entrants)
    if known is None or scorer.compares:
        return [scorer.scored(entrant) for entrant in entrants]
    for entrant in entrants:
        before = known.get(entrant.number)
        if before is None or before.entrant is not entrant:
            known[entrant.number] = scorer.scored(entrant)
    return [known[entrant.number] for entrant in entrants]


class Scorer:
    """Scores one entrant after another under the same rules.

    ``compares``: whether judges are standardised, over all of ``entrants``, so that one entrant's
    marks move the others'. Scores under a context that refuses to round (``EXACT_DECIMALS``).
    """

    def __init__(self, rules: Rules, entrants: Sequence[Entrant]) -> None:
        self._rules = rules
        self._rounds = {
            each.key: RoundScorer(each, standards(each, entrants)) for each in rules.rounds
        }
        self._weights = {each.key: Fraction(each.weight) for each in rules.rounds}
        self.compares = any(scorer.standards for scorer in self._rounds.values())

    def scored(self, entrant: Entrant) -> Scored:
        """The entrant's rounds, state and totals."""
        rounds = {key: self._result(scorer, entrant) for key, scorer in self._rounds.items()}
        return self._totalled(entrant, rounds)

    def again(self, before: Scored, key: str, sheets: Sequence[Sheet]) -> Scored:
        """``before`` as if these sheets, which lack no mark, had been given in one round."""
        record = before.entrant.rounds[key]
        result = self._rounds[key].scored(record, sheets)
        return self._totalled(before.entrant, {**before.rounds, key: result})

    def _result(self, scorer: RoundScorer, entrant: Entrant) -> RoundResult:
        result = scorer.result(entrant)
        if result.state == "absent" and self._rules.ranking.absent == "zero":
            return scorer.zero(entrant)
        return result

    def _totalled(self, entrant: Entrant, rounds: Mapping[str, RoundResult]) -> Scored:
        state = _state(self._rules, entrant, rounds.values())
        if state in {"disqualified", "withdrawn"}:
            return Scored(entrant, state, rounds, None, None)
        scores: list[tuple[Fraction, Fraction]] = []
        exacts: list[tuple[Fraction, Fraction]] = []
        for key, result in rounds.items():
            if result.score is None or result.exact is None:
                return Scored(entrant, state, rounds, None, None)
            scores.append((self._weights[key], result.score.value))
            exacts.append((self._weights[key], result.exact.value))
        rounding = self._rules.total.rounding
        total = rounded_ratio(*weighted_ratio(scores), rounding)
        exact = Fraction(*weighted_ratio(exacts))
        return Scored(entrant, state, rounds, Figure(total, places_of(rounding)), Figure(exact))


def _state(rules: Rules, entrant: Entrant, rounds: Iterable[RoundResult]) -> State:
    states: set[str] = {result.state for result in rounds}
    if rules.ranking.absent == "zero":
        states.discard("absent")
    if entrant.state is not None:
        states.add(entrant.state)
    return next((state for state in STRENGTH if state in states), "ranked")
