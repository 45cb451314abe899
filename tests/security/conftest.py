"""Applications as an attacker meets them: with CSRF, with limits, each request on its own."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from competition.app import create_app
from competition.models import db
from tests.checking import CheckingClient


class Visitor(CheckingClient):
    """A client whose every request has a context of its own, as on a server."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


@contextmanager
def served(settings, **options):
    """An application with its tables, configured otherwise than the other tests have it."""
    app = create_app(settings)
    app.config.update(options)
    app.test_client_class = Visitor
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def limited(settings):
    """Limits are on, CSRF is off."""
    with served(settings, WTF_CSRF_ENABLED=False) as app:
        yield app


@pytest.fixture
def guarded(settings):
    """CSRF is on, limits are off."""
    with served(settings, RATELIMIT_ENABLED=False) as app:
        yield app
