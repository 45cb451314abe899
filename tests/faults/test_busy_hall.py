"""The sign-in library writes too: it takes its turn among the deeds of a hall at work."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

from flask_security import user_authenticated

from competition.models import db
from tests import scenes
from tests.security.conftest import served


def test_somebody_signs_in_while_the_hall_writes(settings, tmp_path):
    """The library reads, then writes; on SQLite a write between the two would refuse the second."""
    url = f"sqlite:///{tmp_path}/hall.sqlite3"
    form = {"username": "li", "password": scenes.PASSWORD}
    with served(replace(settings, database_url=url), WTF_CSRF_ENABLED=False) as app:
        scenes.person("li", scenes.contest(), "organiser")
        with busy(app):
            told = app.test_client().post("/sign-in", data=form).status_code
        db.session.expire_all()
        assert told == 302
        assert db.session.query(scenes.User).one().name == "lix"


@contextmanager
def busy(app):
    """Between any reading and writing of others somebody writes; each sign-in has one to write."""

    def write(_user, **_about):
        with closing(sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"][10:])) as other, other:
            other.execute("UPDATE contest SET title = title || '.'")

    with user_authenticated.connected_to(write), user_authenticated.connected_to(_touch):
        yield


def _touch(_app, user, **_about):
    user.name += "x"
