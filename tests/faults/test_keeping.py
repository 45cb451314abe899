"""A backup that lacks something or mixes two moments is told as wrong by those who count."""

from __future__ import annotations

import pytest

from competition import storage
from competition.domain.actor import SYSTEM
from competition.exchange import archive
from competition.services import backup
from tests import scenes, scenes_judging, scenes_results
from tests.faults.keeping import backup_wrong

PROGRAM = backup.Program("1", "0016")
SHEETS = 3


@pytest.fixture
def kept(app, tmp_path):
    """A backup of a hall with three sheets and of a published contest."""
    with app.app_context():
        hall = scenes_judging.hall(1, 1)
        for base in range(SHEETS):
            given = scenes_judging.marks(law=str(base))
            scenes_judging.submit(hall, hall.judges[0], base=base, given=given)
        scenes_results.published(scenes_results.full(4, slug="publish"))
        yield written(tmp_path / "kept.zip")


def written(path):
    backup.write_backup(SYSTEM, scenes.NOON, path, PROGRAM, keys=None, step=lambda *_: None)
    return path


def without(file, table, **row):
    """The same backup, whole by its own sums, without the rows of ``table`` that are such."""
    spoilt = file.with_name("spoilt.zip")
    with archive.opened(file) as (opened, manifest), archive.written(spoilt, manifest) as made:
        for name in manifest["members"]:
            rows = archive.rows(opened, name)
            if name == f"tables/{table}.jsonl":
                rows = [one for one in rows if {**one, **row} != one]
            made.add_rows(name, rows)
    return spoilt


def test_whole_backup_has_nothing_wrong(kept):
    assert backup_wrong(kept, set()) == []


def test_receipt_that_was_told_and_is_not_there(kept):
    assert backup_wrong(kept, {"never"}) == ["lost never"]


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("sheet_revision", {"revision": 3}, "receipts and revisions"),
        ("sheet", {"revision": 3}, "sheets"),
        ("audit_line", {"action": "sheet:submitted"}, "chain"),
        ("result_line", {"rank": 1}, "version 1"),
        ("audit_line", {"action": "result:published"}, "version 1"),
    ],
)
def test_what_is_not_of_the_same_moment_is_told(kept, table, row, told):
    assert told in backup_wrong(without(kept, table, **row), set())


def test_file_that_is_no_backup(tmp_path):
    (tmp_path / "half.zip").write_bytes(b"PK")
    assert len(backup_wrong(tmp_path / "half.zip", set())) == 1


def test_file_erased_while_the_backup_is_written_keeps_nothing_from_it(app, tmp_path):
    class Erasing:
        """A store in which somebody erases the first file once it was listed."""

        def __init__(self, store):
            self.store, self.get = store, store.get

        def keys(self):
            names = sorted(self.store.keys())
            self.store.delete(names[0])
            return names

    with app.app_context():
        own = storage.store()
        own.put("photos/a.jpg", b"erased")
        own.put("photos/b.jpg", b"stays")
        storage.use(Erasing(own))
        try:
            path = written(tmp_path / "kept.zip")
        finally:
            storage.use(own)
    with archive.opened(path) as (_, manifest):
        files = [name for name in manifest["members"] if name.startswith("files/")]
    assert files == ["files/photos/b.jpg"]
