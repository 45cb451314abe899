"""``competition site``: a published contest as a folder that any web server can serve."""

from __future__ import annotations

from pathlib import Path

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import Refusal
from competition.domain.errors import NotFound
from competition.queries import contests
from competition.queries.publishing import results
from competition.web.still import Copy

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def site() -> None:
    """Copy the pages of a published contest."""


@site.command()
@click.argument("slug")
@click.argument("folder", type=FOLDER)
@click.option("--address", default="", help="Where FOLDER will be served, for pictures of links.")
@click.option("--force", is_flag=True, help="Also into a folder that holds something.")
@JSON
def export(slug: str, folder: Path, *, address: str, force: bool, as_json: bool) -> None:
    """Write pages, tables, notices and styles of SLUG into FOLDER; open its index.html."""
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise Refusal(f"{folder} is not empty; --force writes into it all the same.")
    copied = _copied(slug, address)
    for name, content in copied.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if as_json:
        print_json({"folder": str(folder), "files": len(copied)})
    else:
        size = sum(map(len, copied.values()))
        click.echo(f"{folder}: {len(copied)} files, {size} bytes; start at index.html")


def _copied(slug: str, address: str) -> dict[str, bytes]:
    """Every file, made before the first is written."""
    with application() as app:
        contest = contests.by_slug(slug)
        if results.current(contest.id) is None:
            raise NotFound("results_not_published")
        numbers = tuple(results.numbers([contest.id])[contest.id])
    return dict(Copy(app, slug, numbers, address).files())
