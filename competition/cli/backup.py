"""``competition backup`` and ``competition restore``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import MetaData

from competition.cli.db import MIGRATIONS, present, upgrade
from competition.cli.frame import progress
from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import Refusal
from competition.cli.frame.versions import program_version
from competition.domain.actor import Actor
from competition.exchange import archive
from competition.models import sealed
from competition.models.base import db
from competition.services import backup as deeds
from config import home

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
OPERATOR = Actor(kind="system", id=None, name="command line", role="operator")


@click.command()
@FILE
@click.option("--with-keys", is_flag=True, help="Include the keys: then guard FILE like them.")
@JSON
def backup(file: Path, *, with_keys: bool, as_json: bool) -> None:
    """Write database and stored files into FILE, while others go on working."""
    if not file.absolute().parent.is_dir():
        raise Refusal(f"There is no folder {file.absolute().parent}.")
    with application() as app, progress.bar("stored files") as step:
        keys = app.extensions["settings"].keys if with_keys else None
        program = deeds.Program(program_version(), _revision())
        members = deeds.write_backup(
            OPERATOR, _now(), file.absolute(), program, keys=keys, step=step
        )
    _tell(_summary(file, members), as_json=as_json)


@click.command()
@FILE
@click.option("--force", is_flag=True, help="Also into a place that holds something: it is lost.")
@JSON
def restore(file: Path, *, force: bool, as_json: bool) -> None:
    """Read FILE back into an empty place."""
    with archive.opened(file) as (opened, manifest):
        deeds.restore_keys(opened, manifest, home() / "keys")
        with application():
            _fit_tables(manifest["revision"], force=force)
            deeds.restore_backup(OPERATOR, _now(), opened, manifest, force=force)
            upgrade()
            lacking = _lacking_keys(manifest)
    if lacking:
        names = ", ".join(lacking)
        click.echo(
            f"Warning: field key {names} is not configured; what it sealed stays shut.", err=True
        )
    _tell(_summary(file, manifest["members"]), as_json=as_json)


def _revision() -> str:
    revision = present()
    if revision is None:
        raise Refusal("There is no database yet: `competition db upgrade` makes one.")
    return revision


def _fit_tables(revision: str, *, force: bool) -> None:
    """Make the tables those of the backup's revision; refuse a full place before touching any."""
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
    except CommandError as error:
        raise Refusal(
            f"The backup's tables are at revision {revision}, which this program does not know: "
            "use the program that wrote it, or a later one."
        ) from error
    if present() == revision:
        return
    if not force:
        deeds.refuse_full_place()
    _drop_all()
    upgrade(revision)


def _drop_all() -> None:
    found = MetaData()
    with db.engine.begin() as connection:
        found.reflect(connection)
        found.drop_all(connection)


def _lacking_keys(manifest: dict[str, Any]) -> list[str]:
    known = {sealed.key_id(key) for key in sealed.keyring().keys}
    return sorted(set(manifest["field_keys"]) - known)


def _summary(file: Path, members: dict[str, Any]) -> dict[str, object]:
    return {
        "file": str(file),
        "rows": sum(member.get("rows", 0) for member in members.values()),
        "files": sum(name.startswith(deeds.FILES) for name in members),
        "keys": sum(name.startswith(deeds.KEYS) for name in members),
    }


def _tell(summary: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(summary)
    else:
        click.echo("{file}: {rows} rows, {files} stored files, {keys} keys.".format(**summary))


def _now() -> datetime:
    return datetime.now(UTC)
