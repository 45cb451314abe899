"""The connection to PostgreSQL is cut before each deed in turn: each time an answer in words."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from competition.models import db
from competition.models.contest import Proposal
from tests import scenes, scenes_results
from tests.security.conftest import served

FEW = 8  # statements that any of the requests has at least
MOST = 200
PAGE = "/organise/publish/publication"
HTML, JSON = "text/html", "application/json"
REQUESTS = {
    "see": ("qian", "GET", PAGE, None, HTML),
    "see, by program": ("qian", "GET", PAGE, None, JSON),
    "propose": ("qian", "POST", f"{PAGE}/propose", {"reason": "更正"}, HTML),
    "confirm": ("sun", "POST", f"{PAGE}/confirm", {"password": scenes.PASSWORD}, HTML),
}
IN_WORDS = {200, 302, 404, 409, 422}


@dataclass
class Scissors:
    """Cut the connection as its ``at``-th deed begins; for good, each one from there on."""

    server: psycopg.Connection
    at: int = 0
    for_good: bool = False
    count: int = 0
    cut: int = 0

    @property
    def reached(self):
        """The deed that was cut; 0 when the request had fewer."""
        return self.at if self.cut or not self.at else 0

    def statement(self, connection, *_rest):
        """Before a statement."""
        self._count(connection.connection.dbapi_connection)

    def ending(self, connection):
        """Before a commit or a rollback."""
        if not connection.invalidated:
            self._count(connection.connection.dbapi_connection)

    def _count(self, driver):
        self.count += 1
        if driver.closed or not (self.count == self.at or (self.for_good and self.count > self.at)):
            return
        self.server.execute("SELECT pg_terminate_backend(%s, 5000)", (driver.info.backend_pid,))
        self.cut += 1


@contextmanager
def cutting(scissors):
    """Let the scissors at everything that the application's engine does."""
    engine = db.engine
    heard = [("before_cursor_execute", scissors.statement)]
    heard += [("commit", scissors.ending), ("rollback", scissors.ending)]
    for name, deed in heard:
        event.listen(engine, name, deed)
    try:
        yield
    finally:
        for name, deed in heard:
            event.remove(engine, name, deed)


@pytest.fixture
def hall(settings, fresh_postgres_url):
    """An application on PostgreSQL that tells errors as a server does, and a second connection."""
    there = replace(settings, database_url=fresh_postgres_url)
    off = {"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
    url = fresh_postgres_url.replace("+psycopg", "")
    with served(there, **off) as app, psycopg.connect(url, autocommit=True) as server:
        app.test_client_class = Plain
        contest = scenes_results.full(5, slug="publish")
        for name, role in (("qian", "organiser"), ("sun", "supervisor")):
            scenes.person(name, contest, role)
        db.session.remove()
        yield app, server


class Plain(FlaskClient):
    """A client whose every request has a context of its own, as on a server."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


def proposed(client):
    """The number of the proposal that waits; made where none does."""
    client.post(f"{PAGE}/propose", data={"reason": "更正"})
    with client.application.app_context():
        return str(db.session.scalar(select(func.max(Proposal.id))))


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("what", REQUESTS)
def test_whenever_the_connection_is_cut_the_answer_is_in_words(hall, what, for_good):
    app, server = hall
    name, method, path, form, accept = REQUESTS[what]
    client, partner = (scenes.sign_in(app.test_client(), one) for one in (name, "qian"))
    wrong, scissors = [], Scissors(server, 0, for_good)
    while scissors.at == scissors.reached < MOST:
        scissors = Scissors(server, scissors.at + 1, for_good)
        data = form and form | {"proposal": proposed(partner)}
        with cutting(scissors):
            answer = client.open(path, method=method, data=data, headers={"Accept": accept})
        if not in_words(answer, scissors):
            wrong.append((scissors.at, answer.status_code, answer.text[:80]))
    assert wrong == []
    assert FEW < scissors.at < MOST


def in_words(answer, scissors):
    """An answer as any other, or the sentence that asks for patience."""
    if answer.status_code == 503:
        return "Retry-After" in answer.headers and bool(answer.text)
    return answer.status_code in IN_WORDS and not (scissors.for_good and scissors.cut)


def test_connection_that_dies_after_its_last_statement_spoils_no_answer(hall):
    """The answer is written then; an error while the connection is given back made it empty."""
    app, server = hall
    client = scenes.sign_in(app.test_client(), "qian")

    def cut(connection):
        driver = connection.connection.dbapi_connection
        server.execute("SELECT pg_terminate_backend(%s, 5000)", (driver.info.backend_pid,))
        cuts.append(driver)

    cuts = []
    event.listen(db.engine, "rollback", cut)
    first = client.get(PAGE)
    event.remove(db.engine, "rollback", cut)
    assert (first.status_code, client.get(PAGE).status_code, len(cuts)) == (200, 200, 1)
    assert db.engine.pool.checkedout() == 0
