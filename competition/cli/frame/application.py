"""The application as commands use it: made from the environment, inside its context."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from competition.app import create_app
from competition.models.base import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@contextmanager
def application() -> Iterator[Flask]:
    """The application of this installation, with its context open. Raises SettingsError.

    Its connections to database and queue are closed at the end, not whenever the collector comes.
    """
    app = create_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            if app.extensions["queue"] is not None:
                app.extensions["queue"].close()
