"""``competition audit``: whether anybody has touched what was recorded."""

from __future__ import annotations

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import NO
from competition.queries import chain

MEANINGS = {
    "changed": "line {id} is not what was written",
    "missing": "before line {id} a line is gone, added or in another place",
    "anchor": "a published version names a line that is no longer there",
}


@click.group()
def audit() -> None:
    """Check the audit chain."""


@audit.command()
@JSON
def check(*, as_json: bool) -> int:
    """Walk the chain from its first line; exit code 1 if it does not hold somewhere."""
    with application():
        length, head, found = chain.check()
    if as_json:
        broken = [{"line": place.id, "kind": place.kind} for place in found]
        print_json({"lines": length, "head": head or None, "whole": not found, "breaks": broken})
    else:
        for place in found:
            click.echo(f"✗ {MEANINGS[place.kind].format(id=place.id)}")
        click.echo(f"{length} lines, {'broken' if found else 'whole'}; head {head or 'none'}")
    return NO if found else 0
