"""What a contest still lacks for its next state; the counts come from ``queries.readiness``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from competition.domain.contest import ContestState
    from competition.domain.entrants.windows import Window

TWO_PEOPLE: Final = 2
Weight = Literal["needed", "advised"]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round: its title, how it is judged, its judges, and the entrants it still waits for.

    ``away`` are judges with a seat who can't come, ``partly_away`` those who can't for some of the
    time; ``present`` judges are there without the former.
    """

    title: str
    judging: str
    judges: int
    minimum: int = 1
    waiting: int = 0  # entrants without a score, but for those whose two entries differ
    differing: int = 0
    unsigned: int = 0
    away: tuple[str, ...] = ()
    partly_away: tuple[str, ...] = ()
    present: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a contest when it is asked whether it can go on."""

    state: ContestState
    entrants: int = 0
    without_draw: int = 0
    without_code: int = 0
    without_document: int = 0
    minimum_entrants: int = 0
    crowded: tuple[tuple[str, int], ...] = ()
    entrants_per_employer: int = 0
    outside_age: tuple[tuple[str, int], ...] = ()
    ages: tuple[int, int] = (0, 0)
    entries: Window = "open"
    entries_from: str = ""
    entries_until: str = ""
    roles: frozenset[str] = frozenset()
    enterers: int = 0
    double_entry: bool = True
    rounds: tuple[RoundFacts, ...] = ()
    specimen: bool = True
    publicity_days: int = 5
    unresolved: int = 0
    rules_proposed: int = 0
    hosts: int = 1
    lacks_occupation: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or done; ``page`` is where it is done, empty while it can't be done yet.

    ``needed`` keeps the contest from going on while it is open; ``advised`` only tells.
    """

    code: str
    done: bool
    page: str
    weight: Weight = "needed"
    params: Mapping[str, object] | None = None


def steps(facts: Facts) -> tuple[Step, ...]:
    """What the next state asks for, in the order in which it is best done."""
    lists = {"setup": _for_open, "open": _for_judging, "judging": _for_locked}
    if facts.state == "locked":
        return (_ties(facts),)
    make = lists.get(facts.state)
    return make(facts) if make else ()


def ready(facts: Facts) -> bool:
    """Whether nothing that is needed is missing."""
    return all(step.done for step in steps(facts) if step.weight == "needed")


def _for_open(facts: Facts) -> tuple[Step, ...]:
    return (
        Step("rules_stand", facts.rules_proposed == 0, "rules"),
        _role(facts, "chief_judge", "needed"),
        _role(facts, "supervisor", "advised"),
        _role(facts, "arbiter", "advised"),
        *_named(facts),
        Step("issuer_set", not facts.specimen, "settings", "advised"),
        *_publicity(facts),
        *_window(facts, "entries_begun", facts.entries_from, done=facts.entries != "before"),
    )


def _publicity(facts: Facts) -> tuple[Step, ...]:
    """That nobody has time to object is told, not forbidden."""
    if facts.publicity_days:
        return ()
    return (Step("publicity_set", done=False, page="settings", weight="advised"),)


def _named(facts: Facts) -> tuple[Step, ...]:
    """What announcement and certificates name; after the first mark it takes two people to add."""
    occupation = Step("occupation_named", not facts.lacks_occupation, "rules", "advised")
    return Step("hosts_named", facts.hosts > 0, "rules", "advised"), occupation


def _window(facts: Facts, code: str, day: str, *, done: bool) -> tuple[Step, ...]:
    """What is told about the time of entries, where it is limited."""
    if not day:
        return ()
    told = {"day": day, "count": facts.entrants}
    return (Step(code, done, "settings", "advised", told),)


def _for_judging(facts: Facts) -> tuple[Step, ...]:
    return (
        Step("rules_stand", facts.rules_proposed == 0, "rules"),
        *_named(facts),
        Step("has_entrants", facts.entrants > 0, "entrants", params={"count": facts.entrants}),
        *_window(facts, "entries_ended", facts.entries_until, done=facts.entries == "after"),
        *_numbers(facts),
        *_after_entry(facts),
        *(_judges(facts, round_) for round_ in facts.rounds),
        *_present(facts, "needed"),
        *_partly_present(facts),
        _role(facts, "chief_judge", "needed"),
        _role(facts, "supervisor", "advised"),
        *_publicity(facts),
    )


