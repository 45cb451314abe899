"""``competition demo``: the demonstration contests, and who can sign in there."""

from __future__ import annotations

import click

from competition.cli.db import upgrade
from competition.cli.demonstration import load
from competition.cli.frame import progress
from competition.cli.frame.application import application
from competition.cli.tables import table
from competition.queries.demonstration import ACCOUNTS, CONTESTANTS, FINISHED, PASSWORD, PLAYING


@click.command()
def demo() -> None:
    """Load the demonstration contests; does only what is missing of them."""
    with application():
        upgrade()
        load_and_tell()


def load_and_tell() -> None:
    """Load the demonstration into the application at hand and print who can sign in."""
    with progress.bar("demonstration") as tell:
        load(tell)
    click.echo(log_ins())


def log_ins() -> str:
    """Who can sign in to the demonstration, as plain text."""
    staff = table(
        ["/sign-in", "name", "role"],
        [[one.username, one.name, ", ".join(one.roles)] for one in ACCOUNTS],
        frozenset(),
    )
    entrants = table(
        ["/me/sign-in", "name", "access code"],
        [[one.number, one.name, one.code] for one in CONTESTANTS],
        frozenset(),
    )
    return (
        f"Demonstration: /c/{FINISHED}/ (certificates issued), /c/{PLAYING}/ (being judged)\n\n"
        f"Staff, all with the password {PASSWORD}\n{staff}\n\nContestants of {FINISHED}\n{entrants}"
    )
