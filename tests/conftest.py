"""What every test may ask for: an application on a database of its own, and a client of it."""

from __future__ import annotations

import pytest

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


@pytest.fixture
def app(settings):
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    limiter.enabled = True  # one for all applications: whoever switches it off does so for itself
    app.test_client_class = CheckingClient
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()
