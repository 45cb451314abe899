"""Kills the program and its database at every step of its weighty deeds, and in a storm; counts.

Run: ``make faults``, or ``python benchmarks/faults.py [--only STEP] [--on sqlite|postgresql]
[--nth N] [--kills K]``. Prints for each deed how many steps it has, how many deaths it died, and
what must stay empty: acknowledged marks lost or doubled, certificate numbers lost or doubled,
versions half published, breaks in the audit chain. How far it is goes to standard error; the exit
code is 1 when anything was wrong. Whoever stops it (Ctrl-C, ``timeout``) leaves no server behind.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from config import Settings
from tests.faults.driving import installed, suffer
from tests.faults.servers import Postgres
from tests.faults.storm import stage, weather

DEEDS = ("submit", "propose", "publish", "issue", "restore")
OF_SERVER = ("submit", "propose", "publish")
LONG = {"issue": 8, "restore": 8}  # of the many steps of these, every eighth
STORM = "storm"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SEED = 1
SECRET = "a secret of the measurement, long enough for every use"  # noqa: S105 -- of nothing
STOPPED = 128 + signal.SIGTERM
PATIENCE = 10  # seconds between two words on how far it is


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    asked = _asked(arguments)
    wrong = []
    for engine in asked.on or ENGINES:
        for deed in asked.only or (*DEEDS, STORM):
            if deed == STORM:
                wrong += storm(asked.kills, engine)
                continue
            wrong += die("process", deed, asked.nth, engine)
            if engine == "postgresql" and deed in OF_SERVER:
                wrong += die("database", deed, asked.nth, engine)
    return 1 if wrong else 0


def _asked(arguments):
    asking = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asking.add_argument("--only", action="append", choices=(*DEEDS, STORM), metavar="STEP")
    asking.add_argument("--on", action="append", choices=tuple(ENGINES))
    asking.add_argument("--nth", type=int, default=1, help="die at every N-th step")
    asking.add_argument("--kills", type=int, default=40, help="how many the storm has")
    return asking.parse_args(arguments)


def die(victim, deed, nth, engine):
    """One deed with a death at each of its steps, or at every ``nth``; what was wrong."""
    begun, name = time.monotonic(), f"{victim}, {ENGINES[engine]}"
    with server(engine) as database, tempfile.TemporaryDirectory() as folder:
        place = _settings(Path(folder), database)
        killed = database if victim == "database" else None
        steps = _every(nth * LONG.get(deed, 1))
        try:
            with installed(place) as app:
                tally = suffer(app, deed, steps, server=killed, tell=Telling(f"{name}, {deed}"))
        except AssertionError as broken:
            print(f"{name:<21} {deed:<8} broke off: {broken}", flush=True)
            return [str(broken)]
    print(
        f"{name:<21} {deed:<8} {tally.steps:>4} steps, {tally.killed:>4} deaths, "
        f"{tally.acknowledged:>3} acknowledged, {tally.refused:>3} refused in words, "
        f"wrong {tally.wrong} ({time.monotonic() - begun:.0f} s)",
        flush=True,
    )
    return tally.wrong


def storm(kills, engine):
    """A hall at work while its processes are killed; what was wrong."""
    begun, name = time.monotonic(), f"storm, {ENGINES[engine]}"
    with (
        server(engine) as database,
        tempfile.TemporaryDirectory() as folder,
        stage(Path(folder), database) as (installation, people),
    ):
        counts = weather(installation, people, kills, SEED, tell=Telling(name))
    print(f"{name}: {counts} ({time.monotonic() - begun:.0f} s)", flush=True)
    return counts.wrong


class Telling:
    """Tells now and then how far it is."""

    def __init__(self, name):
        self.name, self.begun, self.told = name, time.monotonic(), 0.0

    def __call__(self, text):
        since = time.monotonic() - self.begun
        if since - self.told >= PATIENCE:
            self.told = since
            print(f"  {self.name}: {text} ({since:.0f} s)", file=sys.stderr, flush=True)


@contextmanager
def server(engine):
    """A PostgreSQL of its own, gone afterwards; nothing for SQLite."""
    with closing(Postgres()) if engine == "postgresql" else nullcontext() as database:
        yield database


def _every(nth):
    return lambda count: sorted({*range(1, count, nth), count, count + 1})


def _settings(home, database):
    return Settings(
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
