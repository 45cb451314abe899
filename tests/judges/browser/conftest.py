"""A hall with a server that can be killed and started again, and tablets that are real browsers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete
from werkzeug.serving import make_server

from competition.app import create_app
from competition.models import db
from competition.models.staff import JudgeCard
from competition.queries.judging import sheets as judging
from config import Settings
from tests import scenes_judging
from tests.scenes_judging import Hall, hall

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def browser_context_args():
    return {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "locale": "zh-CN"}


@dataclass
class Server:
    """The program on a port of its own."""

    app: Any
    hall: Hall
    port: int = 0
    running: Any = None
    weather: Any = None  # what stands between the tablets and the program, as a WSGI application

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.running = make_server("127.0.0.1", self.port, self.answer, threaded=True)
        self.running.daemon_threads = True
        self.port = self.running.server_port
        threading.Thread(target=self.running.serve_forever, daemon=True).start()

    def answer(self, environ, start_response):
        return (self.weather or self.app)(environ, start_response)

    def kill(self):
        self.running.shutdown()
        self.running.server_close()

    def paper(self, draw, judge=0):
        """The sheet as the server has it."""
        with self.app.app_context():
            seat = judging.seat_in(self.hall.contest, "case", self.hall.judges[judge].id)
            return judging.paper_in(seat, draw)

    def rename_round(self, title):
        """Something that the tablet hears of with its next assignment."""
        db.session.merge(self.hall.case).title = title
        db.session.commit()

    def forget_pin(self, judge=0):
        """As one who has no card."""
        db.session.execute(delete(JudgeCard).where(JudgeCard.user_id == self.hall.judges[judge].id))
        db.session.commit()

    def marks(self, draw, judge=0):
        return {key: str(mark) for key, mark in self.paper(draw, judge).marks.items()}


@pytest.fixture
def server(tmp_path):
    settings = Settings(
        home=tmp_path,
        database_url=f"sqlite:///{tmp_path}/hall.sqlite3",
        storage_url=f"file://{tmp_path}/files",
        secret_key="a secret of the tests, long enough for every use",
        field_key="a field key of the tests, long enough for every use",
        base_url="http://127.0.0.1",
        testing=True,
    )
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    with app.app_context():
        db.create_all()
        made = Server(app, hall(judges=2, count=3))
        for judge in made.hall.judges:
            scenes_judging.card(made.hall.contest, judge, word=judge.username)
        db.session.commit()
        db.session.remove()
    made.start()
    yield made
    made.kill()
    with app.app_context():
        db.engine.dispose()
