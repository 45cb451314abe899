"""The program as a process of its own: port, home and database of this test alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.services_external import free_port

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120  # on a machine that is busy with other tests
PASSWORD = "a password of the journey"


@pytest.fixture(autouse=True)
def patient():
    """What a page says may take as long as a click may; the setting is one for all tests."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=10_000)


def competition(home, *arguments, **options):
    """The process of a command, with ``home`` as its only setting."""
    command = [sys.executable, "-m", "competition.cli", *arguments]
    return subprocess.Popen(
        command, env={**os.environ, "COMPETITION_HOME": str(home)}, text=True, **options
    )


class Served(NamedTuple):
    """A running program: where it answers and where it keeps its database."""

    base: str
    home: Path

    def let_the_publicity_period_end(self):
        """What only days can do: the objections' deadline passes."""
        with closing(sqlite3.connect(self.home / "competition.sqlite3", timeout=30)) as database:
            database.execute("UPDATE result_version SET objections_until = published_at")
            database.commit()

    def audit_holds(self):
        """Whether the chain of the audit log is whole."""
        return competition(self.home, "audit", "check", stdout=subprocess.DEVNULL).wait() == 0


@pytest.fixture
def served(tmp_path):
    """A running ``competition serve``; the account ``admin`` may create contests."""
    port = free_port()
    process = competition(tmp_path, "serve", "--port", str(port), stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(f"http://127.0.0.1:{port}")
        _administrator(tmp_path)
        yield Served(f"http://127.0.0.1:{port}", tmp_path)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _administrator(home):
    add = ("user", "add", "admin", "--administrator", "--name", "楼望江")
    process = competition(home, *add, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.communicate(f"{PASSWORD}\n", timeout=PATIENCE)
    assert process.returncode == 0


def _until_it_answers(address):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(urlopen(f"{address}/readyz", timeout=5)) as answer:  # noqa: S310 -- our own
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)
