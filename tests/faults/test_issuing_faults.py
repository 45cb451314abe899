"""Several processes issue at once, and one is killed midway: no number is lost or given twice."""

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from competition.app import create_app
from competition.models import db
from competition.models.certificates import Certificate, NumberSeries
from competition.storage import store
from tests import scenes_issuing
from tests.scenes_issuing import GRANTED

# Three processes each: one test at a time.
pytestmark = [pytest.mark.slow]

CHILD = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from competition.app import create_app
from competition.domain.actor import SYSTEM
from competition.services.certificates import making
from config import Settings
home, url, contest_id, chunk = sys.argv[1:]
making.CHUNK = int(chunk)
settings = Settings(home=Path(home), database_url=url, storage_url=f"file://{home}/files",
    secret_key="a secret of the tests, long enough for every use",
    field_key="a field key of the tests, long enough for every use",
    base_url="http://localhost", testing=True,
    signing_key=Path(home) / "keys/signer.key", signing_certificate=Path(home) / "keys/signer.pem")
with create_app(settings).app_context():
    making.issue_all(SYSTEM, lambda: datetime.now(timezone.utc), int(contest_id), settings)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request, settings, tmp_path):
    """Two contests of one series of specimens, in a database that several processes share."""
    url = f"sqlite:///{tmp_path}/shared.sqlite3"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
    with create_app(replace(settings, database_url=url)).app_context():
        db.create_all()
        first = scenes_issuing.decided()
        second = scenes_issuing.decided(slug="second")
        scenes_issuing.making_keys(settings)
        yield url, first.id, second.id
        db.session.remove()
        db.engine.dispose()


@contextmanager
def issuing(root, tmp_path, url, contest_id, chunk=2):
    command = [sys.executable, "-c", CHILD, str(tmp_path), url, str(contest_id), str(chunk)]
    child = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def ended(child):
    _, said = child.communicate(timeout=300)
    assert child.returncode == 0, said


def issued():
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Certificate.state == "issued"))


def every():
    db.session.rollback()
    return db.session.scalars(select(Certificate).order_by(Certificate.number)).all()


def check(contests):
    """Everything is issued once, its file is there, and every series counts 1, 2, 3 …"""
    made = every()
    assert {one.state for one in made} == {"issued"}
    assert len(made) == GRANTED * contests
    assert len({(one.entrant_id, one.kind, one.award) for one in made}) == len(made)
    assert len({one.status_index for one in made}) == len(made)
    assert all(store().exists(one.storage_key) for one in made)
    for series in db.session.scalars(
        select(NumberSeries).where(NumberSeries.prefix != "status-list")
    ):
        values = [
            int(one.number[len(series.prefix) :])
            for one in made
            if one.number.startswith(series.prefix)
        ]
        assert sorted(values) == list(range(1, series.next_value))


def test_a_killed_worker_s_work_is_finished_by_the_next(world, root, tmp_path):
    url, contest_id, _ = world
    with issuing(root, tmp_path, url, contest_id, chunk=1) as child:
        deadline = time.monotonic() + 90
        while not issued() and time.monotonic() < deadline:
            time.sleep(0.05)
        child.kill()
        child.wait()
    before = {one.id: (one.number, one.sha256) for one in every()}
    assert 0 < issued() < len(before) == GRANTED
    done = {key: value for key, value in before.items() if value[1]}
    with issuing(root, tmp_path, url, contest_id) as child:
        ended(child)
    check(1)
    after = {one.id: (one.number, one.sha256) for one in every()}
    assert {key: number for key, (number, _) in after.items()} == {
        key: number for key, (number, _) in before.items()
    }
    assert {key: after[key] for key in done} == done


def test_two_processes_at_once_share_series_and_contests(world, root, tmp_path):
    url, first, second = world
    with (
        issuing(root, tmp_path, url, first) as one,
        issuing(root, tmp_path, url, first) as same,
        issuing(root, tmp_path, url, second) as other,
    ):
        for child in (one, same, other):
            ended(child)
    check(2)
