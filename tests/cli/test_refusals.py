"""Whatever goes wrong in a command, a person reads one sentence and a script an exit code."""

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from competition.cli import main
from competition.cli.db import MIGRATIONS
from competition.cli.frame.refusals import Refusal, run
from competition.domain.errors import NotFound
from competition.domain.permissions import WrongState

VERSIONS = MIGRATIONS / "versions"


def failing(error):
    @click.command()
    def fails():
        raise error

    return fails


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refusal("No such contest."), "No such contest."),
        (NotFound("contest_unknown"), "competition: "),
        (
            WrongState("wrong_state", deed="certificates:issue", state="setup"),
            "The contest is at “Being set up”; this can only be done at: Final result, ",
        ),
        (FileNotFoundError(2, "No such file or directory", "a.toml"), "a.toml: No such file"),
        (OperationalError("select", {}, Exception("is locked\nmore")), "refused: is locked"),
        (OperationalError("", {}, Exception("no such table: user")), "run competition db upgrade"),
        (
            OperationalError("", {}, Exception('relation "user" does not exist')),
            "run competition db upgrade first.",
        ),
        (ZeroDivisionError("division by zero"), "Unexpected ZeroDivisionError"),
    ],
)
def test_failure_is_one_sentence_and_exit_code_2(error, said, capsys):
    assert run(failing(error), []) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err


def test_answer_of_a_command_is_the_exit_code():
    @click.command()
    def says_no():
        return 1

    assert run(says_no, []) == 1


def test_unknown_command_is_wrong_usage():
    answer = CliRunner().invoke(main, ["nonsense"])
    assert answer.exit_code == 2
    assert "No such command 'nonsense'" in answer.output


def test_a_migration_without_a_message_is_wrong_usage_and_touches_no_other():
    before = sorted(VERSIONS.glob("*.py"))
    assert CliRunner().invoke(main, ["db", "revision"]).exit_code == 2
    assert sorted(VERSIONS.glob("*.py")) == before
