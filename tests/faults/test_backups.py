"""Backup while judges submit, and a restore that is killed on its way into an empty place."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace

import pytest

from competition.domain.actor import SYSTEM
from competition.models import db
from competition.services import backup
from tests import scenes, scenes_judging
from tests.faults.installation import ROOT, SECRETS
from tests.security.conftest import served

pytestmark = pytest.mark.slow
PROGRAM = backup.Program("1", "0016")
BACKUPS = 4


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request, settings, tmp_path):
    url = f"sqlite:///{tmp_path}/shared.sqlite3"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
    with served(replace(settings, database_url=url)) as app:
        yield app, scenes_judging.hall(2, 2)


def writing(app, hall, judge, over):
    """A judge who submits one sheet after another."""
    with app.app_context():
        base = 0
        while not over.is_set():
            changed = scenes_judging.marks(law=str(base % 30))
            scenes_judging.submit(hall, judge, base=base, given=changed)
            base += 1
        db.session.remove()


def rows(path, table):
    with zipfile.ZipFile(path) as file:
        return [json.loads(line) for line in file.read(f"tables/{table}.jsonl").splitlines()]


def test_backup_while_judges_submit_is_of_one_moment(hall, tmp_path):
    """The judges' first marks come at the same moment, too: neither waits for the other."""
    app, stage = hall
    over = threading.Event()
    judges = [
        threading.Thread(target=writing, args=(app, stage, judge, over)) for judge in stage.judges
    ]
    for judge in judges:
        judge.start()
    files = [tmp_path / f"{n}.zip" for n in range(BACKUPS)]
    for file in files:
        time.sleep(0.3)
        backup.write_backup(SYSTEM, scenes.NOON, file, PROGRAM, keys=None, step=lambda *_: None)
    over.set()
    for judge in judges:
        judge.join()
    counts = [consistent(file) for file in files]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def consistent(file):
    """Receipts, revisions, sheets and the chain are of the same moment; how many receipts."""
    receipts, revisions = rows(file, "receipt"), rows(file, "sheet_revision")
    told = [line for line in rows(file, "audit_line") if line["action"] == "sheet:submitted"]
    assert len(receipts) == len(revisions) == len(told)
    newest = {sheet["id"]: sheet["revision"] for sheet in rows(file, "sheet")}
    assert sum(newest.values()) == len(revisions)
    lines = rows(file, "audit_line")
    assert [line["previous"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]
    return len(receipts)


def restore(home, file, *options):
    call = [sys.executable, "-m", "competition.cli", "restore", str(file), *options]
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COMPETITION_HOME": str(home)}
    return subprocess.Popen(
        call, env=environ | SECRETS, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_restore_killed_in_an_empty_place_is_done_again(tmp_path):
    """Killed while it makes its tables; the second attempt is as if the first."""
    home = tmp_path / "home"
    home.mkdir()
    file = ROOT / "tests/cli/earlier/0001.zip"
    first = restore(home, file)
    deadline = time.monotonic() + 60
    while (
        not (home / "competition.sqlite3-wal").exists()
        and first.poll() is None
        and time.monotonic() < deadline
    ):
        time.sleep(0.002)
    first.kill()
    first.communicate()
    second = restore(home, file)
    told = second.communicate(timeout=120)[1].decode()
    if second.returncode:
        assert "--force" in told
        assert told.count("\n") == 1
        second = restore(home, file, "--force")
        told = second.communicate(timeout=120)[1].decode()
    assert (second.returncode, told) == (0, "")
