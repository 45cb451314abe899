"""Kills the program and its database at every step of its weighty deeds, and in a storm; counts.

Run: ``make faults`` (some twenty minutes), or ``python benchmarks/faults.py [kills] [every n-th
step]``. Prints for each deed how many steps it has, how many deaths it died, and what must stay
empty: acknowledged marks lost or doubled, certificate numbers lost or doubled, versions half
published, breaks in the audit chain.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from config import Settings
from tests.faults.driving import installed, suffer
from tests.faults.servers import Postgres
from tests.faults.storm import stage, weather

DEEDS = ("submit", "propose", "publish", "issue", "restore")
OF_SERVER = ("submit", "propose", "publish")
SEED = 1
SECRET = "a secret of the measurement, long enough for every use"  # noqa: S105 -- of nothing


def main(kills=40, nth=1):
    with closing(Postgres()) as database:
        for deed in DEEDS:
            told("process, SQLite", deed, nth)
        for deed in DEEDS:
            told("process, PostgreSQL", deed, nth, database=database)
        for deed in OF_SERVER:
            told("database, PostgreSQL", deed, nth, database=database, kill=True)
    storm(kills, None)
    with closing(Postgres()) as database:
        storm(kills, database)


def told(victim, deed, nth, database=None, *, kill=False):
    begun = time.monotonic()
    if database:
        database.empty()
    with tempfile.TemporaryDirectory() as folder, place(Path(folder), database) as app:
        steps = _every(nth * 8 if deed in {"issue", "restore"} else nth)
        tally = suffer(app, deed, steps, server=database if kill else None)
    print(
        f"{victim:<21} {deed:<8} {tally.steps:>4} steps, {tally.killed:>4} deaths, "
        f"{tally.acknowledged:>3} acknowledged, {tally.refused:>3} refused in words, "
        f"wrong {tally.wrong} ({time.monotonic() - begun:.0f} s)",
        flush=True,
    )


def _every(nth):
    return lambda count: [*range(1, count, nth), count, count + 1]


@contextmanager
def place(home, database):
    settings = Settings(
        home=home,
        database_url=database.url if database else f"sqlite:///{home}/shared.sqlite3",
        storage_url=f"file://{home}/files",
        secret_key=SECRET,
        field_key=SECRET,
        base_url="http://localhost",
        testing=True,
        signing_key=home / "keys/signer.key",
        signing_certificate=home / "keys/signer.pem",
    )
    with installed(settings) as app:
        yield app


def storm(kills, database):
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        stage(Path(folder), database) as (installation, people),
    ):
        counts = weather(installation, people, kills, SEED)
    where = "PostgreSQL" if database else "SQLite"
    print(f"storm, {where}: {counts} ({time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
