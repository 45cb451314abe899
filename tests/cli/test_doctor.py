"""The doctor tells what is wrong, and exits with 1 then."""

import json

import pytest

from competition.services.certificates.workshop import signing_files
from config import load


def findings(answer):
    return {one["name"]: one for one in json.loads(answer.stdout)}


def test_fresh_installation_is_well(run):
    answer = run("doctor", "--json")
    assert [one for one in findings(answer).values() if not one["ok"]] == []
    assert answer.exit_code == 0


def test_an_installation_that_has_signed_is_well(run, home):
    signing_files(load())
    assert {path.suffix for path in (home / "keys").iterdir()} == {"", ".key", ".pem", ".lock"}
    (home / "keys/authority.lock").chmod(0o644)  # as older installations left it, and empty
    assert findings(run("doctor", "--json"))["key files"]["ok"]


def test_every_finding_is_one_line(run):
    lines = run("doctor").stdout.splitlines()
    assert len(lines) == len(findings(run("doctor", "--json")))
    assert all(line.startswith("✓ ") for line in lines)


@pytest.mark.parametrize(
    ("spoil", "name", "said"),
    [
        (lambda home: (home / "keys/field_key").chmod(0o644), "key files", "chmod 600"),
        (lambda home: (home / "competition.sqlite3").unlink(), "migrations", "db upgrade"),
        (lambda home: (home / "files").write_text("in the way"), "storage", "cannot be reached"),
    ],
)
def test_what_is_wrong_is_told(run, home, spoil, name, said):
    for path in home.glob("competition.sqlite3-*"):
        path.unlink()
    spoil(home)
    answer = run("doctor", "--json")
    assert answer.exit_code == 1
    assert not findings(answer)[name]["ok"]
    assert said in findings(answer)[name]["said"]
