"""``competition audit``: whether anybody has touched what was recorded."""

from __future__ import annotations

from string import hexdigits
from typing import TYPE_CHECKING

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import NO
from competition.queries import chain
from competition.services.certificates.sealing import check_seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.chain import Break
    from competition.services.certificates.sealing import Seals

LENGTH = 64  # digits of a SHA-256
MEANINGS = {
    "changed": "line {id} is not what was written",
    "missing": "before line {id} a line is gone, added or in another place",
    "anchor": "a published version names a line that is no longer there",
}


def _hashes(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """The hashes as they are stored. Raises BadParameter for what can be none."""
    heads = tuple(one.strip().lower() for one in given)
    for one in heads:
        if len(one) != LENGTH or set(one) - set(hexdigits):
            raise click.BadParameter(f"{one!r} is no head: it has 64 digits from 0 to f.")
    return heads


@click.group()
def audit() -> None:
    """Check the audit chain."""


@audit.command()
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="HASH",
    callback=_hashes,
    help="A head that was printed or noted: it must still be in the chain. May be given again.",
)
@JSON
def check(heads: tuple[str, ...], *, as_json: bool) -> int:
    """Walk the chain from its first line; exit code 1 if it does not hold somewhere.

    A chain that was written anew as a whole agrees with itself: --head, with the head that stands
    on a published version or in the minutes, shows that.
    """
    with application() as app:
        length, head, found = chain.check()
        seals = check_seals(app.extensions["settings"])
        lost = chain.absent(heads)
    whole = not found and not seals.broken and not lost
    if as_json:
        broken: list[dict[str, object]] = [{"line": one.id, "kind": one.kind} for one in found]
        broken += [{"line": None, "kind": "seal", "version": one} for one in seals.broken]
        broken += [{"line": None, "kind": "head", "head": one} for one in lost]
        told = {"lines": length, "head": head or None, "whole": whole, "breaks": broken}
        print_json(told | {"unsealed": seals.without})
        return 0 if whole else NO
    for said in (*_breaks(found, seals), *_heads(heads, lost)):
        click.echo(said)
    click.echo(f"{length} lines, {'whole' if whole else 'broken'}; head {head or 'none'}")
    return 0 if whole else NO


def _breaks(found: list[Break], seals: Seals) -> Iterator[str]:
    for place in found:
        yield f"✗ {MEANINGS[place.kind].format(id=place.id)}"
    for name in seals.broken:
        yield f"✗ {name} is not what was sealed when it was published"
    if seals.without:
        yield f"{seals.without} published versions have no seal: there was no signing key"


def _heads(heads: tuple[str, ...], lost: list[str]) -> Iterator[str]:
    for one in heads:
        if one in lost:
            yield f"✗ head {one} is in the chain no more: it was written anew, or cut off"
        else:
            yield f"✓ head {one} is in the chain"
