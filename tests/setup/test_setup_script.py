"""Set-up on a machine that lacks things: it installs them, or says in one line what to install."""

import hashlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
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


@pytest.fixture
def asked(tree, machine, root):
    """A tree set up but for its packages, and what is asked of the Python of its environment."""
    shutil.copy(root / "requirements-dev.txt", tree)
    for name in ("node", "npm", "chromium", "pdftoppm", "qpdf", "redis-server", "initdb"):
        command(machine, name, "")
    command(machine, "fc-list", "echo Noto")
    for folder in ("competition/web/static/vendor", "certificates/fonts", "node_modules"):
        (tree / folder).mkdir(parents=True)
    made_of = ("package.json", "package-lock.json", "deploy/assets.sh")
    content = b"".join((tree / name).read_bytes() for name in made_of)
    (tree / "node_modules/.assets-made").write_text(hashlib.sha256(content).hexdigest()[:20])
    (tree / ".venv/bin").mkdir(parents=True)
    (tree / ".venv/.made-for").write_text(str(tree))
    command(tree / ".venv/bin", "python", f'echo "$@" >>{tree}/asked')
    return lambda: (tree / "asked").read_text().count("pip install")


def test_packages_are_installed_once_and_tests_bring_what_running_needs(tree, machine, asked):
    assert (set_up(tree, machine, "test").returncode, asked()) == (0, 2)
    assert (set_up(tree, machine, "run").returncode, asked()) == (0, 2)
    with (tree / "requirements.txt").open("a") as lock:
        lock.write("# another pin\n")
    assert (set_up(tree, machine, "run").returncode, asked()) == (0, 4)
    assert (set_up(tree, machine, "test").returncode, asked()) == (0, 6)


def test_two_set_ups_take_turns(tree, machine, asked):
    """The second waits for the first, and then finds nothing left to do."""
    (machine / "flock").symlink_to(Path(shutil.which("flock")).resolve())
    (machine / "sleep").symlink_to(Path(shutil.which("sleep")).resolve())
    command(tree / ".venv/bin", "python", f'sleep 0.2\necho "$@" >>{tree}/asked')
    with ThreadPoolExecutor() as both:
        tried = list(both.map(lambda _: set_up(tree, machine, "run").returncode, range(2)))
    assert (tried, asked()) == ([0, 0], 2)
