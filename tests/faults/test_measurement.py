"""``make faults`` as it is called: a part of it alone, and no server left when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.faults.installation import ROOT, Installation

pytestmark = [pytest.mark.slow]
PROGRAM = [sys.executable, str(ROOT / "benchmarks/faults.py")]
STOPPED = 128 + signal.SIGTERM
PATIENCE = 120


def started(*arguments):
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_one_step_on_one_database_alone():
    program = started("--only", "submit", "--on", "sqlite", "--nth", "100")
    said, _ = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0, said
    assert said.startswith("process, SQLite       submit")
    assert "wrong []" in said
    assert said.count("\n") == 1


def test_stopped_storm_leaves_no_server_behind():
    program = started("--only", "storm", "--on", "postgresql", "--kills", "1000")
    begun = everything_of(program)
    program.send_signal(signal.SIGTERM)
    assert program.wait(PATIENCE) == STOPPED
    program.stdout.close()
    _, alive = psutil.wait_procs(begun, timeout=PATIENCE)
    assert alive == []


def test_what_was_begun_just_before_the_end_is_ended_too(tmp_path):
    installation = Installation(tmp_path)
    unnoted = installation.command("worker")
    installation.close()
    assert unnoted.wait(PATIENCE) == -signal.SIGKILL


def everything_of(program):
    """All that it has started, once its database and its web server are among it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = psutil.Process(program.pid).children(recursive=True)
        told = " ".join(name for one in found for name in command_of(one))
        if "postgres" in told and " web " in told:
            return found
        time.sleep(0.2)
    raise AssertionError(told)


def command_of(process):
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
