"""The installed command works in an empty folder, far from the working tree."""

import json

import pytest

from tests.architecture.tree import kept

pytestmark = [pytest.mark.slow, pytest.mark.wheel]

WORDS = [
    "serve",
    "web",
    "worker",
    "rank",
    "certificates",
    "bundle",
    "audit",
    "backup",
    "restore",
    "doctor",
    "user",
    "demo",
    "db",
]
HERE = {"web": "serve", "worker": "serve", "restore": "backup"}
MODULES = [name.removeprefix("competition/cli/").split(".")[0] for name in kept(".py")]

RULES = """
schema = 1
[contest]
slug = "small"
title = "小竞赛"
occupation = "劳动关系协调员"
[[rounds]]
key = "theory"
title = "理论考试"
part = "theory"
weight = "0.30"
full_mark = "100"
pass_mark = "60"
judging = "single"
[[rounds]]
key = "case"
title = "案例讲解"
part = "skill"
weight = "0.70"
full_mark = "100"
pass_mark = "60"
judging = "panel"
panel = { trim = "totals", drop_highest = 1, drop_lowest = 1, minimum = 3 }
rounding = { places = 2, mode = "half_up" }
[total]
rounding = { places = 2, mode = "half_up" }
[[promotions]]
level = 2
ranks = [1, 3]
passes = ["theory", "skill"]
"""
MARKS = """entrant,round,judge,criterion,mark,state
007,theory,,,80,
007,case,J1,,85,
007,case,J2,,90,
007,case,J3,,88,
007,case,J4,,92,
007,case,J5,,70,
012,theory,,,,absent
012,case,J1,,99,
012,case,J2,,99,
012,case,J3,,99,
"""


@pytest.mark.parametrize("word", [word for word in WORDS if HERE.get(word, word) in MODULES])
def test_every_command_explains_itself(program, word):
    assert f"competition {word}" in program(word, "--help").stdout
    assert f" {word} " in program("--help").stdout


@pytest.mark.parametrize("word", [word for word in ["rank"] if word in MODULES])
def test_ranking_from_two_files(program, tmp_path, word):
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "marks.csv").write_text(MARKS)
    ranked = program(word, "--rules", "rules.toml", "--marks", "marks.csv", "--json")
    first, absent = json.loads(ranked.stdout)["entrants"]
    # (85 + 90 + 88) / 3 = 87.67; 0.30 × 80 + 0.70 × 87.67 = 85.369
    assert (first["entrant"], first["total"], first["rank"]) == ("007", "85.37", 1)
    assert (first["promotion"]["level"], first["promotion"]["granted"]) == (2, True)
    assert (absent["state"], absent["rank"]) == ("absent", None)


@pytest.mark.parametrize("word", [word for word in ["rank"] if word in MODULES])
def test_bad_marks_are_told_in_a_sentence_with_the_line(program, tmp_path, word):
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "marks.csv").write_text(MARKS.replace("J5,,70", 'J5,,"7,0"'))
    tried = program(word, "--rules", "rules.toml", "--marks", "marks.csv", check=False)
    assert tried.returncode == 2
    assert "marks.csv, line 7, column 5" in tried.stderr
    assert len(tried.stderr.splitlines()) == 1
