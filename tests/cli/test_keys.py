"""Field keys are changed without losing what older ones sealed."""

import json

import pytest

from competition.app import create_app
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.sealed import keyring
from tests import scenes

NUMBER = "110101190001010000"


@pytest.fixture
def sealed_number(run):
    """An installation with one entrant whose number is sealed; the running server's application."""
    app = create_app()
    with app.app_context():
        index = keyring().blind_index(NUMBER)
        scenes.entrants(scenes.contest(), 1, document_number=NUMBER, document_index=index)
        db.session.remove()
    return run, app


def test_rotated_key_seals_everything_anew(sealed_number):
    run, _ = sealed_number
    (before,) = json.loads(run("keys", "list", "--json").stdout)
    assert run("keys", "rotate").exit_code == 0
    newest, older = json.loads(run("keys", "list", "--json").stdout)
    assert (newest["values"], older) == (1, {**before, "values": 0})


def test_number_is_still_opened_and_found_by_its_index(sealed_number):
    run, _ = sealed_number
    run("keys", "rotate")
    with create_app().app_context():
        found = db.session.query(Entrant).filter_by(document_index=keyring().blind_index(NUMBER))
        assert found.one().document_number == NUMBER


def test_server_that_was_running_opens_what_the_new_key_sealed(sealed_number):
    run, server = sealed_number
    run("keys", "rotate")
    with server.app_context():
        assert db.session.query(Entrant).one().document_number == NUMBER


def test_key_from_the_environment_is_not_written_anywhere(run, monkeypatch, home):
    key = (home / "keys/field_key").read_text()
    monkeypatch.setenv("COMPETITION_FIELD_KEY", key)
    answer = run("keys", "rotate")
    assert answer.exit_code == 2
    assert "keys reseal" in answer.stderr
    assert (home / "keys/field_key").read_text() == key


def test_keys_are_readable_by_their_owner_alone(run, home):
    run("keys", "rotate")
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}


def test_init_makes_what_is_missing_and_touches_nothing_else(run, home):
    assert run("keys", "init").exit_code == 0
    made = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    assert {"signer.key", "signer.pem", "field_key", "secret_key"} <= set(made)
    run("keys", "init")
    assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == made
