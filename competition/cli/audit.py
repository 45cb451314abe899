"""``competition audit``: whether anybody has touched what was recorded."""

from __future__ import annotations

from string import hexdigits
from typing import TYPE_CHECKING

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import NO
from competition.queries import chain, content
from competition.services.certificates.sealing import check_seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.chain import Break
    from competition.domain.telling import Finding
    from competition.services.certificates.sealing import Seals

LENGTH = 64  # digits of a SHA-256
MEANINGS = {
    "changed": "line {id} is not what was written",
    "missing": "before line {id} a line is gone, added or in another place",
    "anchor": "a published version names a line that is no longer there",
}
CONTENT = {
    "rules": "its rules are not what was published",
    "marks": "its marks are not what was published",
    "result": "its result is not what was published",
    "ranking": "its ranking is not what was published",
    "told": "its hash, moment or head is not what the chain tells",
    "standing": "its standing is not what the chain tells",
    "untold": "no line of the chain tells that it was published",
    "gone": "it was published and is no longer there",
    "certificate_untold": "no line of the chain tells that it was issued",
    "certificate_state": "its state is not what the chain tells",
    "certificate_gone": "it was issued and is no longer there",
    "sheet": "what stands is not its newest revision",
    "sheet_told": "what was handed in is not what the chain tells",
    "sheet_untold": "no line of the chain tells of what stands or stood there",
    "sheet_moved": "what was handed in is now another entrant's, round's or seat's",
    "sheet_gone": "what was handed in is no longer there",
    "receipt_gone": "the receipt of what was handed in is no longer there",
}


UNKNOWN_KEY = (
    "  No seal at all was made with a key that is known here. After a restore without the keys: "
    "put the former keys/signer.pem into keys/trusted and check again."
)


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
    """Walk the chain from its first line, and hold what is stored against it and its hashes.

    Exit code 1 if something does not hold: a line, a seal, a published version with its rules,
    marks, result and ranking, a certificate's state, a sheet of marks.

    A chain that was written anew as a whole agrees with itself: --head, with the head that stands
    on a published version or in the minutes, shows that.
    """
    with application() as app:
        content.hold_still()
        length, head, found = chain.check()
        seals = check_seals(app.extensions["settings"])
        stored = list(content.check())
        lost = chain.absent(heads)
    whole = not (found or seals.broken or seals.taken or stored or lost)
    if as_json:
        told = {"lines": length, "head": head or None, "whole": whole}
        broken = [*_as_json(found, seals, stored), *_lost(lost)]
        print_json(told | {"breaks": broken, "unsealed": seals.without})
        return 0 if whole else NO
    for said in (*_breaks(found, seals), *_stored(stored), *_heads(heads, lost)):
        click.echo(said)
    click.echo(f"{length} lines, {'whole' if whole else 'broken'}; head {head or 'none'}")
    return 0 if whole else NO


def _as_json(
    found: list[Break], seals: Seals, stored: list[Finding]
) -> Iterator[dict[str, object]]:
    for place in found:
        yield {"line": place.id, "kind": place.kind}
    for name in seals.broken:
        yield {"line": None, "kind": "seal", "version": name}
    for name in seals.taken:
        yield {"line": None, "kind": "unsealed", "version": name}
    for one in stored:
        yield {"line": None, "kind": one.kind, one.sort: one.name}


def _breaks(found: list[Break], seals: Seals) -> Iterator[str]:
    for place in found:
        yield f"✗ {MEANINGS[place.kind].format(id=place.id)}"
    for name in seals.broken:
        yield f"✗ {name} is not what was sealed when it was published"
    if seals.of_no_known_key:
        yield UNKNOWN_KEY
    for name in seals.taken:
        yield f"✗ {name} has no seal, though versions before and after have one"
    if seals.without:
        yield f"{seals.without} published versions have no seal: there was no signing key"


def _stored(found: list[Finding]) -> Iterator[str]:
    for one in found:
        sort = "" if one.sort == "version" else f"{one.sort} "
        yield f"✗ {sort}{one.name}: {CONTENT[one.kind]}"


def _lost(lost: list[str]) -> Iterator[dict[str, object]]:
    for one in lost:
        yield {"line": None, "kind": "head", "head": one}


def _heads(heads: tuple[str, ...], lost: list[str]) -> Iterator[str]:
    for one in heads:
        if one in lost:
            yield f"✗ head {one} is in the chain no more: it was written anew, or cut off"
        else:
            yield f"✓ head {one} is in the chain"
