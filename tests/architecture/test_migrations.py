"""The migrations make exactly the tables that the models describe, on every engine."""

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from competition.app import create_app
from competition.cli.db import newest, present, upgrade
from competition.models import db


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request, settings, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/migrated.sqlite3"
    else:
        url = request.getfixturevalue("fresh_postgres_url")
    with create_app(replace(settings, database_url=url)).app_context():
        upgrade()
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("migrated")
def test_migrations_equal_models():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == [], "run: competition db revision"


@pytest.mark.usefixtures("migrated")
def test_migrated_database_is_at_the_newest_revision():
    assert present() == newest() == "0018"
