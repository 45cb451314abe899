"""The application as commands use it: made from the environment, inside its context."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from competition.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@contextmanager
def application() -> Iterator[Flask]:
    """The application of this installation, with its context open. Raises SettingsError."""
    app = create_app()
    with app.app_context():
        yield app
