"""Every table as it lies in the database, whatever the engine: read out and put back raw.

What is sealed stays sealed. The tables are looked up in the database, not in the models, so that a
database of an earlier release can be read and restored before it is migrated.
"""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, DateTime, Integer, LargeBinary, MetaData, func, insert, select, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Column, Connection, Table

    Row = dict[str, Any]

AT_ONCE = 500
NOT_OURS = ("alembic_version", "huey_")  # the revision stands in the manifest; the queue is a bell


def tables(connection: Connection) -> list[Table]:
    """The tables of the database, each after those that it refers to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith(NOT_OURS))
    return list(found.sorted_tables)


def rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Every row in the order of its key, as plain JSON values."""
    out = {column.name: _outward(column) for column in table.columns}
    wanted = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(wanted, execution_options={"yield_per": AT_ONCE})
    for row in found.mappings():
        yield {name: None if row[name] is None else out[name](row[name]) for name in out}


def put_back(connection: Connection, table: Table, given: Iterable[Row]) -> None:
    """Insert rows that ``rows`` once gave. References of a table to itself are set at the end."""
    own = [column.name for column in table.columns if _refers_to(column, table)]
    into = {column.name: _inward(column, connection) for column in table.columns}
    later: list[Row] = []
    for batch in _batches(given):
        values = [
            {name: None if value is None else into[name](value) for name, value in row.items()}
            for row in batch
        ]
        later += [row for row in values if any(row[name] is not None for name in own)]
        connection.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in values])
    for row in later:
        key = [column == row[column.name] for column in table.primary_key.columns]
        connection.execute(table.update().where(*key).values({name: row[name] for name in own}))
    _count_on(connection, table)


def occupied(connection: Connection) -> list[str]:
    """The names of the tables that hold something."""
    found = tables(connection)
    return [one.name for one in found if connection.execute(select(one).limit(1)).first()]


def clear(connection: Connection) -> None:
    """Delete every row, references first."""
    for table in reversed(tables(connection)):
        own = [column.name for column in table.columns if _refers_to(column, table)]
        if own:
            connection.execute(table.update().values(dict.fromkeys(own)))
        connection.execute(table.delete())


def _refers_to(column: Column[Any], table: Table) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _batches(given: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in given:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _outward(column: Column[Any]) -> Callable[[Any], Any]:
    """How a value of the column becomes a JSON value."""
    if isinstance(column.type, DateTime):
        return _moment_text
    if isinstance(column.type, Date):
        return date.isoformat
    if isinstance(column.type, LargeBinary):
        return lambda value: base64.b64encode(value).decode()
    return lambda value: value


def _moment_text(value: datetime) -> str:
    """In UTC and without saying so: SQLite knows no zones, PostgreSQL gives its own."""
    plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return plain.isoformat()


def _inward(column: Column[Any], connection: Connection) -> Callable[[Any], Any]:
    """How a JSON value becomes a value of the column."""
    if isinstance(column.type, DateTime):
        aware = column.type.timezone and connection.dialect.name != "sqlite"
        zone = UTC if aware else None
        return lambda value: datetime.fromisoformat(value).replace(tzinfo=zone)
    if isinstance(column.type, Date):
        return date.fromisoformat
    if isinstance(column.type, LargeBinary):
        return base64.b64decode
    return lambda value: value


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's counters go on after the highest key that was put back."""
    key = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(key) != 1 or not _is_counted(key[0]):
        return
    highest = connection.scalar(select(func.max(key[0])))
    if highest is not None:
        name = text("SELECT setval(pg_get_serial_sequence(:table, :column), :value)")
        quoted = connection.dialect.identifier_preparer.quote(table.name)
        wanted = {"table": quoted, "column": key[0].name, "value": highest}
        connection.execute(name, wanted)


def _is_counted(column: Column[Any]) -> bool:
    return isinstance(column.type, Integer) and not column.foreign_keys
