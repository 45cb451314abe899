"""The keys of the installation: personal data is sealed anew under the newest field key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, type_coerce, update
from sqlalchemy.types import Text

import certificates
from competition.domain.errors import Invalid
from competition.models import sealed
from competition.models.audit import record
from competition.models.base import db, transaction
from competition.models.columns import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Column, Connection, Table

    from competition.domain.actor import Actor


def seal_anew(actor: Actor, now: datetime) -> int:
    """Seal every sealed value that an older key sealed under the newest one; how many there were.

    Blind indexes stay as they are: the oldest key goes on making them, so it must be kept.
    """
    newest = sealed.key_id(sealed.keyring().keys[0])
    with transaction() as session:
        connection = session.connection()
        changed = sum(
            _seal_column_anew(connection, table, column, newest)
            for table, column in sealed_columns()
        )
        record(session, actor, now, "keys:sealed_anew", newest, detail={"values": changed})
        return changed


def make_signing_keys(folder: Path, name: str) -> tuple[Path, Path]:
    """The signer's key and certificate in ``folder``; an authority of our own makes them once.

    ``name`` is whose they are, as readers of the PDF show it.
    """
    files = certificates.Authority.within(folder)
    if not files.complete():
        files = certificates.make_authority(folder, name=name)
    return files.signer_key, files.signer_certificate


def renew_signer(actor: Actor, now: datetime, folder: Path) -> Path:
    """Make another key that signs, under the authority in ``folder``; the old certificate's file.

    What the old key signed goes on being trusted: its certificate lies under ``trusted``, and its
    public key stays in ``did.json``. Raises Invalid where the keys there cannot be used.
    """
    files = certificates.Authority.within(folder)
    try:
        kept = certificates.renew_signer(files, folder / "trusted", now=now)
    except certificates.CertificateError as error:
        raise Invalid(f"certificate_{error.code}", **error.params) from error
    with transaction() as session:
        record(session, actor, now, "keys:signer_renewed", kept.stem)
    return kept


def sealed_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column whose values are held sealed."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column


def _seal_column_anew(
    connection: Connection, table: Table, column: Column[str], newest: str
) -> int:
    raw = type_coerce(column, Text)
    key = list(table.primary_key.columns)
    wanted = select(*key, raw).where(raw.is_not(None), raw.not_like(f"{newest}.%"))
    found = connection.execute(wanted).all()
    for row in found:
        here = [part == value for part, value in zip(key, row[:-1], strict=True)]
        text = sealed.open_value(row[-1])
        connection.execute(update(table).where(*here).values({column.name: text}))
    return len(found)
