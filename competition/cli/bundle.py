"""``competition bundle``: a published version to hand out, and its recomputation by anybody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.refusals import NO
from competition.exchange.bundle import findings, read, written

if TYPE_CHECKING:
    from competition.exchange.bundle import Bundle, Finding

SHOWN = 20  # differences told one by one
_FILE = click.Path(path_type=Path, dir_okay=False)


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
@JSON
def check(file: Path, *, as_json: bool) -> int:
    """Recompute the result in FILE from its marks and compare every figure; 1 if any differs."""
    bundle_ = read(file.read_bytes())
    found = findings(bundle_)
    if as_json:
        print_json(_document(bundle_, found))
    else:
        _tell(bundle_, found)
    return NO if found else 0


def _stored(slug: str, number: int | None) -> Bundle:
    from competition.cli.frame.application import application  # noqa: PLC0415 -- `check` needs no database
    from competition.queries import contests  # noqa: PLC0415 -- as above
    from competition.queries.publishing import results  # noqa: PLC0415 -- as above
    from competition.queries.publishing.bundle import bundle_of  # noqa: PLC0415 -- as above

    with application():
        contest = contests.by_slug(slug)
        return bundle_of(contest, results.version(contest.id, number))


def _document(bundle_: Bundle, found: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "contest": bundle_.manifest.get("contest"),
        "version": bundle_.manifest.get("version"),
        "holds": not found,
        "differences": [
            {"place": each.place, "stated": each.stated, "found": each.found} for each in found
        ],
    }


def _tell(bundle_: Bundle, found: tuple[Finding, ...]) -> None:
    name = f"{bundle_.manifest.get('contest')} version {bundle_.manifest.get('version')}"
    for each in found[:SHOWN]:
        click.echo(f"✗ {each.place}: {each.stated} in the bundle, {each.found} recomputed")
    if found:
        click.echo(f"{name}: {len(found)} differences")
    else:
        click.echo(f"✓ {name}: every figure follows from the marks")
