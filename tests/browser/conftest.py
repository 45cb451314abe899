"""A server with a published contest and one that is being judged, and people who can sign in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

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
    with serving(tmp_path_factory.mktemp("site"), everything_and_people) as (base, named):
        NAMED.update(named)
        yield base


@contextmanager
def serving(folder, fill):
    """A program on a port of its own, filled by ``fill(settings)``: its address, what that told."""
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
        told = elsewhere.submit(_filled, app, settings, fill).result()
    server = Server(app, None)
    server.start()
    try:
        yield server.base, told
    finally:
        server.kill()
        with app.app_context():
            db.engine.dispose()


def _filled(app, settings, fill):
    with app.app_context():
        db.create_all()
        told = fill(settings)
        db.session.remove()
    return told


def everything_and_people(settings):
    """Something on every page, and somebody for every page."""
    _people()
    return everything(settings)


def first_entrant():
    """The entrant 001, whom ``CODE`` signs in."""
    first = db.session.scalar(db.select(Entrant).where(Entrant.number == "001"))
    first.access_digest = access_code.digest(CODE)
    return first


def _people():
    contest = results.full(6)
    first_entrant().consented_at = scenes.NOON
    db.session.commit()
    results.published(contest)
    results.published(contest, reason="复核更正")
    judged = hall(slug="hall").contest
    judged.title = "某市首届职业技能竞赛"
    scenes.person("organiser", contest, "organiser")
    scenes.person("chief", judged, "chief_judge")
    db.session.commit()
