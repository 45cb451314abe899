"""What is edited past the program, in a contest that only deeds wrote: ``audit check`` tells it.

Whoever does it leaves the audit chain alone: it is whole in every one of these.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from string import Template

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from competition.cli import main
from competition.cli.frame.application import application
from competition.models import db
from tests.scenes_lived import lived

# What stands for a row in the edits: the first sheet of a seat, a settled paper, a certificate.
ROWS = {
    "case": "(SELECT MIN(id) FROM sheet WHERE seat = 'J2')",
    "settled": "(SELECT id FROM sheet WHERE entry = 'settled')",
    "issued": "(SELECT MIN(id) FROM certificate WHERE state = 'issued')",
    "forged": "f" * 64,
}
MARK = "UPDATE sheet_mark SET mark = '29' WHERE sheet_id = $case AND criterion = 'law'"
REVISIONS = "UPDATE sheet_revision SET marks = replace(marks, '21', '29') WHERE sheet_id = $case"

SWAPPED = """
UPDATE entrant SET draw_number = 'x' || draw_number;
UPDATE entrant SET draw_number = CASE draw_number WHEN 'x1' THEN '2' ELSE '1' END
WHERE draw_number IN ('x1', 'x2')
"""
RETYPED = """
UPDATE sheet_mark SET mark = '29' WHERE criterion = '';
UPDATE sheet_revision SET marks = '{"": "29"}' WHERE marks LIKE '{""%'
"""


def copied(table, row, unlike):
    """Another row like one that is there."""
    return (
        f"CREATE TABLE copied AS SELECT * FROM {table} WHERE id = {row};"  # noqa: S608 -- our own names
        f"UPDATE copied SET id = 9999, {unlike};"
        f"INSERT INTO {table} SELECT * FROM copied; DROP TABLE copied"
    )


EDITS = {
    "rules": ("rules", "UPDATE result_version SET rules_text = replace(rules_text, '0.3', '0.4')"),
    "no rules": ("rules", "UPDATE result_version SET rules_text = 'x'"),
    "marks": ("marks", "UPDATE result_version SET marks_text = replace(marks_text, '22', '29')"),
    "result": (
        "result",
        "UPDATE result_version SET result = replace(result, '\"rank\": 1', '\"rank\": 4')",
    ),
    "result no JSON": ("result", "UPDATE result_version SET result = '{'"),
    "hash": ("told", "UPDATE result_version SET result_sha256 = '$forged'"),
    "moment": ("told", "UPDATE result_version SET published_at = '2023-01-01 00:00:00.000000'"),
    "head": ("told", "UPDATE result_version SET audit_head = (SELECT MIN(hash) FROM audit_line)"),
    "rank": ("ranking", "UPDATE result_line SET rank = 1 WHERE rank = 2"),
    "total": ("ranking", "UPDATE result_line SET total = '99.00' WHERE position = 1"),
    "prize": ("ranking", "UPDATE result_line SET prize = 'first'"),
    "level": ("ranking", "UPDATE result_line SET level = 2 WHERE level IS NULL OR level <> 2"),
    "group": ("ranking", "UPDATE result_line SET \"group\" = 'x'"),
    "number": ("ranking", "UPDATE result_line SET number = '009' WHERE position = 1"),
    "line's state": ("ranking", "UPDATE result_line SET state = 'absent' WHERE position = 1"),
    "shown": ("ranking", "UPDATE result_line SET shown = replace(shown, 'scored', 'absent')"),
    "line gone": ("ranking", "DELETE FROM result_line WHERE position = 2"),
    "line added": ("ranking", copied("result_line", 1, "position = 99")),
    "standing": ("standing", "UPDATE result_version SET standing = 'final' WHERE number = 1"),
    "withdrawn": ("standing", "UPDATE result_version SET standing = 'withdrawn' WHERE number = 3"),
    "newest gone": (
        "gone",
        "DELETE FROM result_line WHERE version_id = 3; DELETE FROM result_version WHERE id = 3",
    ),
    "version added": ("untold", copied("result_version", 3, "number = 4")),
    "seal": ("unsealed", "UPDATE result_version SET seal = '' WHERE number = 2"),
    "revoked to issued": (
        "certificate_state",
        "UPDATE certificate SET state = 'issued' WHERE state = 'revoked'",
    ),
    "superseded to issued": (
        "certificate_state",
        "UPDATE certificate SET state = 'issued' WHERE state = 'superseded'",
    ),
    "superseded to issued and unlinked": (
        "certificate_state",
        "UPDATE certificate SET supersedes = NULL, state = replace(state, 'superseded', 'issued')",
    ),
    "issued to revoked": (
        "certificate_state",
        "UPDATE certificate SET state = 'revoked' WHERE id = $issued",
    ),
    "issued to void": ("certificate_state", "UPDATE certificate SET state = 'void'"),
    "certificate gone": ("certificate_gone", "DELETE FROM certificate WHERE state = 'issued'"),
    "certificate added": (
        "certificate_untold",
        copied("certificate", "$issued", "number = 'Y1', code = 'Y1'"),
    ),
    "mark": ("sheet", MARK),
    "mark no figure": ("sheet", "UPDATE sheet_mark SET mark = 'abc'"),
    "mark gone": ("sheet", "DELETE FROM sheet_mark WHERE sheet_id = $case"),
    "state": ("sheet", "UPDATE sheet SET state = 'draft' WHERE id = $case"),
    "earlier revision stands": ("sheet", "UPDATE sheet SET revision = 1 WHERE id = $case"),
    "mark and revisions": ("sheet_told", f"{MARK}; {REVISIONS}"),
    "mark and newest revision": ("sheet_untold", f"{MARK}; {REVISIONS} AND revision = 2"),
    "revisions no JSON": ("sheet_told", "UPDATE sheet_revision SET marks = '{'"),
    "revisions gone": ("sheet_gone", "DELETE FROM sheet_revision"),
    "receipts gone": ("receipt_gone", "DELETE FROM receipt"),
    "two entrants change places": ("sheet_moved", SWAPPED),
    "sheet added": ("sheet", copied("sheet", "$case", "seat = 'J9'")),
    "theory": ("sheet", "UPDATE sheet_mark SET mark = '99' WHERE sheet_id = $settled"),
    "theory and its revision": ("sheet_untold", RETYPED),
    "theory paper gone": ("sheet_gone", "DELETE FROM sheet WHERE id = $settled"),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The home of a contest that only deeds wrote."""
    home = tmp_path_factory.mktemp("lived") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPETITION_HOME", str(home))
        patch.setenv("COMPETITION_LOG_LEVEL", "error")
        assert CliRunner().invoke(main, ["db", "upgrade"]).exit_code == 0
        with application() as app:
            lived(app.extensions["settings"])
    return home


