"""The program as it is called: an installation of its own, its database brought up to date."""

import pytest
from click.testing import CliRunner

from competition.cli import main
from competition.models import db


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


@pytest.fixture
def run(call):
    """Call the program, once its database is there."""
    assert call("db", "upgrade").exit_code == 0
    return call


@pytest.fixture(autouse=True)
def _no_engine_left():
    yield
    for engine in getattr(db, "_app_engines", {}).values():
        for one in engine.values():
            one.dispose()
