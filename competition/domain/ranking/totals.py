"""The total and the state of each entrant: all that can be said before anybody is compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from competition.domain.ranking.figures import places_of, rounded
from competition.domain.ranking.results import Figure
from competition.domain.ranking.scoring import RoundScorer, standards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from competition.domain.contest import Entrant
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
    scorers = [RoundScorer(each, standards(each, entrants)) for each in rules.rounds]
    if known is None or any(scorer.standards for scorer in scorers):
        return [_scored(rules, scorers, entrant) for entrant in entrants]
    for entrant in entrants:
        before = known.get(entrant.number)
        if before is None or before.entrant is not entrant:
            known[entrant.number] = _scored(rules, scorers, entrant)
    return [known[entrant.number] for entrant in entrants]


def _scored(rules: Rules, scorers: Sequence[RoundScorer], entrant: Entrant) -> Scored:
    rounds = {scorer.round.key: _round_result(rules, scorer, entrant) for scorer in scorers}
    state = _state(rules, entrant, rounds.values())
    if state in {"disqualified", "withdrawn"} or any(r.score is None for r in rounds.values()):
        return Scored(entrant, state, rounds, None, None)
    published, exact = Fraction(0), Fraction(0)
    for each in rules.rounds:
        result = rounds[each.key]
        if result.score is not None and result.exact is not None:
            published += Fraction(each.weight) * result.score.value
            exact += Fraction(each.weight) * result.exact.value
    total = Figure(rounded(published, rules.total.rounding), places_of(rules.total.rounding))
    return Scored(entrant, state, rounds, total, Figure(exact))


def _round_result(rules: Rules, scorer: RoundScorer, entrant: Entrant) -> RoundResult:
    result = scorer.result(entrant)
    if result.state == "absent" and rules.ranking.absent == "zero":
        return scorer.zero(entrant)
    return result


def _state(rules: Rules, entrant: Entrant, rounds: Iterable[RoundResult]) -> State:
    states: set[str] = {result.state for result in rounds}
    if rules.ranking.absent == "zero":
        states.discard("absent")
    if entrant.state is not None:
        states.add(entrant.state)
    return next((state for state in STRENGTH if state in states), "ranked")
