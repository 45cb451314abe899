"""``competition db``: migrations. The functions are used by ``serve`` and by tests too."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

import competition
from competition.app import create_app
from competition.cli.frame.application import application
from competition.models.base import db as database
from config import Settings

MIGRATIONS = Path(competition.__file__).parent / "migrations"


@click.group()
def db() -> None:
    """Bring the database to the program's version."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Create or upgrade the tables; what is stored stays."""
    with application():
        upgrade()
        click.echo(f"The database is at revision {present()}.")


@db.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Write a further migration for what the tables need now (for developers).

    Those that are there stay: databases in use have gone through them.
    """
    if not (MIGRATIONS.parent.parent / "pyproject.toml").exists():
        raise click.UsageError("Migrations are written in a checkout of the source, not here.")
    generate(f"{int(newest() or 0) + 1:04}", message)


def generate(name: str, message: str) -> None:
    """Write revision ``name``: the difference between all migrations and the tables."""
    with TemporaryDirectory() as scratch, create_app(_scratch(Path(scratch))).app_context():
        upgrade()
        flask_migrate.revision(str(MIGRATIONS), message, autogenerate=True, rev_id=name)
        database.session.remove()
        database.engine.dispose()


def _scratch(home: Path) -> Settings:
    return Settings(
        home=home,
        database_url=f"sqlite:///{home}/scratch.sqlite3",
        storage_url=f"file://{home}/files",
        secret_key="scratch" * 6,
        field_key="scratch" * 6,
    )


def upgrade(revision: str = "head") -> None:
    """Bring the database of the application at hand to ``revision``, the newest one unasked."""
    flask_migrate.Migrate(current_app, database, render_as_batch=True, compare_type=True)
    flask_migrate.upgrade(str(MIGRATIONS), revision)


def present() -> str | None:
    """The revision that the database is at; none for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that the program wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
