"""``competition bundle``: a published version to hand out, and its recomputation by anybody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.refusals import NO, Refusal
from competition.exchange.bundle import (
    HASHED,
    MANIFEST,
    findings,
    read,
    statement_in,
    written,
)
from competition.exchange.faults import clipped

if TYPE_CHECKING:
    from competition.exchange.bundle import Bundle, Finding

# What a seal is worth: the first three do not contradict what the bundle says.
SEALS = {
    "sound": "✓ sealed at its publication by {by}",
    "unasked": "its seal was not checked: name the organiser's keys with --trust did.json",
    "absent": "it has no seal: nothing tells that it is what was published",
    "missing": "✗ it has no seal: nothing tells that it is what was published",
    "foreign": "✗ NOT sealed by the keys you trust: it is not what their owner published",
}
HOLDING = frozenset({"sound", "unasked", "absent"})
UNSEALED = ("title", "standing")  # what the manifest states and the seal does not speak of
NOT_COVERED = "  not {these}: whoever passed the file on may have changed them"
SHOWN = 20  # differences told one by one
_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Seal:
    """What the seal of a bundle is worth (a key of ``SEALS``), and by whom it is if it is sound."""

    state: str
    by: str | None = None


@click.group()
def bundle() -> None:
    """Export or recompute a published version."""


@bundle.command()
@click.argument("slug")
@click.argument("file", type=_FILE)
@click.option("--version", "number", type=int, help="Which version; default: the one that counts.")
def export(slug: str, file: Path, number: int | None) -> None:
    """Write rules, anonymised marks, result and hashes of a published version of SLUG to FILE."""
    content = written(_stored(slug, number))
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


@bundle.command()
@click.argument("file", type=_FILE)
@click.option("--trust", type=_FILE, help="Whose seal it must bear: a did.json, or PEM.")
@JSON
def check(file: Path, *, trust: Path | None, as_json: bool) -> int:
    """Recompute the result in FILE from its marks and compare every figure; 1 if any differs.

    With --trust, the seal must be by one of the keys in that file too: the did.json of the
    organiser's site (/.well-known/did.json), or the signer's certificate in PEM. Without it anybody
    can make a bundle that agrees with itself. What neither check covers, such as README.txt, is
    named.
    """
    bundle_ = read(file.read_bytes())
    found = findings(bundle_)
    seal = _seal(bundle_, trust)
    if as_json:
        print_json(_document(bundle_, found, seal))
    else:
        _tell(bundle_, found, seal)
    return NO if found or seal.state not in HOLDING else 0


def _seal(bundle_: Bundle, trust: Path | None) -> Seal:
    """What the seal of the bundle is worth."""
    stated = bundle_.manifest.get("seal")
    if trust is None:
        return Seal("unasked" if stated else "absent")
    if not stated:
        return Seal("missing")
    from competition.services import certificate_files  # noqa: PLC0415 -- loads all of signing

    try:
        by = certificate_files.sealed_by(statement_in(bundle_), str(stated), trust)
    except certificate_files.FactsRefused as refused:
        raise Refusal(str(refused)) from None
    return Seal("sound", by) if by else Seal("foreign")


def _stored(slug: str, number: int | None) -> Bundle:
    from competition.cli.frame.application import application  # noqa: PLC0415 -- `check` needs no database
    from competition.queries import contests  # noqa: PLC0415 -- as above
    from competition.queries.publishing import results  # noqa: PLC0415 -- as above
    from competition.queries.publishing.bundle import bundle_of  # noqa: PLC0415 -- as above

    with application():
        contest = contests.by_slug(slug)
        return bundle_of(contest, results.version(contest.id, number))


def _document(bundle_: Bundle, found: tuple[Finding, ...], seal: Seal) -> dict[str, object]:
    return {
        "contest": bundle_.manifest.get("contest"),
        "version": bundle_.manifest.get("version"),
        "holds": not found and seal.state in HOLDING,
        "seal": {"state": seal.state, "by": seal.by},
        "covered": list(HASHED),
        "not_covered": [f"{MANIFEST}: {key}" for key in UNSEALED] + list(bundle_.beside),
        "differences": [
            {"place": each.place, "stated": each.stated, "found": each.found} for each in found
        ],
    }


def _tell(bundle_: Bundle, found: tuple[Finding, ...], seal: Seal) -> None:
    name = f"{bundle_.manifest.get('contest')} version {bundle_.manifest.get('version')}"
    for each in found[:SHOWN]:
        click.echo(f"✗ {each.place}: {each.stated} in the bundle, {each.found} recomputed")
    if found:
        click.echo(f"{name}: {len(found)} differences")
    else:
        click.echo(f"✓ {name}: every figure follows from the marks")
    click.echo(SEALS[seal.state].format(by=seal.by))
    click.echo(f"  this speaks of {', '.join(HASHED)}")
    beside = [clipped(one) for one in bundle_.beside[:SHOWN]]
    more = len(bundle_.beside) - len(beside)
    others = [*beside, *([f"{more} more files"] if more else [])]
    click.echo(NOT_COVERED.format(these=", ".join((*UNSEALED, *others))))
