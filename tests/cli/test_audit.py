"""The audit chain, checked through the program."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from competition.cli import main


def test_whole_chain_is_exit_code_0(run):
    run("user", "add", "zhao", given="a password of mine\n")
    run("user", "disable", "zhao")
    answer = run("audit", "check", "--json")
    found = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert (found["lines"], found["whole"], found["breaks"]) == (2, True, [])


def test_edited_line_is_exit_code_1_and_named(run, home):
    run("user", "add", "zhao", given="a password of mine\n")
    with sqlite3.connect(home / "competition.sqlite3") as database:
        database.execute("UPDATE audit_line SET subject = 'li'")
    database.close()
    answer = run("audit", "check")
    assert answer.exit_code == 1
    assert "line 1 is not what was written" in answer.stdout


@pytest.mark.usefixtures("home")
def test_without_a_database_it_is_one_sentence():
    answer = CliRunner().invoke(main, ["audit", "check"])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
