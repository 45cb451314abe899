"""How the judges of a contest marked: the figures of the consistency page, remembered by marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from competition.domain import statistics
from competition.domain.resampling import Resampling, line_certainty
from competition.models.base import db
from competition.queries.contests import settings_of
from competition.queries.ranking import live

if TYPE_CHECKING:
    from collections.abc import Mapping

    from competition.domain.rules import Round
    from competition.domain.statistics import Agreement, Distribution, Outlier, Strictness
    from competition.models.contest import Contest
    from competition.queries.ranking import Live

SEED = 20231020  # any: the same marks give the same answer
AROUND = 10  # places beyond a line whose holders might cross it
RUNS = 200


@dataclass(frozen=True, slots=True)
class PanelFigures:
    """How agreed the judges of one panel were; ``None`` below the floors of sample size."""

    judges: tuple[str, ...]
    entrants: int
    agreement: Agreement | None
    concordance: float | None


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """One round: its spread, and for a panel how strict and how agreed its judges were."""

    key: str
    title: str
    spread: Distribution | None
    strictness: tuple[Strictness, ...] = ()
    panels: tuple[PanelFigures, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How often each entrant near a line of the ranking stays within it; share 0–1."""

    title: str
    last_rank: int
    shares: Mapping[str, float]
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Consistency:
    """Everything the page shows."""

    rounds: tuple[RoundFigures, ...]
    pairs: tuple[tuple[str, float, float], ...]
    certainty: tuple[Certainty, ...]
    complete: bool


_kept: WeakKeyDictionary[object, dict[int, tuple[str, Consistency]]] = WeakKeyDictionary()


def consistency(contest: Contest) -> Consistency:
    """The figures as the marks stand now."""
    present = live(contest)
    kept = _kept.setdefault(db.engine, {})
    known = kept.get(contest.id)
    if known and known[0] == present.fingerprint:
        return known[1]
    limit = settings_of(contest).spread_warning
    states = {line.state for line in present.ranking.lines}
    complete = not present.waiting and "ranked" in states and "incomplete" not in states
    made = Consistency(
        rounds=tuple(_round(present, round_, limit) for round_ in present.rules.rounds),
        pairs=_pairs(present),
        certainty=_certainty(present) if complete else (),
        complete=complete,
    )
    kept[contest.id] = (present.fingerprint, made)
    return made


def _round(present: Live, round_: Round, limit: str) -> RoundFigures:
    scores = [
        float(result.score.value)
        for line in present.ranking.lines
        if (result := line.rounds[round_.key]).score is not None
    ]
    spread = statistics.distribution(scores, 0, float(round_.full_mark), bins=20)
    if round_.judging == "single":
        return RoundFigures(round_.key, round_.title, spread)
    totals = statistics.judge_totals(present.ranking, round_.key)
    return RoundFigures(
        round_.key,
        round_.title,
        spread,
        statistics.strictness(totals),
        _panels(totals),
        statistics.outliers(totals, float(limit)) if float(limit) else (),
        limit,
    )


def _panels(totals: Mapping[str, Mapping[str, float]]) -> tuple[PanelFigures, ...]:
    return tuple(
        PanelFigures(
            judges, len(matrix), statistics.agreement(matrix), statistics.concordance(matrix)
        )
        for judges, matrix in statistics.complete_matrices(totals).items()
    )


def _pairs(present: Live) -> tuple[tuple[str, float, float], ...]:
    """Each entrant's scores in the first two rounds, to be drawn against one another."""
    keys = [round_.key for round_ in present.rules.rounds[:2]]
    if len(keys) < len("xy"):
        return ()
    found = []
    for line in present.ranking.lines:
        x, y = (line.rounds[key].score for key in keys)
        if x is not None and y is not None:
            found.append((line.entrant, float(x.value), float(y.value)))
    return tuple(found)


def _certainty(present: Live) -> tuple[Certainty, ...]:
    """For each promotion by ranks and each round judged by a panel, how sure its last rank is."""
    lasts = sorted({p.ranks[1] for p in present.rules.promotions if p.ranks})
    panels = [r for r in present.rules.rounds if r.panel and not r.panel.standardise]
    if not lasts or not panels:
        return ()
    places = {line.entrant: line.place or 0 for line in present.ranking.lines}
    # The others can't cross a line; they would only cost time.
    near = {number for number, place in places.items() if 0 < place <= lasts[-1] + AROUND}
    how = Resampling(SEED, RUNS)
    return tuple(
        Certainty(round_.title, last, _by_share(shares), places)
        for round_ in panels
        for last, shares in line_certainty(
            present.rules, present.field, near, round_.key, lasts, how
        ).items()
    )


def _by_share(shares: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return {number: share for number, share in ordered if share > 0}
