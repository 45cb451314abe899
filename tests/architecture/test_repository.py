"""What the repository must not hold, and what its documents must."""

import json
import re
import tomllib
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT, kept, text_of

TEXT = (
    *(".py", ".md", ".html", ".js", ".css", ".toml", ".txt", ".in", ".json", ".yaml", ".yml"),
    *(".po", ".sh", ".service", ".conf", ".env", ".cfg", "Makefile", ".npmrc", "run"),
)
# Spelt apart, so that this file passes its own test.
MACHINE_PATHS = re.compile(
    "|".join(["/ro" + "ot/", "/ho" + r"me/\w+/", "/wo" + "rk/", "/Us" + "ers/"])
)
INDEX_HOSTS = re.compile(
    "|".join(
        [
            "py" + r"pi\.",
            "python" + "hosted",
            "registry" + r"\.npm",
            "npm" + "mirror",
            "--index" + "-url",
        ]
    )
)
THIRD_PARTY = re.compile(r"\.(ttf|otf|ttc|woff2?|min\.js|min\.css)$|(^|/)(vendor|node_modules)/")


@pytest.mark.parametrize("name", kept(*TEXT))
def test_no_file_knows_this_machine_or_a_package_index(name):
    assert MACHINE_PATHS.findall(text_of(name)) == []
    assert INDEX_HOSTS.findall(text_of(name)) == []


def test_nothing_of_others_is_committed():
    assert [name for name in kept() if THIRD_PARTY.search(name)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_without_addresses(name):
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n?", "", text_of(name)).strip())
    pin, digest = r"[a-z0-9.-]+(\[[\w,]+\])?==[\w.!+]+", r" +--hash=sha256:[0-9a-f]{64}"
    unfit = re.compile(rf"^{pin} \\\n({digest}( \\\n|$))+$")
    assert [entry.split()[0] for entry in entries if not unfit.match(entry.strip())] == []
    assert "://" not in text_of(name)


def test_lock_serves_the_oldest_python_promised():
    """Debian 12 has Python 3.11.2: what a library wants only there must be pinned too."""
    wanted = {canonicalize_name(need.name) for need in needs_of_the_pinned()}
    assert wanted - names_in("requirements-dev.txt") == set()


def test_lock_names_the_extras_that_libraries_ask_for():
    """The pip of Debian 12 takes ``coverage[toml]`` for unpinned where only ``coverage`` is."""
    pinned = pins_in("requirements-dev.txt")
    asked = {
        (canonicalize_name(need.name), extra)
        for need in needs_of_the_pinned()
        for extra in need.extras
    }
    assert asked
    assert {(name, extra) for name, extra in asked if extra not in pinned[name]} == set()


def test_lock_has_every_dependency_of_the_project():
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    named = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    assert named - names_in("requirements.txt") == set()


def test_npm_lock_has_hashes_and_no_addresses():
    packages = json.loads(text_of("package-lock.json"))["packages"]
    del packages[""]
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("target", re.findall(r"(?m)^\.PHONY: ([a-z]+)$", text_of("Makefile")))
def test_readme_and_help_tell_each_make_target(target):
    assert f"`make {target}" in text_of("README.md")
    assert re.search(rf"(?m)^{target}:.*  ## \w", text_of("Makefile"))


def test_readme_tells_each_setting():
    known = set(re.findall(r'_(?:get|path)\(\w+, "([A-Z_]+)"\)', text_of("config.py")))
    known |= set(re.findall(r'SECRETS = \("(\w+)", "(\w+)"\)', text_of("config.py"))[0])
    told = set(re.findall(r"`COMPETITION_([A-Z_]+)`", text_of("README.md")))
    assert known - told == set()


def test_scripts_can_be_run():
    scripts = [name for name in kept(".sh", "/run") if text_of(name).startswith("#!")]
    assert ".ci/run" in scripts
    assert [name for name in scripts if not (ROOT / name).stat().st_mode & 0o100] == []


def needs_of_the_pinned():
    """What the installed libraries of the lock ask for on the Python of Debian 12."""
    debian = {"python_version": "3.11", "python_full_version": "3.11.2", "extra": ""}
    pinned = names_in("requirements-dev.txt")
    return [
        need
        for found in distributions()
        if canonicalize_name(found.name) in pinned
        for need in map(Requirement, found.requires or [])
        if need.marker is None or need.marker.evaluate(debian)
    ]


def names_in(lock):
    return set(pins_in(lock))


def pins_in(lock):
    """The extras of each pinned package, by its name."""
    pins = re.findall(r"(?m)^([a-z0-9.-]+)(?:\[([\w,]+)\])?==", text_of(lock))
    return {name: set(extras.split(",")) for name, extras in pins}
