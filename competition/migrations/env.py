"""How a migration meets the database: the application's own engine and tables.

Nothing of the program is named inside a migration, so that old ones run with any later program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def render_item(kind: str, item: Any, _autogenerate: object) -> str | Literal[False]:  # noqa: ANN401 -- Alembic passes anything
    """Write a column type of ours as the plain type that it is stored as."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the queue's own tables out of every comparison."""
    return not (kind == "table" and (name or "").startswith("huey_"))


def run() -> None:
    """Bring the database to the wanted revision in one transaction."""
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect() as connection:
        _foreign_keys(connection, on=False)
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            render_item=render_item,
            include_name=include_name,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite alters a table by copying it, which must not be taken for deleting its rows."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


run()
