"""The database handle and ``transaction()``, the one place that commits."""

from __future__ import annotations

import fcntl
import logging
import threading
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy.engine import Connection

BUSY_TIMEOUT_SECONDS = 10
_log = logging.getLogger(__name__)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: names for its constraints, so that migrations can alter them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

_writers = threading.Lock()


@contextmanager
def transaction() -> Iterator[Session]:
    """One deed: everything inside is stored when the block ends, or nothing is.

    Whatever was read before is forgotten, so that the deed decides on what is true now. On SQLite
    the write lock is taken at once (``BEGIN IMMEDIATE``): a read that turns into a write would
    fail under load. Deeds do not nest.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("A deed was called inside a deed.")
    session.rollback()
    with _turn(session):
        session.info["writing"] = True
        try:
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


def commit_of_others(session: Session) -> None:
    """Store what a library has changed in objects, as safely as a deed does.

    On SQLite a transaction that has read can't write once somebody else has written meanwhile. So
    the reading ends, the turn is waited for, and the changes go out in a transaction that begins
    with the write lock. What was changed must not have been flushed: the caller sees to that.
    """
    with _turn(session):
        if session.get_bind().dialect.name == "sqlite" and session.in_transaction():
            connection = session.connection()
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        session.commit()


def let_go(_error: BaseException | None) -> None:
    """At the end of each request: give the connection back, also one that died meanwhile.

    Ending what was read fails on a dead connection. All is answered by then, so nothing is to be
    told: raised from here it would turn the answer into an empty 500.
    """
    try:
        db.session.remove()
    except DBAPIError as gone:
        _log.warning("connection_died_idle", extra={"reason": type(gone.orig).__name__})
        db.session.registry.clear()


def _turn(session: Session) -> AbstractContextManager[Any]:
    """A fair queue before SQLite's lock; other engines queue by themselves."""
    engine = session.get_bind()
    if engine.dialect.name != "sqlite":
        return nullcontext()
    path = engine.engine.url.database
    return _file_turn(Path(f"{path}.lock")) if path and path != ":memory:" else nullcontext()


@contextmanager
def _file_turn(path: Path) -> Iterator[None]:
    """Threads of this process wait in ``_writers``, other processes at the lock file.

    A disk that takes no lock file takes no rows either: told as the database would tell it.
    """
    with _writers:
        try:
            lock = path.open("w")
        except OSError as error:
            raise OperationalError("lock", None, error) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def configure_sqlite(engine: Engine) -> None:
    """Foreign keys, write-ahead log, full synchronisation; transactions begin when we say so."""

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's own type
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
