"""The second half of the plain retelling: places, prizes, promotions and titles."""

from fractions import Fraction
from itertools import product

from tests.domain.ranking.naive import Entrant, score_rounds, total


def ranked(rules, rows):
    """The entrants of the rows, by number, with all that follows from rules and rows."""
    rules = {"ranking": {}, "prizes": [], "promotions": [], "titles": [], **rules}
    entrants = {}
    for row in rows:
        entrants.setdefault(row["entrant"], Entrant()).take(row)
    score_rounds(rules, entrants.values())
    for number, entrant in entrants.items():
        entrant.number = number
        total(rules, entrant)
    for group in rules["ranking"].get("groups") or [None]:
        members = [e for e in entrants.values() if e.state == "ranked" and group in {None, e.group}]
        place(rules, members)
        give(rules, members)
    return entrants


def key_name(key):
    return next(f"{kind}:{key[kind]}" for kind in ("round", "measure", "total") if kind in key)


def key_value(key, entrant):
    if "round" in key:
        return entrant.scores[key["round"]]
    return entrant.measures.get(key["measure"]) if "measure" in key else entrant.total_exact


def better(one, other, order):
    """1 when ``one`` is the better figure, -1 when ``other`` is, 0 when they are level."""
    if one == other:
        return 0
    if one is None or other is None:
        return -1 if one is None else 1
    return 1 if (one < other) == (order == "low") else -1


class Standing:
    """Who of two stands before the other, and by what."""

    def __init__(self, rules, members):
        self.keys = rules["ranking"].get("tie_break", [])
        self.exact = rules["total"].get("rank_on") == "exact"
        self.members = members
        self.decisions = [each["entrants"] for each in rules["ranking"].get("settled", [])]
        self.names = ["total", *map(key_name, self.keys), "committee", "level"]

    def figure(self, entrant):
        return entrant.total_exact if self.exact else entrant.total

    def compared(self, one, other):
        """1 or -1 for the first or second, and the place in ``names`` of what said so."""
        figures = [better(self.figure(one), self.figure(other), "high")] + [
            better(key_value(key, one), key_value(key, other), key.get("order", "high"))
            for key in self.keys
        ]
        for depth, verdict in enumerate(figures):
            if verdict:
                return verdict, depth
        return self.by_committee(one, other)

    def by_committee(self, one, other):
        level = [e.number for e in self.members if self.on_one_level(one, e)]
        before = self.precedence(level)
        if other.number in self.entangled(level, before, one.number):
            return 0, len(self.names) - 1
        return (1 if (one.number, other.number) in before else -1), len(self.names) - 2

    def on_one_level(self, one, other):
        figures = (self.figure(one), *(key_value(key, one) for key in self.keys))
        return figures == (self.figure(other), *(key_value(key, other) for key in self.keys))

    def precedence(self, level):
        """Every pair of which decisions put the first before the second, also through others."""
        before = set()
        for decision in self.decisions:
            named = [number for number in decision if number in level]
            before |= {(a, b) for i, a in enumerate(named) for b in named[i + 1 :]}
        for middle, first, last in product(level, repeat=3):
            if (first, middle) in before and (middle, last) in before:
                before.add((first, last))
        return before

    def entangled(self, level, before, number):
        """Those whom a chain of pairs that nobody parted ties to ``number``."""
        found, waiting = {number}, [number]
        while waiting:
            one = waiting.pop()
            new = [n for n in level if not {(one, n), (n, one)} & before and n not in found]
            found.update(new)
            waiting += new
        return found


def place(rules, members):
    standing = Standing(rules, members)
    tied = "unresolved" if rules["ranking"].get("ties") == "forbidden" else "shared"
    for entrant in members:
        verdicts = [standing.compared(other, entrant) for other in members if other is not entrant]
        entrant.place = 1 + sum(verdict == 1 for verdict, _ in verdicts)
        deepest = standing.names[max((depth for _, depth in verdicts), default=0)]
        entrant.decided_by = tied if deepest == "level" else deepest
        entrant.rank = None if entrant.decided_by == "unresolved" else entrant.place


def give(rules, members):
    for entrant in members:
        fitting = (p["key"] for p in rules["prizes"] if fits(p, entrant, len(members)))
        entrant.prize = next(fitting, None)
    decide(rules, members)


def fits(prize, entrant, count):
    if entrant.rank is None:
        return False
    if "ranks" in prize:
        return prize["ranks"][0] <= entrant.rank <= prize["ranks"][1]
    if "fraction" in prize:
        return entrant.rank <= Fraction(prize["fraction"]) * count
    return entrant.total >= Fraction(prize["at_least"])


def passes(rules, rule, entrant):
    return all(
        entrant.scores[each["key"]] >= Fraction(each["pass_mark"])
        for each in rules["rounds"]
        if "pass_mark" in each and each["part"] in rule.get("passes", [])
    )


def level(rule, held):
    """The level that the rule gives to a holder of ``held``, and whether it gives any."""
    wanted = rule["level"]
    if held is None or wanted < held:
        return wanted, True
    if rule.get("held_level") == "raise" and held > 1:
        return held - 1, True
    return wanted, False


def speaks(rule, entrant, slots):
    if entrant.rank is None:
        return False
    if "ranks" in rule:
        first, last = rule["ranks"]
        return first <= entrant.rank <= last or entrant in slots
    if entrant.prize is None:
        return False
    return rule.get("other_prizes", False) or entrant.prize in rule.get("prizes", [])


def slots(rule, members, qualifies):
    """With ``pass_down``: who takes the slots; a tie on the last one lets all of them in."""
    if not rule.get("pass_down"):
        return []
    first, last = rule["ranks"]
    taken = []
    for number in sorted({e.place for e in members if e.place >= first}):
        if len(taken) <= last - first:
            taken += [e for e in members if e.place == number and qualifies(e)]
    return taken


def decide(rules, members):
    def promoted(rule):
        return lambda e: passes(rules, rule, e) and not e.ineligible and level(rule, e.held)[1]

    def honoured(rule):
        return lambda e: passes(rules, rule, e)

    for entrant in members:
        for rule in rules["promotions"]:
            if speaks(rule, entrant, slots(rule, members, promoted(rule))):
                granted = promoted(rule)(entrant)
                entrant.promotion = (level(rule, entrant.held)[0], granted)
                if granted or rule.get("on_fail", "none") == "none":
                    break
        entrant.titles = [
            rule["key"]
            for rule in rules["titles"]
            if speaks(rule, entrant, slots(rule, members, honoured(rule)))
            and passes(rules, rule, entrant)
        ]
