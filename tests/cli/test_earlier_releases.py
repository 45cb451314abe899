"""A backup of each earlier release comes up in this one: ``earlier/REVISION.zip``.

Before a release whose tables differ from the last one's, a backup of the last is laid beside these;
its secrets are those of the tests. What it holds was written by that release, not by this one.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from competition import storage
from competition.cli.frame.application import application
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.results import ResultVersion

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.zip"))
# The sheets in a backup are a scene's: rows without the revisions and lines that deeds write.
BY_HAND = {(None, "sheet")}
SECRETS = {
    "COMPETITION_SECRET_KEY": "a secret of the tests, long enough for every use",
    "COMPETITION_FIELD_KEY": "a field key of the tests, long enough for every use",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, home, monkeypatch):
    """An empty place to restore into."""
    home.mkdir()
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    if request.param == "postgresql":
        monkeypatch.setenv(
            "COMPETITION_DATABASE_URL", request.getfixturevalue("fresh_postgres_url")
        )
    return home


def manifest_of(file):
    with zipfile.ZipFile(file) as packed:
        return json.loads(packed.read("manifest.json"))


@pytest.mark.parametrize("file", EARLIER, ids=lambda file: file.stem)
def test_earlier_release_comes_up_whole(place, call, file):
    assert place.is_dir()
    restored = call("restore", file)
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert manifest_of(file)["revision"] == file.stem
    checked = json.loads(call("audit", "check", "--json").stdout)
    assert {(one["line"], one["kind"]) for one in checked["breaks"]} <= BY_HAND
    assert checked["lines"] == manifest_of(file)["members"]["tables/audit_line.jsonl"]["rows"] + 1
    told = {one["name"]: one["ok"] for one in json.loads(call("doctor", "--json").stdout)}
    assert told["migrations"]
    assert told["field keys"]


@pytest.mark.parametrize("file", EARLIER, ids=lambda file: file.stem)
def test_what_an_earlier_release_kept_is_read_by_this_one(place, call, file):
    assert place.is_dir()
    call("restore", file)
    with application() as app:
        first = db.session.query(Entrant).order_by(Entrant.id).first()
        assert first.document_number == "110101190001010000"
        version = db.session.query(ResultVersion).one()
        assert len(version.lines) == manifest_of(file)["members"]["tables/entrant.jsonl"]["rows"]
        assert storage.store().get("certificates/aa/a.pdf").endswith(b"first release")
        assert app.test_client().get("/c/quzhou-2023/results").status_code == 200
