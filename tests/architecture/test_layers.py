"""Who may import whom, beyond what import-linter holds."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT, kept, text_of

DOMAIN = [name for name in kept(".py") if name.startswith("competition/domain/")]
OWN = ("competition.domain",)


@pytest.mark.parametrize("name", DOMAIN)
def test_rules_need_only_the_standard_library(name):
    foreign = {
        module
        for module in imported(name)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith(OWN)
    }
    assert foreign == set()


def test_importing_the_rules_loads_nothing_else():
    modules = sorted(name.removesuffix(".py").replace("/", ".") for name in DOMAIN)
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)".replace(".__init__", "")
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"flask", "sqlalchemy", "wtforms", "weasyprint"} & set(loaded) == set()


def test_import_contracts_hold():
    linter = f"{sys.exec_prefix}/bin/lint-imports"
    checked = subprocess.run(
        [linter, "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def imported(name):
    """Absolute names of the modules that the file imports; relative ones count as our own."""
    for node in ast.walk(ast.parse(text_of(name))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
