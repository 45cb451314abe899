"""The program as it is called: an installation of its own, its database brought up to date."""

import os
import shutil

import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlalchemy.pool import Pool

from competition.cli import main


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COMPETITION_LOG_LEVEL", "error")
    return tmp_path / "home"


@pytest.fixture
def call(home):
    """Call the program; returns the exit code, standard output and standard error."""
    del home

    def call(*arguments, given=None):
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)

    return call


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory):
    """The home of an installation whose database is up to date and empty."""
    home = tmp_path_factory.mktemp("upgraded") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPETITION_HOME", str(home))
        assert CliRunner().invoke(main, ["db", "upgrade"]).exit_code == 0
    return home


@pytest.fixture
def run(call, home, upgraded):
    """Call the program, once its database is there: a copy, as all migrations take a second."""
    if "COMPETITION_DATABASE_URL" in os.environ:
        assert call("db", "upgrade").exit_code == 0
    else:
        shutil.copytree(upgraded, home, dirs_exist_ok=True)
    return call


@pytest.fixture(autouse=True)
def _no_connection_left():
    """Each call makes an application of its own; what it opened is closed here, not by chance."""
    opened = []

    def note(connection, _record):
        opened.append(connection)

    event.listen(Pool, "connect", note)
    yield
    event.remove(Pool, "connect", note)
    for connection in opened:
        connection.close()
