"""Another signing key: what the old one signed goes on being checked, by us and by strangers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import certificates
from certificates.issuing import samples
from competition.app import create_app
from competition.cli.frame.application import application
from competition.services.certificates.sealing import sealer
from competition.services.certificates.workshop import workshop
from competition.services.publication import confirm, propose_publication
from config import load
from tests import scenes, scenes_results
from tests.certificates.test_credentials import check

SCENE = {"sheet"}


@pytest.fixture
def signed(run, tmp_path):
    """A sealed version, a certificate on paper and its credential, by the first key."""
    with application() as app:
        settings = app.extensions["settings"]
        contest, (first, second) = scenes_results.full(6), scenes_results.pair()
        proposal = propose_publication(first, scenes.NOON, contest_id=contest.id)
        confirm(
            second,
            scenes.NOON,
            contest_id=contest.id,
            proposal_id=proposal.id,
            seal=sealer(settings),
        )
        shop = workshop(settings)
        facts = replace(samples("prize")[0], specimen=False, verify_url="https://c.example/v/ABC")
        paper, offline = tmp_path / "paper.pdf", certificates.sealed(facts, shop.signer)
        paper.write_bytes(certificates.issue(facts, signer=shop.signer, did=shop.did))
        token = certificates.credential(facts, did=shop.did, signer=shop.signer)
    assert run("bundle", "export", "quzhou-2023", tmp_path / "b.zip").exit_code == 0
    return paper, token, f"{facts.verify_url}#{offline.offline}"


def served():
    with create_app(load()).app_context() as context:
        return context.app.test_client().get("/.well-known/did.json").get_json()


def test_former_key_stays_in_the_served_document_and_checks_its_credential(run, signed):
    (old,) = served()["verificationMethod"]
    assert run("keys", "renew").exit_code == 0
    new, former = served()["verificationMethod"]
    assert (former, new["id"] == old["id"]) == (old, False)
    check(signed[1], served())


def test_paper_and_offline_code_of_the_former_key_stay_genuine(run, signed):
    run("keys", "renew")
    assert run("certificates", "verify", signed[0]).exit_code == 0
    assert run("certificates", "verify", "--payload", signed[2]).exit_code == 0


def test_seal_of_the_former_key_holds_for_database_and_bundle(run, signed, tmp_path):
    assert signed[0].is_file()
    run("keys", "renew")
    told = json.loads(run("audit", "check", "--json").stdout)
    # The sheets are a scene's rows, of which no line tells; the version and its seal hold.
    assert (told["unsealed"], {one["kind"] for one in told["breaks"]}) == (0, SCENE)
    (tmp_path / "did.json").write_text(json.dumps(served()), encoding="utf-8")
    checked = run("bundle", "check", tmp_path / "b.zip", "--trust", tmp_path / "did.json")
    assert checked.exit_code == 0


def test_new_key_is_of_the_same_authority_and_readable_by_its_owner_alone(run, home):
    run("keys", "init", "--name", "衢州市总工会")
    keys = home / "keys"
    first = certificates.load_trust(keys / "signer.pem")
    assert run("keys", "renew").exit_code == 0
    second = certificates.load_trust(keys / "signer.pem")
    assert (second[0].subject, second[1]) == (first[0].subject, first[1])
    assert second[0].public_key() != first[0].public_key()
    assert (keys / "signer.key").stat().st_mode & 0o777 == 0o600
    told = json.loads(run("doctor", "--json").stdout)
    assert [one for one in told if not one["ok"]] == []
    assert json.loads(run("audit", "check", "--json").stdout)["lines"] == 1


def test_without_keys_of_our_own_it_is_one_sentence(run, home, monkeypatch):
    away = run("keys", "renew")
    assert (away.exit_code, away.stderr.count("\n")) == (2, 1)
    run("keys", "init")
    for name, file in (("KEY", "signer.key"), ("CERTIFICATE", "signer.pem")):
        monkeypatch.setenv(f"COMPETITION_SIGNING_{name}", str(home / "keys" / file))
    given = run("keys", "renew")
    assert (given.exit_code, "COMPETITION_SIGNING_KEY" in given.stderr) == (2, True)


def test_key_that_is_not_that_of_its_certificate_is_told(run, home, tmp_path):
    run("keys", "init")
    other = certificates.make_authority(tmp_path / "other").signer_key
    (home / "keys/signer.key").write_bytes(other.read_bytes())
    told = {one["name"]: one for one in json.loads(run("doctor", "--json").stdout)}
    assert not told["signing key"]["ok"]
    assert "for another key" in told["signing key"]["said"]


def test_backup_with_keys_brings_former_signers_back(run, signed, tmp_path, monkeypatch):
    run("keys", "renew")
    known = served()["verificationMethod"]
    assert run("backup", tmp_path / "kept.zip", "--with-keys").exit_code == 0
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path / "another"))
    assert run("restore", tmp_path / "kept.zip").exit_code == 0
    assert served()["verificationMethod"] == known
    assert run("certificates", "verify", signed[0]).exit_code == 0
    assert {
        path.stat().st_mode & 0o777 for path in (tmp_path / "another/keys/trusted").iterdir()
    } == {0o600}
