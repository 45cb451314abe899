"""The audit chain, checked through the program."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from competition.cli import main
from competition.cli.frame.application import application
from competition.domain.chain import GENESIS, line_hash
from competition.models.audit import AuditLine
from competition.services.certificates.sealing import sealer
from competition.services.publication import confirm, propose_publication
from tests import scenes, scenes_results


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


def test_seals_of_a_key_that_stayed_behind_are_told_as_such_and_hold_once_it_is_known(run, home):
    with application() as app:
        contest = scenes_results.full(5)
        people, seal = scenes_results.pair(), sealer(app.extensions["settings"])
        proposal = propose_publication(people[0], scenes.NOON, contest_id=contest.id)
        which = {"contest_id": contest.id, "proposal_id": proposal.id}
        confirm(people[1], scenes.NOON, **which, seal=seal)
    assert "was sealed" not in run("audit", "check").stdout
    keys = home / "keys"
    former = (keys / "signer.pem").read_bytes()
    for name in ("signer.key", "signer.pem", "authority.key", "authority.pem"):
        (keys / name).unlink()
    told = run("audit", "check").stdout
    assert "quzhou-2023 version 1 is not what was sealed" in told
    assert "No seal at all was made with a key that is known here" in told
    (keys / "trusted").mkdir()
    (keys / "trusted/former.pem").write_bytes(former)
    assert "sealed" not in run("audit", "check").stdout


@pytest.mark.usefixtures("home")
def test_without_a_database_it_is_one_sentence():
    answer = CliRunner().invoke(main, ["audit", "check"])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1


@pytest.fixture
def head(run):
    """The head as it was noted before the newest line was written."""
    run("user", "add", "zhao", given="a password of mine\n")
    noted = json.loads(run("audit", "check", "--json").stdout)["head"]
    run("user", "disable", "zhao")
    return noted


def rewritten(home):
    """Whoever writes the database makes every line say another reason, and all of it agree."""
    with sqlite3.connect(home / "competition.sqlite3") as database:
        database.row_factory = sqlite3.Row
        previous = GENESIS
        for row in database.execute("SELECT * FROM audit_line ORDER BY id").fetchall():
            line = AuditLine(**{key: row[key] for key in row.keys() if key != "hash"})  # noqa: SIM118 -- a Row is no dict
            line.at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
            line.detail, line.reason = json.loads(row["detail"]), "another"
            made = line_hash(previous, line.content())
            changed = ("another", previous, made, row["id"])
            database.execute(
                "UPDATE audit_line SET reason=?, previous=?, hash=? WHERE id=?", changed
            )
            previous = made
    database.close()


def test_head_that_was_noted_is_still_in_the_chain(run, head):
    answer = run("audit", "check", "--head", head.upper(), "--head", head)
    assert (answer.exit_code, answer.stdout.count(f"✓ head {head} is in the chain")) == (0, 2)


def test_rewritten_chain_that_agrees_with_itself_shows_by_the_noted_head(run, head, home):
    rewritten(home)
    assert json.loads(run("audit", "check", "--json").stdout)["whole"]
    answer = run("audit", "check", "--head", head, "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["whole"]) == (1, False)
    assert told["breaks"] == [{"line": None, "kind": "head", "head": head}]
    assert "it was written anew, or cut off" in run("audit", "check", "--head", head).stdout


@pytest.mark.parametrize("bad", ["", "abc", "g" * 64, "0" * 65])
def test_what_can_be_no_head_is_told(run, bad):
    answer = run("audit", "check", "--head", bad)
    assert (answer.exit_code, "is no head" in answer.stderr) == (2, True)
