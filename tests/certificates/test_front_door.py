"""The front door: every name opens, and nothing is loaded before it is asked for."""

import subprocess
import sys

import pytest

import certificates
from tests.architecture.tree import ROOT

HEAVY = {"weasyprint", "pyhanko", "fontTools", "pikepdf", "pypdfium2", "PIL"}


@pytest.mark.parametrize("name", certificates.__all__)
def test_every_name_opens(name):
    assert getattr(certificates, name) is not None
    assert name in vars(certificates)


def test_other_names_do_not():
    with pytest.raises(AttributeError, match="no attribute 'printer'"):
        certificates.printer  # noqa: B018 -- that it fails is the point


def loaded_by(statement):
    program = f"{statement}; import sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(answer.stdout.split())


def test_type_setting_is_loaded_when_it_is_asked_for():
    assert HEAVY & loaded_by("import certificates") == set()
    assert loaded_by("import certificates; certificates.load_all()") >= HEAVY


def test_application_starts_without_type_setting_and_migrations():
    drawn = {"PIL"}  # pictures for the public are drawn by the program itself
    assert (HEAVY - drawn | {"alembic"}) & loaded_by("import competition.app") == set()
