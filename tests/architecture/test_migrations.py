"""The migrations make exactly the tables that the models describe, on every engine."""

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from competition.app import create_app
from competition.cli.db import newest, present, upgrade
from competition.models import db

BEFORE_CARDS_HAD_PINS = "0018"


USER = (
    'INSERT INTO "user" (id, email, username, name, active, fs_uniquifier, password_was_given, '
    "pin_hash) VALUES ({id}, '{id}', 'u{id}', '', true, '{id}', false, {pin})"
)
CONTEST = (
    "INSERT INTO contest (id, slug, title, state, rules_text, rules_sha256, settings, zone, "
    "demonstration, created_at) VALUES ({id}, 'c{id}', '', 'open', '', '', '{{}}', '', false, "
    "'2023-10-20 04:00:00')"
)
MEMBER = (
    "INSERT INTO membership (id, contest_id, user_id, role, trainee) "
    "VALUES ({id}, {contest}, {user}, 'judge', false)"
)
CARD = (
    "INSERT INTO judge_card (id, contest_id, user_id, token_digest, made_at) "
    "VALUES ({id}, {contest}, {user}, '{id}', '2023-10-20 04:00:00')"
)
OLD_ROWS = (
    USER.format(id=1, pin="'kept'"),
    USER.format(id=2, pin="NULL"),
    CONTEST.format(id=1),
    CONTEST.format(id=2),
    MEMBER.format(id=1, contest=1, user=1),
    MEMBER.format(id=2, contest=2, user=1),
    MEMBER.format(id=3, contest=2, user=2),
    CARD.format(id=1, contest=1, user=1),
    CARD.format(id=2, contest=2, user=1),
    CARD.format(id=3, contest=2, user=2),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, settings, tmp_path):
    """An application over an empty database, without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/migrated.sqlite3"
    else:
        url = request.getfixturevalue("fresh_postgres_url")
    with create_app(replace(settings, database_url=url)).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def migrated(place):  # noqa: ARG001 -- the database that is migrated
    upgrade()


@pytest.mark.usefixtures("migrated")
def test_migrations_equal_models():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == [], "run: competition db revision"


@pytest.mark.usefixtures("migrated")
def test_migrated_database_is_at_the_newest_revision():
    assert present() == newest() == "0019"


@pytest.mark.usefixtures("place")
def test_pins_go_to_the_cards_and_accounts_to_their_only_contest():
    upgrade(BEFORE_CARDS_HAD_PINS)
    with db.engine.begin() as connection:
        for line in OLD_ROWS:
            connection.execute(text(line))
    upgrade()
    with db.engine.connect() as connection:
        pins = connection.execute(text("SELECT pin_hash FROM judge_card ORDER BY id"))
        assert pins.scalars().all() == ["kept", "kept", ""]
        made = connection.execute(text("SELECT made_account FROM membership ORDER BY id"))
        assert [bool(one) for one in made.scalars()] == [False, False, True]
