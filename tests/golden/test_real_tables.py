"""Published tables of real competitions, recomputed to the last digit.

The tables are not part of the repository (see their README for the sources, among them figure
skating scores structured by BuzzFeed News, CC BY 4.0); without them these tests are skipped.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest

from competition.domain.consistency import contradictions
from competition.domain.ranking import rank
from competition.exchange.marks_file import read_marks
from competition.exchange.published_file import read_published
from competition.exchange.rules_file import read_rules_bytes

HERE = Path(__file__).parent
TABLES = next(
    (found for parent in HERE.parents if (found := parent / "shared" / "data" / "real").is_dir()),
    None,
)
pytestmark = pytest.mark.skipif(TABLES is None, reason="the real tables are not on this machine")


def rules_of(name):
    return read_rules_bytes((HERE / name).read_bytes(), name)


def table(name):
    return list(csv.DictReader((TABLES / name).read_text(encoding="utf-8").splitlines()))


def csv_bytes(rows):
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def marks(rows, *more):
    header = ("entrant", "round", "judge", "criterion", "mark", "state", *more)
    return csv_bytes([header, *rows])


def ipho():
    rows = table("ipho2015_theory_practical.csv")
    given = [
        (row["row"], key, "", "", row[column], "")
        for row in rows
        for key, column in (("theory", "theory_of_30"), ("experiment", "experiment_of_20"))
    ]
    rules = rules_of("ipho2015.toml")
    return rows, rules, read_marks(marks(given), rules, "ipho.csv")


def test_ipho_totals_agree_on_every_row_but_the_faulty_one():
    rows, rules, field = ipho()
    ranking = rank(rules, field)
    wrong = [r["row"] for r in rows if str(ranking.line(r["row"]).total) != r["total_of_50"]]
    assert (len(rows), wrong) == (263, ["103"])


def test_ipho_check_of_the_table_flags_exactly_the_faulty_row():
    rows, rules, field = ipho()
    published = csv_bytes(
        [("entrant", "total", "rank"), *((r["row"], r["total_of_50"], r["rank"]) for r in rows)]
    )
    found = contradictions(rules, field, read_published(published, rules, "published.csv"))
    assert [each.sentence() for each in found] == [
        "entrant 103: total 32.8 is published, 32.6 computed"
    ]


@pytest.mark.parametrize("kind", ["short", "free"])
def test_isu_components_of_every_skater(kind):
    rules = rules_of(f"isu2017_men_{kind}.toml")
    rows = [
        row for row in table("isu2017worlds_men_judge_panel.csv") if kind.upper() in row["segment"]
    ]
    given = [
        (row["published_segment_rank"], "components", f"J{n}", row["component"], row[f"J{n}"], "")
        for row in rows
        for n in range(1, 10)
    ]
    ranking = rank(rules, read_marks(marks(given), rules, "isu.csv"))
    for row in rows:
        result = ranking.line(row["published_segment_rank"]).rounds["components"]
        means = {each.criterion: str(each.mean) for each in result.criteria}
        assert means[row["component"]] == row["published_panel_score"]
        assert str(result.score) == row["published_total_component_score"]


@pytest.mark.parametrize(("kind", "rows_checked"), [("short", 151), ("free", 108)])
def test_isu_segments_with_their_own_tie_breaks(kind, rows_checked):
    rules = rules_of(f"isu_segments_{kind}.toml")
    rows = [
        row
        for row in table("isu_segments_sum_rank_ties.csv")
        if ("SHORT" if kind == "short" else "FREE") in row["segment"]
    ]
    columns = {
        "elements": "element_score",
        "components": "component_score",
        "deductions": "deductions",
    }
    given = [
        (row["row"], key, "", "", row[column], "", f"{row['competition']} / {row['segment']}")
        for row in rows
        for key, column in columns.items()
    ]
    ranking = rank(rules, read_marks(marks(given, "group"), rules, "isu.csv"))
    lines = {row["row"]: ranking.line(row["row"]) for row in rows}
    assert [(str(lines[r["row"]].total), str(lines[r["row"]].rank)) for r in rows] == [
        (r["total_segment_score"], r["published_rank"]) for r in rows
    ]
    decided = defaultdict(int)
    for line in lines.values():
        decided[line.decided_by] += 1
    key = "round:elements" if kind == "short" else "round:components"
    assert (len(rows), decided[key]) == (rows_checked, 4 if kind == "short" else 2)
