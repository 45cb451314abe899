"""PostgreSQL and Redis for tests: those named in the environment, else private ones, ended after.

``COMPETITION_TEST_POSTGRES_URL`` (may create databases) and ``COMPETITION_TEST_REDIS_URL`` (is
emptied!) name running servers. Private ones listen on loopback and a folder in /tmp, a worker each.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from pytest_postgresql.janitor import DatabaseJanitor

UNSAFE_BUT_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@pytest.fixture(scope="session")
def postgres_server(worker_id):
    """``(url of its postgres database, name prefix for this worker)`` of a server that runs."""
    given = os.environ.get("COMPETITION_TEST_POSTGRES_URL")
    if given:
        yield given, f"competition_test_{worker_id}_{os.getpid()}"
        return
    with private_postgres() as url:
        yield url, f"competition_test_{worker_id}"


@pytest.fixture(scope="session")
def postgres_url(postgres_server):
    """An empty database for this worker, kept between its tests: ``postgresql+psycopg://…``."""
    with database(*postgres_server) as url:
        yield url


@pytest.fixture
def fresh_postgres_url(postgres_server):
    """An empty database for this one test."""
    url, prefix = postgres_server
    with database(url, f"{prefix}_fresh") as fresh:
        yield fresh


@pytest.fixture(scope="session")
def redis_server(worker_id):
    """The address of a Redis for this worker alone."""
    given = os.environ.get("COMPETITION_TEST_REDIS_URL")
    if given:
        number = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
        yield f"{given.rstrip('/')}/{number}"
        return
    with private_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server):
    """The address of an empty Redis."""
    with closing(redis.Redis.from_url(redis_server)) as connection:
        connection.flushdb()
    return redis_server


@contextmanager
def database(server_url, name):
    """Create the database ``name``, yield its SQLAlchemy address, drop it."""
    parts = urlsplit(server_url)
    janitor = DatabaseJanitor(
        user=parts.username or "postgres",
        password=parts.password,
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 5432,
        dbname=name,
    )
    janitor.init()
    try:
        yield urlunsplit(parts._replace(scheme="postgresql+psycopg", path=f"/{name}"))
    finally:
        janitor.drop()


@contextmanager
def private_postgres():
    """Start a throw-away PostgreSQL, yield ``postgresql://…``; root starts it as ``postgres``."""
    binaries, folder, port = postgres_binaries(), tempfile.mkdtemp(prefix="ctpg"), free_port()
    as_user = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        shutil.chown(folder, "postgres", "postgres")
    cluster = f"{folder}/cluster"
    init = [binaries / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*as_user, *init, "--locale=C.UTF-8", "--no-sync"], check=True, stdout=-3)
    serve = [binaries / "postgres", "-D", cluster, "-k", folder, "-p", str(port), "-h", "127.0.0.1"]
    options = [part for option in UNSAFE_BUT_QUICK for part in ("-c", option)]
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        with running([*as_user, *serve, *options], lambda: psycopg.connect(url).close()):
            yield url
    finally:
        shutil.rmtree(folder)


@contextmanager
def private_redis():
    """Start a throw-away Redis that keeps nothing, yield ``redis://…``."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine: make test installs it")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]

    def ping():
        with closing(redis.Redis(port=port)) as connection:
            connection.ping()

    with running(command, ping):
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def running(command, answers):
    """Run a server until the block ends; raises TimeoutError when it does not come up in 20 s."""
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        try:
            wait_until(answers, server, log)
            yield server
        finally:
            server.terminate()


def wait_until(answers, server, log):
    deadline = time.monotonic() + 20
    while True:
        try:
            return answers()
        except (psycopg.OperationalError, redis.ConnectionError) as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                raise TimeoutError(log.read().decode(errors="replace")) from error
            time.sleep(0.05)


def postgres_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``: on the path, or where Debian keeps them."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL on this machine: make test installs it")
    return found[-1].parent


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
