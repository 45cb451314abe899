"""What every test may ask for: an application on a database of its own, and a client of it."""

from __future__ import annotations

import pytest
from jinja2 import BytecodeCache

from competition.app import create_app
from competition.models import db
from competition.web.limits import limiter
from config import Settings
from tests.checking import CheckingClient

pytest_plugins = ["tests.surroundings", "tests.services_external"]


@pytest.fixture
def settings(tmp_path):
    return Settings(
        home=tmp_path,
        database_url="sqlite://",
        storage_url=f"file://{tmp_path}/files",
        secret_key="a secret of the tests, long enough for every use",
        field_key="a field key of the tests, long enough for every use",
        base_url="http://localhost",
        testing=True,
    )


class CompiledTemplates(BytecodeCache):
    """What templates compile to: each application of a run would compile them anew."""

    def __init__(self):
        self.kept = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()
EMPTY = []  # a database in memory with every table and no row, once there is one


def make_tables():
    """Every table: copied where the database is in memory, which takes a fiftieth of the time."""
    if db.engine.url.database:
        db.create_all()
        return
    with db.engine.connect() as connection:
        memory = connection.connection.driver_connection
        if not EMPTY:
            db.metadata.create_all(connection)
            connection.commit()
            EMPTY.append(memory.serialize())
        memory.deserialize(EMPTY[0])


@pytest.fixture
def app(settings):
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    app.config.update(WTF_CSRF_ENABLED=False)
    limiter.enabled = True  # one for all applications: whoever switches it off does so for itself
    app.test_client_class = CheckingClient
    with app.app_context():
        make_tables()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()
