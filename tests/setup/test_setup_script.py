"""Set-up on a machine that lacks things: it installs them, or says in one line what to install."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PRESENT = (
    *("bash", "cat", "cut", "dirname", "env", "grep", "ls", "mkdir", "mktemp", "rm"),
    *("sha256sum", "tr", "true"),
)


@pytest.fixture
def tree(tmp_path, root):
    """A copy of what set-up needs of the working tree."""
    folder = tmp_path / "tree"
    shutil.copytree(root / "deploy", folder / "deploy")
    for name in ("package.json", "package-lock.json", "pyproject.toml", "requirements.txt"):
        shutil.copy(root / name, folder)
    return folder


@pytest.fixture
def machine(tmp_path):
    """A folder of commands that is the whole path: add others with ``command(machine, …)``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in PRESENT:
        (folder / name).symlink_to(Path(shutil.which(name)).resolve())
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    return folder


def command(machine, name, script):
    (machine / name).write_text(f"#!/bin/sh\n{script}\n")
    (machine / name).chmod(0o755)


def set_up(tree, machine, purpose="test"):
    return subprocess.run(
        [tree / "deploy/setup.sh", purpose],
        env={"PATH": str(machine), "TMPDIR": str(machine)},
        check=False,
        capture_output=True,
        text=True,
    )


def test_without_root_one_line_says_what_to_install(tree, machine):
    command(machine, "id", "echo 1000")
    command(machine, "apt-get", "exit 1")
    tried = set_up(tree, machine)
    assert tried.returncode == 2
    assert len(tried.stderr.splitlines()) == 1
    assert "nodejs npm chromium fontconfig fonts-noto-cjk" in tried.stderr
    assert not (tree / ".venv").exists()


def test_running_needs_nothing_that_only_tests_need(tree, machine):
    command(machine, "id", "echo 1000")
    assert set_up(tree, machine, "run").stderr.endswith("nodejs npm \n")


def test_root_installs_by_apt(tree, machine, tmp_path):
    command(machine, "id", "echo 0")
    command(
        machine, "apt-get", f'echo "$@" >> {tmp_path}/asked; case "$*" in *install*) exit 1; esac'
    )
    tried = set_up(tree, machine)
    updated, installed = (tmp_path / "asked").read_text().splitlines()
    assert updated == "-qq update"
    assert installed.startswith("-qq install -y --no-install-recommends nodejs npm chromium")
    assert (tried.returncode, len(tried.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("name", [".venv", "node_modules", "certificates/fonts"])
def test_what_a_link_leads_to_is_left_alone(tree, machine, tmp_path, name):
    others = tmp_path / "others"
    others.mkdir()
    (others / "precious").touch()
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).symlink_to(others)
    tried = set_up(tree, machine, "run")
    assert (tried.returncode, (others / "precious").exists()) == (2, True)
    assert f"{name} is a link" in tried.stderr


def test_an_environment_of_somebody_else_is_left_alone(tree, machine):
    (tree / ".venv").mkdir()
    (tree / ".venv/precious").touch()
    for name in ("node", "npm"):
        command(machine, name, "exit 1")
    tried = set_up(tree, machine, "run")
    assert (tried.returncode, (tree / ".venv/precious").exists()) == (2, True)
    assert "is left alone" in tried.stderr
