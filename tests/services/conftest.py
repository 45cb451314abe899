"""Every deed is tried on both databases: SQLite in memory, and a PostgreSQL emptied each time."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from certificates import make_authority


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request, settings, tmp_path):
    """Those of all tests, or of an installation with a database server and keys of its own."""
    if request.param == "sqlite":
        return settings
    url = request.getfixturevalue("postgres_url")
    emptied(url)
    made = make_authority(tmp_path / "keys")
    return replace(
        settings,
        database_url=url,
        signing_key=made.signer_key,
        signing_certificate=made.signer_certificate,
    )


def emptied(url):
    """Take all rows away, and let every number begin at 1 again; faster than new tables."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        held = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = ", ".join(f'"{name}"' for (name,) in held.fetchall())
        if names:
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
