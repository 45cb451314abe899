"""PostgreSQL, Redis or S3 are away, or the clock jumps: a clear sentence and a retry, no trace."""

from __future__ import annotations

import subprocess
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from competition import storage
from competition.app import create_app
from competition.cli.db import upgrade
from competition.domain.actor import SYSTEM
from competition.domain.errors import DomainError
from competition.jobs import enqueue
from competition.jobs.running import unattended
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.job import Job
from competition.models.judging import Receipt
from competition.queries import chain
from competition.services import jobs
from competition.storage.bucket import Bucket
from config import load
from tests import scenes, scenes_judging, scenes_two
from tests.faults.installation import Installation
from tests.faults.servers import Postgres
from tests.security.conftest import served
from tests.security.test_forms import paths
from tests.services_external import free_port

WAITING, AT_THE_LATEST = 8, 60  # seconds
SIGN_IN = {"username": "li", "password": scenes.PASSWORD}


@contextmanager
def without(settings, **changed):
    """An application whose server is not there."""
    with served(replace(settings, **changed), WTF_CSRF_ENABLED=False) as app:
        yield app


@pytest.fixture
def nowhere():
    return f"127.0.0.1:{free_port()}"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_address_without_the_database_says_try_again(app, settings, nowhere, accept):
    side = scenes_two.side("ours", "本校", 101)
    asked = [one for one in paths(app, side, {"GET"}) if "/judge/sw.js" not in one[1]]
    away = create_app(replace(settings, database_url=f"postgresql+psycopg://nobody@{nowhere}/x"))
    away.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    wrong, refused = [], 0
    for _, path in asked:
        answer = away.test_client().get(path, headers={"Accept": accept})
        refused += answer.status_code == 503
        patient = answer.status_code != 503 or "Retry-After" in answer.headers
        if answer.status_code in {500, 502} or "Traceback" in answer.text or not patient:
            wrong.append((path, answer.status_code))
    assert [one for one in wrong if one[0] != "/readyz"] == []
    assert refused > 80


def test_without_redis_the_hall_signs_in_and_guessing_is_still_stopped(settings, nowhere):
    with without(settings, redis_url=f"redis://{nowhere}/0") as app:
        scenes.person("li", scenes.contest(), "organiser")
        client = app.test_client()
        guesses = [
            client.post("/sign-in", data=SIGN_IN | {"password": f"guess {n}"}).status_code
            for n in range(12)
        ]
        assert guesses == [200] * 10 + [429] * 2
        scenes.person("wang", db.session.merge(scenes.contest(slug="other")), "organiser")
        assert client.post("/sign-in", data=SIGN_IN | {"username": "wang"}).status_code == 302


def test_work_asked_for_without_redis_waits_in_its_table(settings, nowhere):
    with without(settings, redis_url=f"redis://{nowhere}/0", testing=False) as app:
        app.test_client_class = FlaskClient
        job_id = enqueue("certificates:issue", None, SYSTEM)
        answer = app.test_client().get("/readyz")
        assert unattended() == [job_id]
        assert (answer.status_code, answer.json["queue"]) == (503, "away")


@pytest.fixture
def without_s3(nowhere, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{nowhere}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "x")
    storage.use(Bucket("bucket"))


def test_without_s3_a_file_is_refused_in_words(app, without_s3):
    del without_s3
    app.test_client_class = FlaskClient
    side = scenes_two.side("ours", "本校", 101, state="final")
    client = scenes.sign_in(app.test_client(), side.person.username)
    certificate = db.session.get(Certificate, side.ids["certificate_id"])
    certificate.storage_key, certificate.sha256 = "certificates/aa/a.pdf", "0" * 64
    db.session.commit()
    answer = client.get(f"/organise/ours/certificates/{certificate.id}/file")
    assert answer.status_code == 503
    assert "文件存储暂时无法访问" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/readyz").json["storage"] == "away"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-1), timedelta(days=400)])
def test_clock_that_jumps_loses_no_mark_and_breaks_no_chain(jump):
    hall = scenes_judging.hall(1, 1)
    first = scenes_judging.submit(hall, hall.judges[0])
    later = scenes.NOON + jump
    second = scenes_judging.submit(
        hall, hall.judges[0], base=1, now=later, given=scenes_judging.marks(law="1")
    )
    repeated = scenes_judging.submit(
        hall,
        hall.judges[0],
        base=1,
        now=scenes.NOON,
        given=scenes_judging.marks(law="1"),
        id=second.receipt.submission_id,
    )
    assert repeated.repeated
    assert repeated.receipt.number == second.receipt.number != first.receipt.number
    assert db.session.query(Receipt).count() == 2
    assert chain.check()[2] == []


@pytest.mark.parametrize(("hours", "status"), [(2, 200), (-2, 302)])
def test_clock_set_back_asks_to_sign_in_again_and_no_more(app, hours, status):
    """A session from the future is none; the tablets keep their marks until it is opened anew."""
    scenes.person("li", scenes.contest(), "organiser")
    client = app.test_client()
    with time_machine.travel(scenes.NOON, tick=False) as clock:
        scenes.sign_in(client, "li")
        clock.shift(timedelta(hours=hours))
        assert client.get("/organise/quzhou-2023/").status_code == status
        scenes.sign_in(client, "li")
        assert client.get("/organise/quzhou-2023/").status_code == 200


def test_refusals_name_no_place_of_the_server(settings, nowhere):
    url = f"postgresql+psycopg://someone:a-password@{nowhere}/x"
    answer = create_app(replace(settings, database_url=url)).test_client().get("/")
    assert not [word for word in ("a-password", nowhere, "psycopg", "/x") if word in answer.text]
    assert isinstance(storage.StorageAway(), DomainError)


def test_database_that_goes_while_a_refusal_is_written_is_told_as_away(settings, nowhere):
    """The page of a 404 names its reader, who is looked up only then."""
    url = f"postgresql+psycopg://nobody@{nowhere}/x"
    app = create_app(replace(settings, database_url=url))
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = "somebody", True
    answer = client.get("/no/such/page")
    assert answer.status_code == 503
    assert "数据库暂时无法访问" in answer.text


@pytest.mark.slow
def test_worker_that_starts_before_its_database_waits_for_it(tmp_path):
    """A machine that comes up starts everything at once, in any order."""
    with (
        closing(Postgres()) as database,
        closing(Installation(tmp_path, database)) as installed,
        create_app(replace(load(installed.environ), testing=True)).app_context(),
    ):
        upgrade()
        job_id = jobs.request(SYSTEM, scenes.NOON, "certificates:issue", None, {})
        db.session.remove()
        db.engine.dispose()
        database.kill()
        worker = installed.running["worker"] = installed.command("worker")
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(WAITING)
        database.start_again()
        assert taken_up(job_id)
        assert worker.poll() is None
        db.session.remove()
        db.engine.dispose()


def taken_up(job_id):
    """Whether somebody takes the job up before the last moment."""
    deadline = time.monotonic() + AT_THE_LATEST
    while time.monotonic() < deadline:
        db.session.rollback()
        if db.session.get_one(Job, job_id).state != "waiting":
            return True
        time.sleep(0.2)
    return False
