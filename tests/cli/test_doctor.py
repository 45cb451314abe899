"""The doctor tells what is wrong, and exits with 1 then."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from competition.app import create_app
from competition.cli.frame.application import application
from competition.domain.actor import SYSTEM
from competition.models import db
from competition.models.job import Job
from competition.services import jobs
from competition.services.certificates.workshop import signing_files
from config import load
from tests import scenes


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


def names(answer):
    return [name for name, one in findings(answer).items() if not one["ok"]]


REDIS_AWAY = {"REDIS_URL": "redis://127.0.0.1:1/0"}


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"SIGNING_KEY": "/nowhere/key.pem"}, "signing key", "not found"),
        ({"BASE_URL": "http://contest.example"} | REDIS_AWAY, "configuration", "need https"),
        (REDIS_AWAY, "queue", "127.0.0.1:1"),
        ({"STORAGE_URL": "file:///proc/none"}, "storage", "/proc/none"),
    ],
)
def test_unfit_setting_is_told(run, monkeypatch, given, name, said):
    for variable, value in given.items():
        monkeypatch.setenv(f"COMPETITION_{variable}", value)
    answer = run("doctor", "--json")
    assert answer.exit_code == 1
    assert name in names(answer)
    assert said in findings(answer)[name]["said"]


def test_lost_field_key_is_told_while_values_are_sealed_with_it(run, home):
    with create_app().app_context():
        scenes.entrants(scenes.contest(), 1, document_number="110101190001010000")
        db.session.remove()
        db.engine.dispose()
    (home / "keys/field_key").write_text("another key, long enough for all that is asked of it")
    answer = run("doctor", "--json")
    assert names(answer) == ["field keys"]
    assert "not configured" in findings(answer)["field keys"]["said"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("fonts", "make assets"), ("page parts", "make assets"), ("translations", "make catalogues")],
)
def test_missing_part_of_the_program_is_told(run, monkeypatch, tmp_path, name, said):
    monkeypatch.setattr("competition.cli.doctor.PACKAGE", tmp_path / "package")
    answer = run("doctor", "--json")
    assert name in names(answer)
    assert said in findings(answer)[name]["said"]


def test_missing_library_of_the_system_is_told(run, monkeypatch):
    def gone():
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("certificates.load_all", gone)
    answer = run("doctor", "--json")
    assert names(answer) == ["type-setting"]
    assert "libharfbuzz-subset0" in findings(answer)["type-setting"]["said"]


def test_little_room_is_told_before_the_disk_is_full(run, monkeypatch):
    usage = type("Usage", (), {"free": 3 * 1024 * 1024})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    answer = run("doctor", "--json")
    assert names(answer) == ["home"]
    assert "3 MB are free" in findings(answer)["home"]["said"]


def test_database_of_a_server_that_is_away_is_told(run, monkeypatch):
    monkeypatch.setenv("COMPETITION_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    for name in ("SECRET_KEY", "FIELD_KEY"):
        monkeypatch.setenv(f"COMPETITION_{name}", "a secret that is long enough for every use here")
    answer = run("doctor", "--json")
    assert {"database", "queue", "signing key"} <= set(names(answer))
    assert "Traceback" not in answer.stdout + answer.stderr


def test_clock_that_fell_back_is_told(run, time_machine):
    assert run("user", "add", "zhao", given="a password of mine\n").exit_code == 0
    time_machine.move_to(datetime.now(UTC) - timedelta(hours=1))
    answer = run("doctor", "--json")
    assert names(answer) == ["clock"]
    assert "set this machine's clock" in findings(answer)["clock"]["said"]


def test_changed_audit_line_is_told(run, home):
    assert run("user", "add", "zhao", given="a password of mine\n").exit_code == 0
    with sqlite3.connect(home / "competition.sqlite3") as database:
        database.execute("UPDATE audit_line SET reason = 'another'")
    database.close()
    answer = run("doctor", "--json")
    assert names(answer) == ["audit trail"]
    assert "audit check" in findings(answer)["audit trail"]["said"]


def test_work_that_nobody_takes_up_is_told(run):
    with application():
        job_id = jobs.request(SYSTEM, datetime.now(UTC), "certificates:issue", None, {})
        assert names(run("doctor", "--json")) == []
        db.session.get(Job, job_id).made_at = datetime.now(UTC) - timedelta(minutes=11)
        db.session.commit()
    answer = run("doctor", "--json")
    assert names(answer) == ["work"]
    assert "competition worker" in findings(answer)["work"]["said"]


@pytest.mark.parametrize(("years", "word"), [(9.97, "ends"), (11, "ended")])
def test_signing_certificate_near_its_end_is_told(run, time_machine, years, word):
    assert run("keys", "init").exit_code == 0
    time_machine.move_to(datetime.now(UTC) + timedelta(days=366 * years))
    answer = run("doctor", "--json")
    assert names(answer) == ["signing key"]
    assert f"{word} on" in findings(answer)["signing key"]["said"]
