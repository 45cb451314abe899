"""The contract's "How it is computed", told a second time as plainly as it can be.

Knows nothing of the program: takes the parsed rules file and the rows of the marks file, compares
everybody with everybody, and is slow. What it says is right until somebody shows the sentence of
the contract that it breaks.
"""

from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor, isqrt

STRONGEST_FIRST = ("disqualified", "withdrawn", "unofficial", "absent", "incomplete", "ranked")
SETTLED_PLACES = 40  # docs/rules.md: where a mean went through a root that is not rational


def rounded(value, rule):
    if not rule or rule["mode"] == "none":
        return value
    scaled = abs(value) * 10 ** rule["places"]
    whole, rest = floor(scaled), scaled - floor(scaled)
    half = Fraction(1, 2)
    if rule["mode"] == "half_up":
        whole += rest >= half
    if rule["mode"] == "half_even":
        whole += rest > half or (rest == half and whole % 2 == 1)
    return Fraction(whole if value >= 0 else -whole, 10 ** rule["places"])


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def trimmed(values, panel):
    highest, lowest = panel.get("drop_highest", 0), panel.get("drop_lowest", 0)
    left = sorted(values)
    if highest + lowest >= len(left):
        return left
    return left[lowest : len(left) - highest]


def root(value):
    product = value.numerator * value.denominator
    if isqrt(product) ** 2 == product:
        return Fraction(isqrt(product), value.denominator)
    with localcontext() as context:
        context.prec = 300
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


class Entrant:
    """All that the rows say of one entrant, and later what follows from it."""

    def __init__(self):
        self.states, self.round_states = set(), defaultdict(set)
        self.marks = defaultdict(dict)  # (round, judge): criterion: mark
        self.penalties, self.measures = defaultdict(Fraction), {}
        self.group = self.held = None
        self.ineligible = ""
        self.scores, self.exact, self.round_state = {}, {}, {}
        self.total = self.total_exact = self.place = self.rank = self.prize = None
        self.decided_by, self.promotion, self.titles = None, None, []

    def take(self, row):
        self.group = row["group"] or self.group
        self.held = int(row["held_level"] or 0) or self.held
        self.ineligible = self.ineligible or row["eligible"].replace("yes", "")
        key, judge, criterion, mark, state = (
            row[name] for name in ("round", "judge", "criterion", "mark", "state")
        )
        if state == "recused":
            self.marks[key, judge]["recused"] = True
        elif state:
            (self.round_states[key] if key else self.states).add(state)
        elif mark and not key:
            self.measures[criterion] = Fraction(mark)
        elif criterion == "penalty":
            self.penalties[key] += Fraction(mark)
        elif mark:
            self.marks[key, judge][criterion] = Fraction(mark)

    def sheets(self, key):
        return {
            judge: sheet
            for (round_, judge), sheet in self.marks.items()
            if round_ == key and "recused" not in sheet
        }


def points(rules, sheet):
    """One judge's sum, ``None`` when a mark is missing."""
    if "criteria" not in rules:
        return sheet.get("")
    if any(c["key"] not in sheet for c in rules["criteria"]):
        return None
    return sum(
        rounded(sheet[c["key"]] * Fraction(c.get("factor", "1")), c.get("rounding"))
        for c in rules["criteria"]
    )


def strictness(rules, entrants):
    """The mean and deviation of each judge over all that they marked in full."""
    given = defaultdict(list)
    for entrant in entrants:
        for judge, sheet in entrant.sheets(rules["key"]).items():
            if points(rules, sheet) is not None:
                given[judge].append(points(rules, sheet))
    return {
        judge: (mean(totals), root(mean([(t - mean(totals)) ** 2 for t in totals])))
        for judge, totals in given.items()
    }


def standardised(total, wanted, centre, deviation):
    if deviation == 0:
        return Fraction(wanted["mean"])
    share = (total - centre) / deviation
    return Fraction(wanted["mean"]) + Fraction(wanted["deviation"]) * share


def of_totals(rules, sheets, judges):
    panel = rules.get("panel", {})
    totals = {judge: points(rules, sheet) for judge, sheet in sheets.items()}
    if "standardise" not in panel:
        return mean(trimmed(totals.values(), panel))
    compared = [
        standardised(total, panel["standardise"], *judges[judge]) for judge, total in totals.items()
    ]
    average = mean(trimmed(compared, panel))
    simple = average.limit_denominator(10**60)
    if abs(simple - average) < Fraction(1, 10**200):
        return simple
    return Fraction(round(average * 10**SETTLED_PLACES), 10**SETTLED_PLACES)


def of_criteria(rules, sheets):
    answer = Fraction(0)
    for criterion in rules["criteria"]:
        marks = [sheet[criterion["key"]] for sheet in sheets.values()]
        average = rounded(mean(trimmed(marks, rules["panel"])), criterion.get("rounding"))
        factor = Fraction(criterion.get("factor", "1"))
        answer += rounded(average * factor, criterion.get("rounding"))
    return answer


def score(rules, entrant, judges):
    """The state of an entrant in a round, and the exact score where there is one."""
    states = entrant.round_states[rules["key"]]
    if states:
        return min(states, key=STRONGEST_FIRST.index), None
    sheets = entrant.sheets(rules["key"])
    panel = rules.get("panel", {})
    complete = all(points(rules, sheet) is not None for sheet in sheets.values())
    if not complete or len(sheets) < panel.get("minimum", 1):
        return "incomplete", None
    by_criteria = panel.get("trim") == "criteria"
    exact = of_criteria(rules, sheets) if by_criteria else of_totals(rules, sheets, judges)
    return "scored", max(exact - entrant.penalties[rules["key"]], Fraction(0))


def score_rounds(rules, entrants):
    counts_as_zero = rules["ranking"].get("absent") == "zero"
    for each in rules["rounds"]:
        judges = strictness(each, entrants)
        for entrant in entrants:
            state, exact = score(each, entrant, judges)
            if state == "absent" and counts_as_zero:
                exact = Fraction(0)
            entrant.round_state[each["key"]] = state
            if exact is not None:
                entrant.exact[each["key"]] = exact
                entrant.scores[each["key"]] = rounded(exact, each.get("rounding"))


def total(rules, entrant):
    states = entrant.states | set(entrant.round_state.values()) - {"scored"} | {"ranked"}
    if rules["ranking"].get("absent") == "zero":
        states -= {"absent"}
    entrant.state = min(states, key=STRONGEST_FIRST.index)
    if entrant.state in {"disqualified", "withdrawn"} or len(entrant.scores) < len(rules["rounds"]):
        return
    weights = {each["key"]: Fraction(each["weight"]) for each in rules["rounds"]}
    whole = sum(weight * entrant.scores[key] for key, weight in weights.items())
    entrant.total = rounded(whole, rules["total"].get("rounding"))
    entrant.total_exact = sum(weight * entrant.exact[key] for key, weight in weights.items())
