"""Watching by machine, and what people see while the database is away."""

import gc
import json
import logging
import weakref
from dataclasses import replace
from io import StringIO

import pytest
from sqlalchemy import text

from competition import storage
from competition.app import create_app
from competition.models import db
from competition.storage.folder import Folder
from competition.web.watching.logging import configure
from tests.services_external import free_port


@pytest.fixture
def without_database(settings):
    away = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    return create_app(replace(settings, database_url=away)).test_client()


def test_alive_without_a_database(without_database):
    assert without_database.get("/healthz").json == {"status": "ok"}


def test_ready_when_everything_answers(client):
    expected = {"status": "ok", "database": "ok", "queue": "ok", "storage": "ok"}
    assert client.get("/readyz").json == expected


def test_not_ready_says_what_is_away(without_database, tmp_path):
    (tmp_path / "file").write_text("in the way")
    storage.use(Folder(tmp_path / "file"))
    answer = without_database.get("/readyz")
    assert answer.status_code == 503
    expected = {"status": "away", "database": "away", "queue": "ok", "storage": "away"}
    assert answer.json == expected


@pytest.mark.parametrize("path", ["/", "/c/quzhou-2023/"])
def test_database_away_is_a_page_that_says_try_again(without_database, path):
    answer = without_database.get(path)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "<h1>数据库暂时无法访问" in answer.text


def test_metrics_count_requests_and_jobs(client):
    client.get("/verify")
    told = client.get("/metrics").text
    assert 'endpoint="public.verify",method="GET",status="200"} 1.0' in told
    assert 'competition_jobs{state="waiting"} 0.0' in told


@pytest.fixture(params=[0, 1, 2], ids=lambda hops: f"{hops} proxies")
def watched(request, settings):
    """A client of an installation that was told of so many proxies, and that has a token."""
    app = create_app(replace(settings, metrics_token="a-token-é", proxies=request.param))
    with app.app_context():
        db.create_all()
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def asked(client, headers, address="127.0.0.1"):
    overrides = {"REMOTE_ADDR": address}
    return client.get("/metrics", headers=headers, environ_overrides=overrides).status_code


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 203.0.113.9, 127.0.0.1", "X-Real-IP: ::1",
     "X-Forwarded-For: unknown", "X-Forwarded-Proto: https", "X-Forwarded-Host: localhost",
     "Forwarded: for=127.0.0.1", "Via: 1.1 proxy", "CF-Connecting-IP: 127.0.0.1"],
)  # fmt: skip
def test_metrics_open_to_nobody_for_whom_a_proxy_speaks(watched, header):
    named = dict([header.split(": ")])
    assert [asked(watched, named, who) for who in ("127.0.0.1", "::1", "203.0.113.5")] == [404] * 3


def test_metrics_are_for_this_machine_only(watched):
    addresses = ("127.0.0.1", "::1", "203.0.113.5", "10.0.0.1", "", "@")
    assert [asked(watched, {}, one) for one in addresses] == [200, 200, 404, 404, 404, 404]


@pytest.mark.parametrize(
    ("sent", "status"),
    [("Bearer a-token-é", 200), ("Bearer a-token", 404), ("Bearer é\xff", 404), ("Bearer", 404),
     ("Basic a-token-é", 404), ("Bearer ", 404)],
)  # fmt: skip
def test_metrics_from_elsewhere_with_the_token_alone(watched, sent, status):
    given = {"Authorization": sent.encode().decode("latin-1")}
    assert asked(watched, given, "203.0.113.5") == status


@pytest.fixture
def log():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = StringIO()
    configure("info", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


def test_request_is_logged_by_route_and_id_without_its_path(client, log):
    answer = client.get("/c/a-secret-slug/?code=12345", headers={"X-Request-ID": "request-0001"})
    line = next(line for line in log() if line["event"] == "request")
    assert answer.headers["X-Request-ID"] == line["request_id"] == "request-0001"
    assert (line["route"], line["status"]) == ("/c/<slug>/", 404)
    assert "secret" not in json.dumps(log())
    assert "12345" not in json.dumps(log())


def test_request_id_that_could_forge_a_log_is_replaced(client):
    answer = client.get("/", headers={"X-Request-ID": 'x"} {"event":'})
    assert len(answer.headers["X-Request-ID"]) == 32


def test_slow_query_is_logged_without_its_values(settings, log):
    app = create_app(replace(settings, slow_query_ms=0))
    with app.app_context():
        db.session.execute(text("SELECT :secret"), {"secret": "330802199001010000"})
    told = [line["statement"] for line in log() if line["event"] == "slow_query"]
    assert "SELECT ?" in told
    assert "330802" not in json.dumps(log())


def test_an_application_that_nobody_uses_is_let_go(settings):
    gone = []
    for _ in range(3):
        app = create_app(settings)
        assert app.test_client().get("/healthz").status_code == 200
        gone.append(weakref.ref(app))
        del app
    gc.collect()
    # The libraries may still hold the newest one.
    assert [ref() for ref in gone[:-1]] == [None, None]
