"""Counts what a piece of a test asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from competition.models import db


@contextmanager
def counted():
    """The statements run inside the block, without the beginnings of transactions."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
