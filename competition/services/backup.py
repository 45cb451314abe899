"""Everything that is stored, into one file and back: rows, stored files, on request the keys.

A backup is one consistent look at the database while others go on writing. It is put back whole or
not at all, and only counts as put back when the database gives the same checksums again.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from competition import storage
from competition.domain.errors import DomainError, Invalid
from competition.exchange import archive
from competition.models import sealed, snapshot
from competition.models.audit import record
from competition.models.base import db, transaction

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from competition.domain.actor import Actor

    Step = Callable[[int, int], None]

TABLES, FILES, KEYS = "tables/", "files/", "keys/"
TRUSTED = "trusted"  # the folder of former signers' certificates among the keys


@dataclass(frozen=True, slots=True)
class Program:
    """Which program and which revision of the tables a backup belongs to."""

    version: str
    revision: str


def write_backup(  # noqa: PLR0913 -- one argument for each thing a backup needs to be told
    actor: Actor, now: datetime, path: Path, program: Program, *, keys: Path | None, step: Step
) -> dict[str, Any]:
    """Write everything to ``path`` and return the manifest's members.

    ``keys`` is a folder to include: then the file opens what is sealed. ``step`` is told how many
    of how many members are written.
    """
    with transaction() as session:
        record(session, actor, now, "backup:written", path.name, detail={"keys": keys is not None})
    facts = {
        "program": program.version,
        "revision": program.revision,
        "made_at": now.isoformat(),
        "field_keys": [sealed.key_id(key) for key in sealed.keyring().keys],
    }
    with archive.written(path, facts) as file:
        _write_tables(file)
        _write_files(file, step)
        for name, key in _key_files(keys) if keys else ():
            file.add(KEYS + name, key.read_bytes())
    return file.members


def _key_files(keys: Path) -> Iterator[tuple[str, Path]]:
    """The keys, and the certificates of former signers, whose signatures go on being trusted."""
    for key in (*sorted(keys.glob("*")), *sorted(keys.glob(f"{TRUSTED}/*.pem"))):
        if key.is_file():
            yield key.relative_to(keys).as_posix(), key


def _write_tables(file: archive.Archive) -> None:
    level = {"postgresql": "REPEATABLE READ"}.get(db.engine.dialect.name)
    engine = db.engine.execution_options(isolation_level=level) if level else db.engine
    with engine.connect() as connection:
        for table in snapshot.tables(connection):
            file.add_rows(f"{TABLES}{table.name}.jsonl", snapshot.rows(connection, table))


def _write_files(file: archive.Archive, step: Step) -> None:
    """After the tables: files are kept before their rows, so each that a row names is there.

    Only one that is erased meanwhile, as personal data are, is not: nobody wants it kept.
    """
    names = list(storage.store().keys())
    for done, name in enumerate(names, start=1):
        with suppress(storage.StoredFileMissing):
            file.add(FILES + name, storage.store().get(name))
        step(done, len(names))


def restore_backup(
    actor: Actor, now: datetime, file: zipfile.ZipFile, manifest: dict[str, Any], *, force: bool
) -> None:
    """Put back a backup that ``archive.opened`` gave, into tables of the manifest's revision.

    Raises ``restore_into_full_place`` unless the place is empty or ``force`` is given; then what
    was there is gone. Files are written first: a failure leaves the database as it was.
    """
    if not force:
        refuse_full_place()
    names = [name for name in manifest["members"] if name.startswith(FILES)]
    for name in names:
        storage.store().put(name.removeprefix(FILES), file.read(name))
    with transaction() as session:
        connection = session.connection()
        snapshot.clear(connection)
        _put_back(connection, file, manifest)
        session.expire_all()
        detail = {"made_at": manifest["made_at"]}
        record(session, actor, now, "backup:restored", manifest["made_at"], detail=detail)
    for key in set(storage.store().keys()) - {name.removeprefix(FILES) for name in names}:
        storage.store().delete(key)


def refuse_full_place() -> None:
    """Raise ``restore_into_full_place`` when the database or the storage holds anything."""
    with db.engine.connect() as connection:
        held = [*snapshot.occupied(connection), *list(storage.store().keys())[:1]]
    if held:
        raise DomainError("restore_into_full_place", held=", ".join(held[:5]))


def _put_back(connection: Connection, file: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    here = {table.name: table for table in snapshot.tables(connection)}
    given = {_table_name(name): name for name in manifest["members"] if name.startswith(TABLES)}
    if set(given) - set(here):
        raise Invalid("backup_of_another_program", name=", ".join(sorted(set(given) - set(here))))
    for name, table in here.items():
        if name in given:
            snapshot.put_back(connection, table, archive.rows(file, given[name]))
            promised = manifest["members"][given[name]]["sha256"]
            if _digest(snapshot.rows(connection, table)) != promised:
                raise Invalid("restore_differs", table=name)


def restore_keys(file: zipfile.ZipFile, manifest: dict[str, Any], folder: Path) -> list[str]:
    """Write the keys of a backup that has some into ``folder``, none over another; their names."""
    written = []
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in manifest["members"]:
        if name.startswith(KEYS):
            path = PurePosixPath(name)
            within = folder / TRUSTED if path.parent.name == TRUSTED else folder
            target = within / path.name
            if not target.exists():
                within.mkdir(mode=0o700, exist_ok=True)
                target.touch(mode=0o600)
                target.write_bytes(file.read(name))
                written.append(target.name)
    return written


def _table_name(member: str) -> str:
    return member.removeprefix(TABLES).removesuffix(".jsonl")


def _digest(rows: Iterable[dict[str, Any]] | Iterator[dict[str, Any]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(archive.row_line(row))
    return digest.hexdigest()
