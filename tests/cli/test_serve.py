"""The server as a process: it answers, it works in the background, it ends with all it started."""

import gc
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from competition.cli.serve import served as served_application
from competition.cli.serve import settle_address
from config import load
from tests.services_external import free_port

PATIENCE = 90  # on a machine that is busy with other tests


def until(true, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def answers(address):
    try:
        with closing(urlopen(f"{address}/healthz", timeout=2)) as answer:  # noqa: S310 -- our own
            return answer.status == 200
    except (URLError, ConnectionError):
        return False


@pytest.fixture
def served(tmp_path):
    """A running ``competition serve`` and its address."""
    port = free_port()
    command = [sys.executable, "-m", "competition.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "COMPETITION_HOME": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            until(lambda: answers(address))
            yield process, address
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("dotenv", "environment", "expected"),
    [
        ("", None, "http://127.0.0.1:8123"),
        ("COMPETITION_BASE_URL=https://a.example\n", None, "https://a.example"),
        ("COMPETITION_BASE_URL=https://a.example\n", "https://b.example", "https://b.example"),
    ],
)
def test_address_of_the_settings_stands_above_the_one_listened_on(
    tmp_path, monkeypatch, dotenv, environment, expected
):
    (tmp_path / ".env").write_text(dotenv)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPETITION_BASE_URL", environment or "")
    if environment is None:
        monkeypatch.delenv("COMPETITION_BASE_URL")
    assert settle_address("127.0.0.1", 8123) == expected
    assert load().base_url == expected


@pytest.mark.slow
def test_stopping_it_ends_every_process_with_exit_code_0(served):
    process, address = served
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert address in told
    assert len(children) >= 2
    assert not [child for child in children if child.is_running()]


@pytest.mark.slow
def test_killing_it_leaves_no_process_behind(served):
    process, _ = served
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    until(lambda: not [child for child in children if child.is_running()])
    assert len(children) >= 2


@pytest.mark.slow
def test_taken_port_is_told_in_one_sentence(served, tmp_path):
    _, address = served
    port = address.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "competition.cli", "serve", "--port", port],
        env={**os.environ, "COMPETITION_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 2
    assert "--port" in second.stderr
    assert second.stderr.count("\n") == 1


def test_what_start_up_made_is_not_looked_through_again(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path))
    monkeypatch.setenv("COMPETITION_SERVER_PID", str(os.getpid()))
    monkeypatch.setattr("competition.cli.serve.end_with", lambda _pid: None)
    try:
        assert served_application().url_map
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()