@pytest.fixture
def place(begun, home):
    """A copy of it, to be edited."""
    shutil.copytree(begun, home)
    return home


def edited(home, statements):
    database = sqlite3.connect(home / "competition.sqlite3")
    before = database.total_changes
    database.executescript(Template(statements).substitute(ROWS))
    assert database.total_changes > before
    database.close()


def kinds(answer):
    return {one["kind"] for one in json.loads(answer.stdout)["breaks"]}


def test_contest_that_only_deeds_wrote_is_whole(place, call):
    assert place.is_dir()
    answer = call("audit", "check", "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["breaks"], told["unsealed"]) == (0, [], 0)


@pytest.mark.parametrize(("kind", "statements"), EDITS.values(), ids=EDITS)
def test_edit_past_the_program_is_told(place, call, kind, statements):
    edited(place, statements)
    answer = call("audit", "check", "--json")
    assert answer.exit_code == 1
    assert kind in kinds(answer)
    assert not kinds(answer) & {"changed", "missing"}


def test_finding_is_one_sentence_with_its_place(place, call):
    edited(place, EDITS["rank"][1])
    edited(place, MARK)
    edited(place, EDITS["seal"][1])
    answer = call("audit", "check")
    assert answer.exit_code == 1
    said = answer.stdout.splitlines()
    assert "✗ quzhou-2023 version 2: its ranking is not what was published" in said
    assert "✗ sheet quzhou-2023 case/001/J2: what stands is not its newest revision" in said
    assert "✗ quzhou-2023 version 2 has no seal, though versions before and after have one" in said


def test_it_comes_back_whole_on_a_database_server(
    place, call, tmp_path, monkeypatch, fresh_postgres_url
):
    assert call("backup", tmp_path / "b.zip").exit_code == 0
    keys = place / "keys"
    for name in ("SECRET_KEY", "FIELD_KEY"):
        monkeypatch.setenv(f"COMPETITION_{name}", (keys / name.lower()).read_text())
    monkeypatch.setenv("COMPETITION_SIGNING_KEY", str(keys / "signer.key"))
    monkeypatch.setenv("COMPETITION_SIGNING_CERTIFICATE", str(keys / "signer.pem"))
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path / "another"))
    monkeypatch.setenv("COMPETITION_DATABASE_URL", fresh_postgres_url)
    assert call("restore", tmp_path / "b.zip").exit_code == 0
    assert json.loads(call("audit", "check", "--json").stdout)["breaks"] == []
    with application():
        for edit in ("rank", "mark", "revoked to issued"):
            db.session.execute(text(Template(EDITS[edit][1]).substitute(ROWS)))
        db.session.commit()
    told = kinds(call("audit", "check", "--json"))
    assert told == {"ranking", "sheet", "certificate_state"}
