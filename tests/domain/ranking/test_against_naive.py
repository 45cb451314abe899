"""The program and the plain retelling of the contract agree on contests made up by chance."""

import csv
import io
import json
import random

import pytest

from competition.domain.ranking import rank
from competition.exchange.marks_file import read_marks
from competition.exchange.rules_file import read_rules
from tests.domain.ranking.naive_awards import ranked
from tests.domain.ranking.some_contest import COLUMNS, Chance


def toml(value):
    """A value as TOML: a rules file may be written with inline tables alone."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def rules_file(rules):
    return "\n".join(f"{key} = {toml(value)}" for key, value in rules.items())


def marks_file(rows):
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def said(line):
    """What the program says of an entrant, in the words of the retelling."""
    promotion = line.promotion
    return {
        "state": line.state,
        "scores": {key: r.score.value for key, r in line.rounds.items() if r.score},
        "exact": {key: r.exact.value for key, r in line.rounds.items() if r.exact},
        "total": line.total and line.total.value,
        "total_exact": line.total_exact and line.total_exact.value,
        "rank": line.rank,
        "decided_by": line.decided_by,
        "prize": line.prize,
        "promotion": promotion and (promotion.level, promotion.granted),
        "titles": list(line.titles),
    }


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_both_say_the_same_of_everybody(seed):
    for number in range(seed, seed + 20):
        some = Chance(random.Random(number))  # noqa: S311 — repeatable, no secret
        rules = some.rules()
        rows = some.field(rules)
        expected = ranked(rules, rows)
        read = read_rules(rules_file(rules), "rules.toml")
        ranking = rank(read, read_marks(marks_file(rows), read, "marks.csv"))
        found = {line.entrant: said(line) for line in ranking.lines}
        assert found == {
            entrant: {name: getattr(one, name) for name in found[entrant]}
            for entrant, one in expected.items()
        }, f"contest {number}"
