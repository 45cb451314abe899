"""What the documents name is there: tests, figures for watching, events of the log."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from competition.web import away
from competition.web.watching.figures import JOB_STATES, Figures

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "docs/security.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
ALERTS = OPERATIONS.split("### Alerts")[1].split("\n## ")[0]
EVENT = re.compile(r"(?:warning|error|info|exception)\(\s*\"(\w+)\"")
CUT = "…"  # stands for the rest of a long name


def named_tests():
    """Each test that a document names: the file, and its function or ''."""
    found = re.findall(r"`([a-z_/]+/(?:test_\w+\.py)?)(?:::(\w+…?))?`", SECURITY)
    short = re.findall(r"`([a-z_/]+\.py)(?:::\w+…?)?`, `::(\w+…?)`", SECURITY)
    return sorted({*found, *short} - {(path, name) for path, name in found if "docs/" in path})


@cache
def functions(path):
    return re.findall(
        r"^def (test_\w+)", (ROOT / "tests" / path).read_text(encoding="utf-8"), re.MULTILINE
    )


def test_there_are_tests_named():
    assert len(named_tests()) > 40


@pytest.mark.parametrize(("path", "name"), named_tests(), ids="::".join)
def test_each_test_that_the_security_page_names_is_there(path, name):
    assert (ROOT / "tests" / path).exists()
    if name.endswith(CUT):
        assert len([one for one in functions(path) if one.startswith(name[:-1])]) == 1
    elif name:
        assert name in functions(path)


def test_each_met_line_of_the_table_names_a_test():
    rows = [row.split("|") for row in SECURITY.splitlines() if row.startswith("| V")]
    met = [row for row in rows if row[3].strip().startswith("met") and "no test" not in row[3]]
    unproved = [row[1].strip() for row in met if "`" not in row[3] + row[4]]
    assert len(met) > 25
    assert unproved == []


def test_each_figure_that_is_watched_is_measured():
    named = set(re.findall(r"`(competition_\w+?)(?:\{[^`]*)?`", OPERATIONS))
    told = {
        name for family in Figures().registry.collect() for name in (family.name, *parts(family))
    }
    assert named - told == set()
    assert {"competition_request_seconds", "competition_slow_queries_total"} <= named


def parts(family):
    return (f"{family.name}_total",) if family.type == "counter" else ()


def test_each_label_of_an_alert_is_one_that_the_figure_has(app):
    asked = re.findall(r"`competition_jobs\{state=\"(\w+)\"\}`", ALERTS)
    assert set(asked) <= set(JOB_STATES)
    pattern = re.search(r"endpoint=~\"([^\"]+)\"", ALERTS)[1]
    assert [rule for rule in app.url_map.iter_rules() if re.fullmatch(pattern, rule.endpoint)]


def test_each_event_of_an_alert_is_one_that_is_logged():
    """Some are logged under their own name, some under the code of the refusal that is answered."""
    row = next(row for row in ALERTS.splitlines() if "log event" in row)
    named = set(re.findall(r"`(\w+)`", row)) - {"code"}
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "competition").rglob("*.py")]
    logged = {event for source in sources for event in EVENT.findall(source)}
    assert named - logged - {away.AWAY, away.FULL, away.READ_ONLY} == set()
    assert len(named) > 5
