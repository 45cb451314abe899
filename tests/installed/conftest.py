"""The wheel, built once, and an environment elsewhere into which it is installed."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile

import pytest


@pytest.fixture(scope="session")
def wheel(root, tmp_path_factory):
    """The path of a wheel built from the tree as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    made = subprocess.run(build, cwd=root, check=False, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def contents(wheel):
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="session")
def elsewhere(wheel, tmp_path_factory):
    """A fresh environment with the wheel; the dependencies are those of the running one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    install = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "-q"]
    subprocess.run([*install, "--no-deps", "--no-index", wheel], check=True)
    # Behind its own: what is installed here wins over an editable install there.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture
def program(elsewhere, tmp_path):
    """Run the installed command in an empty folder, with no setting: ``program("rank", …)``."""

    def run(*arguments, check=True):
        command = [elsewhere / "bin/competition", *arguments]
        environment = {"PATH": "/usr/bin:/bin", "COMPETITION_HOME": str(tmp_path / "home")}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=check, capture_output=True, text=True
        )

    return run
