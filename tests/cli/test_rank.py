"""``competition rank`` as people and scripts call it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from competition.cli import main
from competition.cli.tables import table, width
from tests.contest_texts import TWO_PLACES, marks_text, panel, rules_text, single

ROOT = Path(__file__).parents[2]
RULES = rules_text(
    single(weight="0.30", more=f'pass_mark = "60"\n{TWO_PLACES}'),
    panel(
        "drop_highest = 1, drop_lowest = 1, minimum = 3",
        weight="0.70",
        more=f'pass_mark = "60"\n{TWO_PLACES}',
    ),
    total=TWO_PLACES,
    more=(
        '[[prizes]]\nkey = "first"\ntitle = "一等奖"\nranks = [1, 1]\n'
        '[[promotions]]\nlevel = 2\nranks = [1, 3]\npasses = ["theory", "skill"]\n'
        '[[titles]]\nkey = "gold-worker"\ntitle = "金牌职工"\nranks = [1, 3]\n'
    ),
)
MARKS = marks_text(
    "007,theory,,,76.5",
    *(f"007,case,J{n},,{mark}" for n, mark in enumerate((88, 95, 88.4, 70, 88.5), start=1)),
    "012,theory,,,,absent",
)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "marks.csv").write_text(MARKS, encoding="utf-8")
    return tmp_path


def rank(folder, *options, **environment):
    code = "from competition.cli import main; main()"
    given = ["--rules", "rules.toml", "--marks", "marks.csv", *options]
    return subprocess.run(
        [sys.executable, "-c", code, "rank", *given],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def test_json_is_the_document_of_the_contract(files):
    answer = rank(files, "--json")
    assert (answer.returncode, answer.stderr) == (0, b"")
    document = json.loads(answer.stdout)
    sha256 = hashlib.sha256((files / "rules.toml").read_bytes()).hexdigest()
    assert {key: document[key] for key in ("schema", "contest", "rules_sha256")} == {
        "schema": 1,
        "contest": "c",
        "rules_sha256": sha256,
    }
    assert document["entrants"][0] == {
        "entrant": "007",
        "group": None,
        "state": "ranked",
        "rank": 1,
        "tied": False,
        "decided_by": "total",
        "total": "84.76",
        "total_exact": "84.76",
        "rounds": {
            "theory": {"score": "76.50", "exact": "76.5", "passed": True, "state": "scored"},
            "case": {
                "score": "88.30",
                "exact": "88.3",
                "passed": True,
                "state": "scored",
                "kept": ["J1", "J3", "J5"],
                "dropped": ["J2", "J4"],
            },
        },
        "prize": "first",
        "promotion": {
            "level": 2,
            "granted": True,
            "reasons": ["rank 1 is within 1–3", "theory 76.50 ≥ 60", "case 88.30 ≥ 60"],
        },
        "titles": ["gold-worker"],
    }


def test_json_keeps_entrants_without_a_rank(files):
    absent = json.loads(rank(files, "--json").stdout)["entrants"][1]
    assert (absent["entrant"], absent["state"], absent["rank"], absent["total"]) == (
        *("012", "absent", None, None),
    )
    assert absent["rounds"]["theory"] == {
        "score": None,
        "exact": None,
        "passed": None,
        "state": "absent",
    }


def test_the_table_shows_ranks_prizes_and_what_is_missing(files):
    shown = rank(files, PYTHONIOENCODING="utf-8").stdout.decode()
    row = next(line for line in shown.splitlines() if "007" in line)
    assert row.split() == [
        *("1", "007", "76.50", "88.30", "84.76"),
        "total",
        "一等奖",
        "2",
        "金牌职工",
    ]
    assert "012: case has no mark" in shown


def test_a_terminal_that_lacks_characters_still_gets_its_table(files):
    answer = rank(files, PYTHONIOENCODING="ascii")
    assert (answer.returncode, b"84.76" in answer.stdout) == (0, True)
    assert rank(files, "--json", PYTHONIOENCODING="ascii").returncode == 0


def test_wrong_marks_are_told_in_one_sentence_and_nothing_is_computed(files):
    (files / "marks.csv").write_text(marks_text("007,theory,,,1,25"), encoding="utf-8")
    answer = rank(files, "--json", PYTHONIOENCODING="utf-8")
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert answer.stderr.decode() == (
        "competition rank: marks.csv, line 2, column 6, state: unknown state “25”; "
        "was the mark meant as 1.25, with a point for the comma?\n"
    )


def test_wrong_rules_are_told(files):
    (files / "rules.toml").write_text(RULES.replace("weight", "wieght", 1), encoding="utf-8")
    answer = rank(files, PYTHONIOENCODING="utf-8")
    assert answer.returncode == 2
    assert "rules.toml, line 9, column 1" in answer.stderr.decode()
    assert "did you mean “weight”?" in answer.stderr.decode()


@pytest.mark.parametrize(
    "options", [("--marks", "none.csv"), ("--rules", "none.toml"), ("--expect", "."), ("--no",)]
)
def test_files_that_cannot_be_read_and_wrong_usage(files, options):
    answer = rank(files, *options)
    assert answer.returncode == 2
    assert b"Traceback" not in answer.stderr
    assert options[-1].encode() in answer.stderr


def expect(files, text, *options):
    (files / "published.csv").write_text(text, encoding="utf-8")
    return rank(files, "--expect", "published.csv", *options, PYTHONIOENCODING="utf-8")


def test_a_published_table_that_agrees(files):
    answer = expect(files, "entrant,rank,total,round:theory\n007,1,84.760,76.5\n012,,,\n")
    assert (answer.returncode, "0 contradictions" in answer.stdout.decode()) == (0, True)


def test_a_published_table_that_contradicts_is_told_row_by_row(files):
    answer = expect(files, "entrant,total,rank,round:case\n007,84.77,2,88.3\n012,1,,\n9,,,\n")
    assert answer.returncode == 1
    assert answer.stdout.decode().splitlines()[-5:] == [
        "entrant 007: total 84.77 is published, 84.76 computed",
        "entrant 007: rank 2 is published, 1 computed",
        "entrant 012: total 1 is published, none computed",
        "entrant 9 is published but has no row in the marks",
        "4 contradictions",
    ]
    found = json.loads(expect(files, "entrant,total\n007,84.77\n", "--json").stdout)
    assert found["contradictions"] == [
        {"entrant": "007", "figure": "total", "published": "84.77", "computed": "84.76"}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("entrant,totl\n", "unknown column “totl”; did you mean “total”?"),
        ('entrant,total\n007,"1,5"\n', "line 2, column 2, total: “1,5” has a comma"),
        ("entrant,rank\n007,first\n", "“first” is no rank"),
        ("entrant\n007\n007\n", "entrant “007” already stands on line 2"),
        ("entrant,rank\n,1\n", "the entrant is missing"),
    ],
)
def test_a_published_table_that_cannot_be_read(files, text, told):
    answer = expect(files, text)
    assert (answer.returncode, told in answer.stderr.decode()) == (2, True)


def test_rank_starts_without_the_web_framework_and_the_database():
    code = (
        "import sys, competition.cli.rank; "
        "print({'flask', 'sqlalchemy', 'weasyprint'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert answer.stdout.strip() == b"set()"


def test_an_unresolved_tie_is_told(files):
    more = RULES.replace("[total]", '[ranking]\nties = "forbidden"\n[total]')
    (files / "rules.toml").write_text(more, encoding="utf-8")
    twice = MARKS + MARKS.split("\n", 1)[1].replace("007", "008").replace("012", "013")
    (files / "marks.csv").write_text(twice, encoding="utf-8")
    answer = rank(files, PYTHONIOENCODING="utf-8")
    told = "008: stands level at place 1; the committee has to settle it"
    assert (answer.returncode, told in answer.stdout.decode()) == (0, True)


def test_help_lists_the_commands_and_imports_none():
    answer = CliRunner().invoke(main, ["--help"])
    assert "rank Compute a ranking from a rules file and a marks file." in " ".join(
        answer.output.split()
    )
    assert CliRunner().invoke(main, ["rnak"]).exit_code == 2


def test_tables_align_where_characters_are_two_cells_wide():
    text = table(["name", "total"], [["张三", "9.50"], ["Li Si", "10.00"]], frozenset({"total"}))
    assert text.splitlines() == ["name   total", "─────  ─────", "张三    9.50", "Li Si  10.00"]
    assert (width("张三·e\u0301"), width("")) == (6, 0)


def settled(folder, *numbers):
    named = ", ".join(f'"{number}"' for number in numbers)
    decision = f'[[ranking.settled]]\nentrants = [{named}]\nreason = "extra question"\n'
    (folder / "rules.toml").write_text(RULES + decision, encoding="utf-8")
    return (RULES + decision).splitlines().index(f"entrants = [{named}]") + 1


def test_settled_tie_of_somebody_without_marks_is_refused_with_its_place(files):
    line = settled(files, "007", "021")
    answer = rank(files)
    assert answer.returncode == 2
    assert answer.stderr.decode() == (
        f"competition rank: rules.toml, line {line}, column 1, ranking.settled.entrants: "
        "“021” has no row in the marks file; did you mean “012”?\n"
    )


def test_settled_tie_of_those_in_the_marks_file_is_taken(files):
    settled(files, "012", "007")
    assert rank(files, "--json").returncode == 0


@pytest.mark.parametrize("options", [[], ["--json"], ["--help"]])
def test_reader_who_leaves_changes_no_answer(files, options):
    """``| head``: nothing is said, and the exit code is that of the whole answer."""
    program = started(files, *options)
    program.stdout.close()
    assert (program.wait(), program.stderr.read()) == (0, b"")
    program.stderr.close()


def test_no_is_the_answer_though_nobody_reads_it(files):
    (files / "published.csv").write_text("entrant,total\n007,1\n", encoding="utf-8")
    program = started(files, "--expect", "published.csv")
    program.stdout.close()
    assert (program.wait(), program.stderr.read()) == (1, b"")
    program.stderr.close()


def started(folder, *options):
    code = "from competition.cli import main; main()"
    given = ["--rules", "rules.toml", "--marks", "marks.csv", *options]
    return subprocess.Popen(
        [sys.executable, "-c", code, "rank", *given],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_answer_that_a_full_disk_does_not_take_is_one_sentence(files):
    code = "from competition.cli import main; main()"
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [sys.executable, "-c", code, "rank", "--rules", "rules.toml", "--marks", "marks.csv"],
            cwd=files,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert (answer.returncode, answer.stderr) == (2, b"competition: No space left on device.\n")
