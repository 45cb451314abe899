"""Field keys are changed without losing what older ones sealed."""

import json

import pytest
from cryptography import x509

import config
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


def test_init_names_the_authority_that_readers_show(run, home):
    assert run("keys", "init", "--name", "衢州市总工会").exit_code == 0
    pem = (home / "keys/signer.pem").read_bytes()
    issuers = [one.issuer.rfc4514_string() for one in x509.load_pem_x509_certificates(pem)]
    assert "衢州市总工会" in issuers[0]


@pytest.mark.parametrize(
    ("profile", "url", "said"),
    [
        ("B-T", None, "needs COMPETITION_TIMESTAMP_URL too"),
        ("B-X", "https://time.example", "must be one of B-T, B-LT, B-LTA"),
    ],
)
def test_an_unfit_profile_of_time_stamps_is_a_sentence(profile, url, said, call, monkeypatch):
    monkeypatch.setenv("COMPETITION_TIMESTAMP_PROFILE", profile)
    if url:
        monkeypatch.setenv("COMPETITION_TIMESTAMP_URL", url)
    code = call("keys", "list")
    assert (code.exit_code, said in code.stderr) == (2, True)


@pytest.mark.parametrize("profile", ["B-T", "B-LT", "B-LTA"])
def test_a_profile_of_time_stamps_is_read_from_the_settings(profile, home, monkeypatch):
    monkeypatch.setenv("COMPETITION_TIMESTAMP_PROFILE", profile)
    monkeypatch.setenv("COMPETITION_TIMESTAMP_URL", "https://time.example")
    assert (config.load().timestamp_profile, home.is_dir()) == (profile, True)
