"""``kill -9`` at the steps of submitting, proposing, publishing and restoring.

A few steps of each, always the first and the last; ``make faults`` dies at all of them, and at
those of issuing, which ``test_issuing_faults`` kills here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.driving import installed, some, suffer
from tests.faults.servers import Postgres

pytestmark = [pytest.mark.slow]
SEED = 20231020
FEW = {"submit": 1, "propose": 1, "publish": 2, "restore": 1}


@pytest.fixture(scope="module")
def postgres():
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def on_file(settings, tmp_path):
    return replace(settings, database_url=f"sqlite:///{tmp_path}/shared.sqlite3")


@pytest.fixture
def on_server(settings, postgres, tmp_path):
    postgres.empty()
    keys = {"signing_key": tmp_path / "keys/signer.key"}
    keys["signing_certificate"] = tmp_path / "keys/signer.pem"
    return replace(settings, database_url=postgres.url, **keys)


@pytest.mark.parametrize("deed", FEW)
def test_killed_process_leaves_all_or_nothing(on_file, deed):
    with installed(on_file) as app:
        tally = suffer(app, deed, some(FEW[deed], SEED))
    assert tally.wrong == []
    assert tally.killed >= FEW[deed]
    assert tally.acknowledged


@pytest.mark.parametrize("deed", ["submit", "publish"])
def test_killed_database_keeps_what_was_acknowledged(on_server, postgres, deed):
    with installed(on_server) as app:
        tally = suffer(app, deed, some(FEW[deed], SEED), server=postgres)
    assert tally.wrong == []
    assert tally.refused + tally.acknowledged == tally.killed >= FEW[deed]
    assert tally.acknowledged


def test_process_killed_beside_a_database_server(on_server):
    with installed(on_server) as app:
        tally = suffer(app, "restore", some(1, SEED))
    assert tally.wrong == []
    assert tally.killed >= 2
    assert tally.acknowledged
