"""``competition bundle``: exported from the database, checked without one."""

import json

import pytest
from click.testing import CliRunner

from competition.cli import main
from competition.cli.frame.application import application
from tests import scenes_results as results


@pytest.fixture
def exported(run, tmp_path):
    with application():
        results.published(results.full(6))
    answer = run("bundle", "export", "quzhou-2023", tmp_path / "b.zip")
    assert answer.exit_code == 0, answer.output
    return tmp_path / "b.zip"


def test_check_recomputes_every_figure_without_a_database(exported, monkeypatch):
    monkeypatch.setenv("COMPETITION_DATABASE_URL", "nonsense://")
    answer = CliRunner().invoke(main, ["bundle", "check", str(exported), "--json"])
    assert (answer.exit_code, json.loads(answer.stdout)["holds"]) == (0, True)


@pytest.mark.parametrize("name", ["nowhere.zip", "b.txt"])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name):
    (tmp_path / "b.txt").write_text("no bundle", encoding="utf-8")
    answer = CliRunner().invoke(main, ["bundle", "check", str(tmp_path / name)])
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)


def test_unpublished_contest_has_no_bundle(run, tmp_path):
    with application():
        results.full(6)
    answer = run("bundle", "export", "quzhou-2023", tmp_path / "b.zip")
    assert (answer.exit_code, (tmp_path / "b.zip").exists()) == (2, False)