def _after_entry(facts: Facts) -> tuple[Step, ...]:
    """What is done for entrants; before there are any, only that it comes after them."""
    if not facts.entrants:
        return (Step("draw_waits", done=False, page=""),)
    drawn, coded = {"count": facts.without_draw}, {"count": facts.without_code}
    return (
        Step("draw_made", not facts.without_draw, "draw", params=drawn),
        Step("codes_issued", not facts.without_code, "entrants", "advised", coded),
    )


def _numbers(facts: Facts) -> tuple[Step, ...]:
    """What is told about the entrants, but left to the organiser."""
    found: list[Step] = []
    if facts.minimum_entrants:
        params: dict[str, object] = {"count": facts.entrants, "minimum": facts.minimum_entrants}
        enough = facts.entrants >= facts.minimum_entrants
        found.append(Step("enough_entrants", enough, "entrants", "advised", params))
    if facts.entrants_per_employer:
        crowded: dict[str, object] = {
            "employers": "、".join(f"{name} {count}" for name, count in facts.crowded[:3]),
            "most": facts.entrants_per_employer,
        }
        found.append(Step("employers_within", not facts.crowded, "entrants", "advised", crowded))
    if any(facts.ages):
        ages: dict[str, object] = {
            "people": "、".join(f"{who} ({age})" for who, age in facts.outside_age[:5]),
            "count": len(facts.outside_age),
            "youngest": facts.ages[0],
            "oldest": facts.ages[1] or "—",
        }
        found.append(Step("ages_within", not facts.outside_age, "entrants", "advised", ages))
    if facts.without_document:
        missing: dict[str, object] = {"count": facts.without_document}
        found.append(
            Step("documents_known", done=False, page="entrants", weight="advised", params=missing)
        )
    return tuple(found)


def _judges(facts: Facts, round_: RoundFacts) -> Step:
    if round_.judging == "panel":
        params: dict[str, object] = {
            "round": round_.title,
            "judges": round_.judges,
            "minimum": round_.minimum,
        }
        return Step("judges_assigned", round_.judges >= round_.minimum, "staff", params=params)
    people = round_.judges + facts.enterers
    code = "two_enter" if facts.double_entry else "two_confirm"
    return Step(
        code, people >= TWO_PEOPLE, "staff", params={"round": round_.title, "people": people}
    )


def _present(facts: Facts, weight: Weight) -> tuple[Step, ...]:
    """Whether enough judges are left where some of a panel can't come."""
    return tuple(
        Step(
            "judges_present",
            item.present >= item.minimum,
            "staff",
            weight,
            {
                "round": item.title,
                "names": "、".join(item.away),
                "judges": item.present,
                "minimum": item.minimum,
            },
        )
        for item in facts.rounds
        if item.away and item.judging == "panel"
    )


def _partly_present(facts: Facts) -> tuple[Step, ...]:
    """Who can't come for some of the time: for whoever plans the order of appearance."""
    return tuple(
        Step(
            "judges_partly_present",
            done=False,
            page="staff",
            weight="advised",
            params={"round": item.title, "names": "、".join(item.partly_away)},
        )
        for item in facts.rounds
        if item.partly_away
    )


def _for_locked(facts: Facts) -> tuple[Step, ...]:
    scored = [
        Step(
            _scored(item),
            not (item.waiting or item.differing),
            "wall" if item.judging == "panel" else "theory",
            params={"round": item.title, "count": item.waiting, "differing": item.differing},
        )
        for item in facts.rounds
    ]
    signed = [
        Step(
            "round_signed",
            not item.unsigned,
            "wall",
            params={"round": item.title, "count": item.unsigned},
        )
        for item in facts.rounds
        if item.judging == "panel"
    ]
    return (
        Step("rules_stand", facts.rules_proposed == 0, "rules"),
        *_present(facts, "advised"),
        *scored,
        *signed,
    )


def _ties(facts: Facts) -> Step:
    return Step("ties_settled", not facts.unresolved, "ranking", params={"count": facts.unresolved})


def _role(facts: Facts, role: str, weight: Weight) -> Step:
    return Step(f"has_{role}", role in facts.roles, "staff", weight)


def _scored(item: RoundFacts) -> str:
    """The step's code: no score and two entries that differ are different things to do."""
    if not item.differing:
        return "round_scored"
    return "round_scored_and_differs" if item.waiting else "round_differs"
