"""What people script against stands in the README and the guides, as it really is."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import click
import pytest

from competition.cli import main
from competition.queries import demonstration
from config import Settings
from tests.routes_table import SNAPSHOT

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = sorted((ROOT / "docs").glob("*.md"))
TEXTS = README + "".join(path.read_text(encoding="utf-8") for path in GUIDES)

# The public interface, word by word. It is extended, never renamed.
PROMISED_COMMANDS = """
serve --demo --host --port --threads
web
worker
rank --rules --marks --json
certificates render --facts --out --design --jobs --no-sign --json
certificates verify --trust --json
bundle export
bundle check
audit check --json
backup
restore --force
doctor --json
user add
user passwd
user disable
demo
db upgrade
""".strip().splitlines()
PROMISED_TARGETS = {"run", "test", "setup", "assets", "check", "wheel", "bench", "help"}
PROMISED_SETTINGS = [
    "HOME",
    "DATABASE_URL",
    "REDIS_URL",
    "STORAGE_URL",
    "SECRET_KEY",
    "FIELD_KEY",
    "SIGNING_KEY",
    "SIGNING_CERTIFICATE",
    "BASE_URL",
    "LOCALE",
]
PROMISED_ADDRESSES = [
    "/",
    "/c/<slug>/",
    "/c/<slug>/results",
    ".json",
    ".csv",
    ".xlsx",
    ".pdf",
    "?version=N",
    "/c/<slug>/ceremony",
    "/judge/",
    "/organise/",
    "/me/",
    "/v/<code>",
    "/verify",
    "/api/v1/",
    "/api/v1/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
]
NOT_SET_FROM_OUTSIDE = {"testing"}


def commands(group=main, path=()):
    """Every command of the program by its words, with its options."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            open_ones = [one for one in command.params if not getattr(one, "hidden", False)]
            options = {opt for one in open_ones for opt in one.opts if opt.startswith("--")}
            yield " ".join((*path, name)), options


REAL = dict(commands())


def told():
    """Each `competition …` of the README as (command, options), alternatives taken apart."""
    fenced = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.partition("#")[0] for block in fenced for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", README)
    for text in (*spans, *lines):
        words = shlex.split(re.sub(r"[\[\]…]", " ", text.replace("\\|", "|"), flags=re.ASCII))
        if words and words[0].rpartition("/")[2] == "competition" and len(words) > 1:
            yield text, words[1:]


def command_of(words):
    """The longest beginning of ``words`` that is a command, or ''."""
    found = [" ".join(words[:length]) for length in (1, 2) if " ".join(words[:length]) in REAL]
    return found[-1] if found else ""


@pytest.mark.parametrize("line", PROMISED_COMMANDS)
def test_promised_command_exists_and_is_documented(line):
    words = line.split()
    options = {word for word in words if word.startswith("--")}
    name = " ".join(word for word in words if word not in options)
    assert name in REAL
    assert options <= REAL[name]
    assert f"`competition {name}" in README


def test_every_command_stands_in_the_readme_with_every_option():
    shown = {command_of(words): set() for _, words in told()}
    for _, words in told():
        shown[command_of(words)] |= {word for word in words if word.startswith("--")}
    missing = {name: options - shown.get(name, set()) for name, options in REAL.items()}
    assert set(REAL) - set(shown) == set()
    assert {name: options for name, options in missing.items() if options} == {}


def test_readme_names_no_command_or_option_that_does_not_exist():
    for text, words in told():
        name = command_of(words)
        assert name or words in (["--help"], ["--version"]), text
        unknown = {word for word in words if word.startswith("--")} - REAL.get(name, set())
        assert unknown <= {"--help", "--version"}, text


def test_every_setting_stands_in_the_readme():
    fields = {field.name for field in dataclasses.fields(Settings)} - NOT_SET_FROM_OUTSIDE
    names = {name.upper() for name in fields}
    assert set(PROMISED_SETTINGS) <= names
    assert [name for name in sorted(names) if f"| `COMPETITION_{name}` |" not in README] == []


def test_every_address_stands_in_the_readme():
    missing = [address for address in PROMISED_ADDRESSES if f"`{address}" not in README]
    assert missing == []


def families():
    """The first step of every address of the application, as the table of the README names it."""
    rules = [line.split(" ")[1] for line in SNAPSHOT.read_text(encoding="utf-8").splitlines()]
    return sorted({"/" + rule.split("/")[1].partition("<")[0] for rule in rules})


def test_every_family_of_addresses_stands_in_the_readme():
    told = README.replace("`/v/", "`/V `/v/")  # capitals lead to the same page
    assert [one for one in families() if f"`{one}" not in told] == []


def test_every_address_of_the_interface_stands_in_its_guide():
    guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    rules = [line.split(" ")[1] for line in SNAPSHOT.read_text(encoding="utf-8").splitlines()]
    told = {rule.removeprefix("/api/v1") for rule in rules if rule.startswith("/api/v1/")}
    assert [
        one for one in sorted(told) if one.replace("<", "{").replace(">", "}") not in guide
    ] == []


def test_log_ins_of_the_demonstration_stand_in_the_readme():
    codes = [code for one in demonstration.CONTESTANTS for code in (one.number, one.code)]
    names = [one.username for one in demonstration.ACCOUNTS if not one.username.startswith("judge")]
    known = [demonstration.PASSWORD, "judge1", "judge5", *names, *codes]
    assert [word for word in known if f"`{word}`" not in README] == []


def test_every_make_target_stands_in_the_readme():
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(targets) >= PROMISED_TARGETS
    assert [name for name in targets if f"`make {name}`" not in README] == []


def test_every_guide_is_linked_and_no_link_leads_nowhere():
    for path in (ROOT / "README.md", *GUIDES):
        text = path.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (path.parent / link).exists(), f"{path.name}: {link}"
    assert [path.name for path in GUIDES if f"docs/{path.name}" not in README] == []
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [path.name for path in decisions if path.name not in TEXTS] == []


def test_pictures_are_few_small_and_all_shown():
    pictures = sorted((ROOT / "docs/pictures").glob("*.png"))
    assert 0 < len(pictures) <= 14
    assert [path.name for path in pictures if path.stat().st_size > 120 * 1024] == []
    assert [path.name for path in pictures if f"pictures/{path.name}" not in TEXTS] == []
