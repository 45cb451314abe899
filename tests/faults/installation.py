"""The real processes of one installation, which can be killed and are started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import requests

from tests.services_external import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "COMPETITION_SECRET_KEY": "a secret of the tests, long enough for every use",
    "COMPETITION_FIELD_KEY": "a field key of the tests, long enough for every use",
}
PATIENCE = 90


class Installation:
    """``serve`` on SQLite, or ``web`` and ``worker`` apart on a database server."""

    def __init__(self, home, database=None, redis_url=None):
        self.home, self.database, self.port = home, database, free_port()
        self.environ = {**os.environ, **SECRETS, "COMPETITION_HOME": str(home)}
        self.environ |= {"COMPETITION_LOG_LEVEL": "error", "PYTHONPATH": str(ROOT)}
        if database:
            self.environ["COMPETITION_DATABASE_URL"] = database.url
            for name, file in (("KEY", "signer.key"), ("CERTIFICATE", "signer.pem")):
                self.environ[f"COMPETITION_SIGNING_{name}"] = str(home / "keys" / file)
        if redis_url:
            self.environ["COMPETITION_REDIS_URL"] = redis_url
        self.log = (home / "processes.log").open("ab")
        self.running = {}
        self.ended_by_itself = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def parts(self):
        web = ("--port", str(self.port), "--threads", "8")
        if self.database is None:
            return {"serve": ("serve", *web)}
        return {"web": ("web", *web), "worker": ("worker",)}

    def command(self, *arguments, **options):
        """Start ``competition …``."""
        call = [sys.executable, "-m", "competition.cli", *map(str, arguments)]
        usual = {"env": self.environ, "stdout": self.log, "stderr": self.log}
        return subprocess.Popen(call, cwd=self.home, **(usual | options))

    def start(self):
        for name, arguments in self.parts.items():
            self._start(name, arguments)
        self.wait()

    def _start(self, name, arguments):
        self.running[name] = self.command(*arguments, start_new_session=True)

    def wait(self):
        """Until the web server answers."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < deadline, "the web server did not come up"
            self._start_what_ended()
            time.sleep(0.1)

    def _start_what_ended(self):
        """Nothing ends unless it is killed; noted, and started again as systemd would."""
        for name, part in list(self.running.items()):
            if part.poll() is not None:
                self.ended_by_itself.append(f"{name} ended with {part.returncode}")
                self._start(name, self.parts[name])

    def answers(self):
        with suppress(requests.RequestException):
            return requests.get(f"{self.address}/readyz", timeout=2).status_code == 200
        return False

    def victims(self):
        """What may be killed: name and how."""
        killing = {name: lambda name=name: self.kill(name) for name in self.running}
        killing["a process of the web server"] = self.kill_web_process
        if self.database:
            killing["database"] = self.database.start_again
        return killing

    def kill(self, name):
        """The whole part, its children too; it is started again at once."""
        part = self.running[name]
        _kill(part.pid)
        part.wait()
        if name != "worker":
            self._await_port()
        self._start(name, self.parts[name])

    def _await_port(self):
        """The children of a killed web server end by themselves; until then they hold its port."""
        deadline = time.monotonic() + PATIENCE
        while any(_listens(self.port)) and time.monotonic() < deadline:
            time.sleep(0.05)

    def kill_web_process(self):
        """Only the process that answers; the server beside it makes another one."""
        part = next(iter(self.running.values()))
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(part.pid).children():
                if "worker" not in child.cmdline() and "resource_tracker" not in str(
                    child.cmdline()
                ):
                    _kill(child.pid)

    def close(self):
        """End all that works in its folder, also what was begun and not yet noted as running."""
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                if child.cwd() == str(self.home):
                    child.kill()
        for part in self.running.values():
            _kill(part.pid)
            part.wait()
        self.log.close()


def _kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _listens(port):
    for one in psutil.net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port:
            yield one.pid
