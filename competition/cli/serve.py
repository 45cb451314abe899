"""``competition serve``, ``competition web``: the web server, with and without its job worker."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

import config
from competition.app import create_app
from competition.cli.db import upgrade
from competition.cli.frame.application import application
from competition.cli.frame.parent import end_with
from competition.cli.frame.refusals import Refusal
from competition.services.certificates.workshop import load_press

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8000, show_default=True, help="Port to listen on.")
THREADS = click.option("--threads", default=16, show_default=True, help="Requests served at once.")
ANY_ADDRESS = {"0.0.0.0", "::"}  # nosec B104 # noqa: S104 -- compared with, not listened on
PARENT = "COMPETITION_SERVER_PID"
STOP_SECONDS = 30
SHORT_LIFE_SECONDS = 15
MOST_SHORT_LIVES = 5


@click.command()
@click.option("--demo", is_flag=True, help="Load the demonstration contests if they are not there.")
@HOST
@PORT
@THREADS
def serve(demo: bool, host: str, port: int, threads: int) -> None:  # noqa: FBT001 -- click names it
    """Web server and job worker together: all that one hall needs."""
    _refuse_taken(host, port)
    address = settle_address(host, port)
    prepare(demo=demo)
    click.echo(f"\n  {address}   (stop with Ctrl-C)\n")
    with _worker_beside():
        _serve(host, port, threads, processes=1)
    click.echo("Stopped.")


@click.command()
@HOST
@PORT
@THREADS
@click.option("--processes", default=1, show_default=True, help="Processes; 1 with SQLite.")
def web(host: str, port: int, threads: int, processes: int) -> None:
    """The web server alone; run `competition worker` beside it."""
    _refuse_taken(host, port)
    click.echo(settle_address(host, port))
    _serve(host, port, threads, processes)


def prepare(*, demo: bool) -> None:
    """Bring the database up to date, load the demonstration if asked, say who can sign in."""
    with application():
        upgrade()
        if demo:
            from competition.cli.demo import load_and_tell  # noqa: PLC0415 -- not needed otherwise

            load_and_tell()


def settle_address(host: str, port: int) -> str:
    """The address that people use; what is printed as QR unless COMPETITION_BASE_URL says so."""
    address = config.given("BASE_URL") or f"http://{_reachable_name(host)}:{port}"
    os.environ["COMPETITION_BASE_URL"] = address
    return address


def _reachable_name(host: str) -> str:
    """``host``, or this machine's address in its network when listening on all of them."""
    if host not in ANY_ADDRESS:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # a documentation address: asks the route, sends nothing
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"{host}:{port} cannot be listened on ({error.strerror}); "
                "another program may be using it: try --port 8001."
            ) from error


def _serve(host: str, port: int, threads: int, processes: int) -> None:
    """Serve until told to stop.

    The server gives up when the process that answers is killed twice within seconds, by a machine
    short of memory say. A hall must go on then: it begins anew, unless it never lives for long.
    """
    short_lives = 0
    while True:
        begun = time.monotonic()
        try:
            return _server(host, port, threads, processes).serve()  # type: ignore[no-any-return]  # untyped; nothing
        except SystemExit:
            short_lives = short_lives + 1 if time.monotonic() - begun < SHORT_LIFE_SECONDS else 0
            if short_lives == MOST_SHORT_LIVES:
                raise
            click.echo("The web server was killed; it begins again.", err=True)


def _server(host: str, port: int, threads: int, processes: int) -> MPServer:
    os.environ[PARENT] = str(os.getpid())
    return MPServer(
        "competition.cli.serve:served",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=processes,
        blocking_threads=threads,
        backlog=2048,
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
    )


def served() -> Flask:
    """The application inside a process of the web server.

    What start-up made stays until the end. The collector leaves it alone from here on: looking
    through all of it would hold up every request for some tenths of a second now and then.
    """
    end_with(int(os.environ[PARENT]))
    app = create_app()
    load_press()  # the first visitor shall not wait for it
    gc.collect()
    gc.freeze()
    return app


@contextmanager
def _worker_beside() -> Iterator[None]:
    """A job worker of our own beside us, for as long as the block lasts."""
    command = [sys.executable, "-m", "competition.cli", "worker", "--parent", str(os.getpid())]
    with subprocess.Popen(command, start_new_session=True) as child:  # nosec B603 # noqa: S603 -- our own program
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
