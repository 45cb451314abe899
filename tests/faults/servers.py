"""A PostgreSQL that can be killed with ``kill -9`` and come back with what it had acknowledged.

Unlike the quick one of the other tests it waits for its log at each commit, else what is
acknowledged would be lost by its own setting.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from tests.services_external import free_port, postgres_binaries

PATIENCE = 30
OPTIONS = ("fsync=off", "synchronous_commit=on", "max_connections=200")


class Postgres:
    """One cluster in a folder of its own; ends with ``close``."""

    def __init__(self):
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="ctkill")), free_port()
        self.log = (self.folder / "log").open("wb")
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        init = [*_as_user(), postgres_binaries() / "initdb", "-D", self.folder / "cluster"]
        init += ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL)
        self.start()

    @property
    def url(self):
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self):
        command = [*_as_user(), postgres_binaries() / "postgres", "-D", self.folder / "cluster"]
        command += ["-k", self.folder, "-p", str(self.port), "-h", "127.0.0.1"]
        command += [part for option in OPTIONS for part in ("-c", option)]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None:  # a child of the killed one still holds its memory
                self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.02)

    def answers(self):
        address = self.url.replace("+psycopg", "")
        with suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
            return True
        return False

    def processes(self):
        """The server with all its children: those alone would keep its memory in use."""
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(self.process.pid)
            return (server.pid, *(child.pid for child in server.children(recursive=True)))
        return ()

    def kill(self):
        """The server with all its children, and until they are gone.

        It is halted before they are counted, so that it makes no further one.
        """
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGSTOP)
        processes = self.processes()
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        for pid in processes:
            await_end(pid)

    def start_again(self):
        """Whatever of it still lives is killed; then it recovers from its log."""
        self.kill()
        (self.folder / "cluster/postmaster.pid").unlink(missing_ok=True)
        self.start()

    def empty(self):
        """Drop everything in the database."""
        address = self.url.replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def close(self):
        self.kill()
        self.log.close()
        shutil.rmtree(self.folder)


def await_end(pid):
    """Until a killed process holds nothing any more, though it may not be counted off yet."""
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.002)


def _as_user():
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
