"""``competition audit``: whether anybody has touched what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import NO
from competition.queries import chain
from competition.services.certificates.sealing import check_seals

if TYPE_CHECKING:
    from competition.domain.chain import Break
    from competition.services.certificates.sealing import Seals

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
    with application() as app:
        length, head, found = chain.check()
        seals = check_seals(app.extensions["settings"])
    whole = not found and not seals.broken
    if as_json:
        broken: list[dict[str, object]] = [{"line": one.id, "kind": one.kind} for one in found]
        broken += [{"line": None, "kind": "seal", "version": one} for one in seals.broken]
        told = {"lines": length, "head": head or None, "whole": whole, "breaks": broken}
        print_json(told | {"unsealed": seals.without})
    else:
        _tell(length, head, found, seals)
    return 0 if whole else NO


def _tell(length: int, head: str, found: list[Break], seals: Seals) -> None:
    for place in found:
        click.echo(f"✗ {MEANINGS[place.kind].format(id=place.id)}")
    for name in seals.broken:
        click.echo(f"✗ {name} is not what was sealed when it was published")
    if seals.without:
        click.echo(f"{seals.without} published versions have no seal: there was no signing key")
    broken = found or seals.broken
    click.echo(f"{length} lines, {'broken' if broken else 'whole'}; head {head or 'none'}")
