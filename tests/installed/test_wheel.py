"""`pip install` elsewhere gives a program that works, without the working tree."""

import shutil
import subprocess
import sys

import pytest

from tests.architecture.tree import kept

pytestmark = [pytest.mark.slow, pytest.mark.wheel]

REQUIRED = [
    "config.py",
    "competition/app.py",
    "competition/cli/__init__.py",
    "competition/_templates/base.html",
    "competition/web/static/vendor/htmx.min.js",
    "competition/web/static/vendor/bootstrap.min.css",
    "competition/web/static/vendor/echarts.min.js",
    "competition/web/static/vendor/licences/bootstrap.txt",
    "competition/translations/en/LC_MESSAGES/messages.mo",
    "competition/translations/security/zh/LC_MESSAGES/flask_security.mo",
    "certificates/fonts/NotoSerifSC_400Regular.ttf",
    "certificates/fonts/NotoSerifSC_700Bold.ttf",
    "certificates/fonts/LICENSE_FONT",
]
SHIPPED = ("competition/", "certificates/", "templates/")
FORBIDDEN = (
    "tests/",
    "benchmarks/",
    "docs/",
    "var/",
    ".env",
    "deploy/",
    "node_modules/",
    ".sqlite3",
)


@pytest.mark.parametrize("name", REQUIRED)
def test_wheel_has(contents, name):
    assert name in contents


def test_wheel_has_every_file_of_the_packages(contents):
    ours = [name for name in kept() if name.startswith(SHIPPED)]
    inside = {
        name.replace("templates/", "competition/_templates/", 1)
        if name.startswith("templates/")
        else name
        for name in ours
    }
    assert inside - set(contents) == set()


def test_wheel_has_nothing_else(contents):
    tops = {name.split("/")[0] for name in contents}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "config.py",
        "competition",
        "certificates",
    }
    assert [name for name in contents if name.startswith(FORBIDDEN) or "__pycache__" in name] == []


def test_installed_program_is_not_the_working_tree(elsewhere, tmp_path):
    show = "import certificates as a, competition as b, config as c; print(a, b, c, sep='\\n')"
    command = [elsewhere / "bin/python", "-c", show]
    asked = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert [line for line in asked.stdout.splitlines() if str(elsewhere) not in line] == []


def test_wheel_without_its_page_parts_is_refused(root, tmp_path):
    bare = tmp_path / "bare"
    shutil.copytree(root / "deploy", bare / "deploy")
    for name in ("pyproject.toml", "README.md", "LICENSE", "config.py"):
        shutil.copy(root / name, bare)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    tried = subprocess.run(build, cwd=bare, check=False, capture_output=True, text=True)
    assert tried.returncode != 0
    assert "run `make assets` first" in tried.stderr
