"""What was backed up comes back whole, into an empty place, on either engine."""

import json
import shutil
import sqlite3
import zipfile

import pytest

from competition import storage
from competition.app import create_app
from competition.cli.frame.application import application
from competition.models import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from tests import scenes


@pytest.fixture
def filled(run):
    """An installation with a contest, sealed personal data, staff, a chain and a stored file."""
    run("user", "add", "zhao", given="a password of mine\n")
    with create_app().app_context():
        contest = scenes.contest()
        rehearsal = scenes.contest(slug="rehearsal")
        contest.rehearsal_of = rehearsal.id
        scenes.entrants(contest, 3, document_number="110101190001010000")
        db.session.commit()
        storage.store().put("certificates/a.pdf", b"%PDF " + bytes(range(256)))
        db.session.remove()
        db.engine.dispose()
    return run


def rows_of(path):
    """The manifest's checksums of all tables but the chain, which grows by each backup."""
    with zipfile.ZipFile(path) as file:
        members = json.loads(file.read("manifest.json"))["members"]
    return {
        name: member["sha256"]
        for name, member in members.items()
        if name != "tables/audit_line.jsonl" and not name.startswith("keys/")
    }


def another_place(monkeypatch, tmp_path, database_url=None):
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path / "another"))
    if database_url:
        monkeypatch.setenv("COMPETITION_DATABASE_URL", database_url)
        for name in ("SECRET_KEY", "FIELD_KEY"):
            key = (tmp_path / "home/keys" / name.lower()).read_text()
            monkeypatch.setenv(f"COMPETITION_{name}", key)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_restored_place_equals_the_first(filled, tmp_path, monkeypatch, request, engine):
    url = request.getfixturevalue("fresh_postgres_url") if engine == "postgresql" else None
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert filled("backup", first, "--with-keys").exit_code == 0
    another_place(monkeypatch, tmp_path, url)
    answer = filled("restore", first)
    assert (answer.exit_code, answer.stderr) == (0, "")
    filled("backup", second)
    assert rows_of(first) == rows_of(second)
    assert filled("audit", "check").exit_code == 0


def test_what_is_sealed_opens_again_and_is_not_in_the_file(filled, tmp_path, monkeypatch):
    filled("backup", tmp_path / "b.zip", "--with-keys")
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert b"110101190001010000" not in file.read("tables/entrant.jsonl")
    another_place(monkeypatch, tmp_path)
    filled("restore", tmp_path / "b.zip")
    with create_app().app_context():
        assert db.session.query(Entrant).first().document_number == "110101190001010000"
        assert storage.store().get("certificates/a.pdf").startswith(b"%PDF")


def test_keys_are_counted_on_after_a_restore(filled, tmp_path, monkeypatch, fresh_postgres_url):
    filled("backup", tmp_path / "b.zip")
    another_place(monkeypatch, tmp_path, fresh_postgres_url)
    assert filled("restore", tmp_path / "b.zip").exit_code == 0
    with application():
        assert scenes.contest(slug="a-third").id == 3


def test_without_the_key_restore_warns(filled, tmp_path, monkeypatch):
    filled("backup", tmp_path / "b.zip")
    another_place(monkeypatch, tmp_path)
    answer = filled("restore", tmp_path / "b.zip")
    assert answer.exit_code == 0
    assert "field key" in answer.stderr


def test_full_place_is_refused_and_left_as_it_was(filled, tmp_path):
    filled("backup", tmp_path / "b.zip")
    answer = filled("restore", tmp_path / "b.zip")
    assert answer.exit_code == 2
    assert "--force" in answer.stderr
    with create_app().app_context():
        assert db.session.query(Contest).count() == 2


def test_forced_restore_brings_back_what_was(filled, tmp_path, home):
    filled("backup", tmp_path / "b.zip")
    with sqlite3.connect(home / "competition.sqlite3") as database:
        database.execute("UPDATE contest SET title = 'spoilt'")
    database.close()
    assert filled("restore", tmp_path / "b.zip", "--force").exit_code == 0
    with create_app().app_context():
        assert db.session.query(Contest).filter_by(title="spoilt").count() == 0


@pytest.mark.parametrize("damage", ["cut", "changed", "no archive"])
def test_damaged_backup_restores_nothing(filled, tmp_path, monkeypatch, damage):
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    filled("backup", good)
    if damage == "changed":
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(b"quzhou-2023", b"quzhou-2024"))
    else:
        content = good.read_bytes()
        bad.write_bytes(content[: len(content) // 2] if damage == "cut" else b"nothing")
    another_place(monkeypatch, tmp_path)
    answer = filled("restore", bad)
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "another/files").exists()


def test_full_disk_leaves_no_half_backup(filled, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = filled("backup", tmp_path / "b.zip")
    assert answer.exit_code == 2
    assert not list(tmp_path.glob("*b.zip*"))
    shutil.rmtree(tmp_path / "home")
