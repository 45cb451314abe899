"""What every test has unasked: no settings from outside, the system's Chromium."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from deploy import catalogues

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Slow examples say little on a busy machine, and a machine's run is the same twice.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config):
    """Pages speak what the catalogues say now, not what was compiled last."""
    if not hasattr(config, "workerinput"):
        catalogues.main([])


def pytest_collection_modifyitems(items):
    """Tests with a browser come last.

    Its event loop goes on running in the process, and whoever signs a PDF after it could not
    start one.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish():
    """What was loaded stays to the end: the collector need not walk it during every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside(tmp_path_factory):
    """No test reads the settings, nor writes the home, of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("COMPETITION_") and not name.startswith("COMPETITION_TEST_"):
                patch.delenv(name)
        patch.setenv("COMPETITION_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the working tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, as nothing is downloaded; root can't use its sandbox."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: make test installs it")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    arguments = [*browser_type_launch_args.get("args", []), *sandbox, "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}
