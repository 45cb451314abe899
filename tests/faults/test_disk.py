"""A full disk, one that is read only, a slow one: a sentence and a retry; nothing is half done."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import InternalError, OperationalError

from competition import storage
from competition.domain.actor import SYSTEM
from competition.jobs import enqueue, kind
from competition.jobs.kinds import KINDS
from competition.models import db
from competition.models.job import Job
from competition.models.judging import Receipt
from competition.queries import chain
from competition.storage.folder import Folder
from competition.web import away
from tests import scenes, scenes_judging
from tests.security.conftest import served

MEGABYTES = 4
PATIENT = ("磁盘已满", "只能读取", "暂时无法访问")


@contextmanager
def small_disk(folder):
    """A disk of its own, so small that a test can fill it; only root may have one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("no disk of its own can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
def judging(settings, disk):
    """A hall whose database lies on the small disk, and a judge's client."""
    settings = replace(settings, home=disk, database_url=f"sqlite:///{disk}/db.sqlite3")
    with served(settings, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False) as app:
        hall = scenes_judging.hall(1, 1)
        app.test_client_class = FlaskClient
        client = app.test_client()
        with app.app_context():
            scenes.sign_in(client, "j1")
        yield client, hall, disk


def send(client, hall, base, law="1"):
    sent = scenes_judging.submission(base)
    body = {"id": sent.id, "user": hall.judges[0].id, "round": "case", "draw": "1", "base": base}
    body |= {"state": "submitted", "marks": scenes_judging.FULL | {"law": law}}
    with client.application.app_context():
        answer = client.post("/judge/quzhou-2023/submissions", json=body)
    return answer, body


def again(client, body):
    with client.application.app_context():
        return client.post("/judge/quzhou-2023/submissions", json=body)


def fill(disk):
    """To the last page; what could not be written is forgotten."""
    ballast = os.open(disk / "ballast", os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(ballast, bytes(4096)):
            pass
    except OSError:
        os.close(ballast)


def refused_in_words(answer):
    told = answer.get_data(as_text=True)
    assert answer.status_code == 503, told
    assert int(answer.headers["Retry-After"]) > 0
    assert "Traceback" not in told
    assert any(word in told for word in PATIENT)


def test_full_disk_keeps_what_was_acknowledged_and_takes_the_rest_later(judging):
    client, hall, disk = judging
    assert send(client, hall, 0)[0].status_code == 200
    fill(disk)
    refused, waiting = [], []
    for _ in range(20):
        answer, body = send(client, hall, 1)
        refused.append(answer)
        waiting.append(body)
        if answer.status_code == 200:
            pytest.fail("a full disk took a mark")
    for answer in refused:
        refused_in_words(answer)
    (disk / "ballast").unlink()
    assert again(client, waiting[0]).status_code == 200
    assert db.session.query(Receipt).count() == 2
    assert chain.check()[2] == []


def test_read_only_disk_refuses_in_words_and_goes_on_when_it_is_writable(judging):
    client, hall, disk = judging
    assert send(client, hall, 0)[0].status_code == 200
    db.session.remove()
    db.engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    answer, body = send(client, hall, 1)
    refused_in_words(answer)
    db.session.remove()
    db.engine.dispose()
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert again(client, body).status_code == 200


def test_full_disk_leaves_no_half_file(disk):
    store = Folder(disk / "files")
    store.put("a.pdf", b"whole")
    fill(disk)
    with pytest.raises(storage.StorageAway):
        store.put("a.pdf", bytes(100_000))
    assert store.get("a.pdf") == b"whole"
    assert list(store.keys()) == ["a.pdf"]


@pytest.mark.usefixtures("app")
def test_work_on_a_full_disk_waits_for_another_attempt():
    @kind("test:full")
    def full(_work):
        raise OSError(28, "No space left on device")

    try:
        job_id = enqueue("test:full", None, SYSTEM)
        assert db.session.get_one(Job, job_id, populate_existing=True).state == "waiting"
    finally:
        KINDS.pop("test:full")


def test_upload_that_finds_no_room_is_refused_in_words(app, monkeypatch):
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    contest = scenes.contest("open")
    scenes.person("li", contest, "organiser")
    app.test_client_class = FlaskClient
    client = scenes.sign_in(app.test_client(), "li")
    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", full)
    monkeypatch.setattr("flask.wrappers.Request._get_file_stream", full)
    answer = client.post(
        "/organise/quzhou-2023/entrants/import", data={"file": (os.devnull, "x.xlsx")}
    )
    assert answer.status_code == 503
    assert "磁盘已满" in answer.text


def test_database_that_only_reads_is_told_apart(fresh_postgres_url, settings):
    with served(replace(settings, database_url=fresh_postgres_url)):
        db.session.execute(text("SET TRANSACTION READ ONLY"))
        with pytest.raises((InternalError, OperationalError)) as refusal:
            db.session.execute(text("CREATE TABLE x (y int)"))
        assert away.meaning(refusal.value) == "disk_read_only"
        db.session.rollback()


def test_fault_of_our_own_is_not_called_a_full_disk():
    assert away.meaning(FileNotFoundError(2, "no such file")) is None
    assert away.meaning(InternalError("x", {}, Exception())) is None


def test_slow_disk_is_waited_for(settings, tmp_path):
    """Every commit takes half a second longer: everybody gets a receipt, in turn."""
    url = f"sqlite:///{tmp_path}/slow.sqlite3"
    with served(replace(settings, database_url=url), WTF_CSRF_ENABLED=False) as app:
        hall = scenes_judging.hall(1, 1)
        app.test_client_class = FlaskClient
        client = app.test_client()
        with app.app_context():
            scenes.sign_in(client, "j1")
        event.listen(db.engine, "commit", lambda _connection: time.sleep(0.5))
        told = [send(client, hall, base, law=str(base))[0].status_code for base in range(3)]
        assert told == [200] * 3
