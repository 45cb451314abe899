"""A server with a published contest and one that is being judged, and people who can sign in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from competition.app import create_app
from competition.models import access_code, db
from competition.models.entrant import Entrant
from config import Settings
from tests import scenes
from tests import scenes_results as results
from tests.browser.everything import everything
from tests.judges.browser.conftest import Server
from tests.scenes_judging import hall

expect.set_options(timeout=10_000)
CODE = "ABCDE-23456"
NAMED: dict[str, object] = {}  # what the addresses of every_page.py leave open


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The base address of a program that has something on every page."""
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(
        home=folder,
        database_url=f"sqlite:///{folder}/site.sqlite3",
        storage_url=f"file://{folder}/files",
        secret_key="a secret of the tests, long enough for every use",
        field_key="a field key of the tests, long enough for every use",
        base_url="http://127.0.0.1",
        testing=True,
    )
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    with ThreadPoolExecutor(1) as elsewhere:  # signing wants no event loop around it
        NAMED.update(elsewhere.submit(_filled, app, settings).result())
    server = Server(app, None)
    server.start()
    yield server.base
    server.kill()
    with app.app_context():
        db.engine.dispose()


def _filled(app, settings):
    with app.app_context():
        db.create_all()
        _people()
        named = everything(settings)
        db.session.remove()
    return named


def _people():
    contest = results.full(6)
    first = db.session.scalar(db.select(Entrant).where(Entrant.number == "001"))
    first.access_digest, first.consented_at = access_code.digest(CODE), scenes.NOON
    db.session.commit()
    results.published(contest)
    results.published(contest, reason="复核更正")
    judged = hall(slug="hall").contest
    judged.title = "某市首届职业技能竞赛"
    scenes.person("organiser", contest, "organiser")
    scenes.person("chief", judged, "chief_judge")
    db.session.commit()
