"""A bundle says whose it is by its seal: one that merely agrees with itself is told apart."""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from click.testing import CliRunner

from certificates import make_authority
from competition.app import create_app
from competition.cli import main
from competition.cli.frame.application import application
from competition.exchange.bundle import MANIFEST, MARKS, RESULT, RULES, Bundle, read, recomputed
from competition.exchange.bundle import written as packed
from competition.exchange.result_json import canonical_text
from competition.services.certificates.sealing import sealer
from competition.services.publication import confirm, propose_publication
from config import load
from tests import scenes, scenes_results


@pytest.fixture
def exported(run, tmp_path):
    """The bundle of a version that was published as the pages publish it."""
    with application() as app:
        contest = scenes_results.full(6)
        first, second = scenes_results.pair()
        proposal = propose_publication(first, scenes.NOON, contest_id=contest.id)
        seal = sealer(app.extensions["settings"])
        confirm(second, scenes.NOON, contest_id=contest.id, proposal_id=proposal.id, seal=seal)
    assert run("bundle", "export", "quzhou-2023", tmp_path / "b.zip").exit_code == 0
    return tmp_path / "b.zip"


@pytest.fixture
def did(exported, tmp_path):
    """The keys as a visitor gets them from the site."""
    assert exported.is_file()
    file = tmp_path / "did.json"
    with create_app(load()).app_context() as context:
        file.write_bytes(context.app.test_client().get("/.well-known/did.json").data)
    return file


def checked(*arguments):
    """Without the installation: whoever checks has the file and the keys."""
    given = [str(one) for one in arguments]
    environment = {"COMPETITION_DATABASE_URL": "nonsense://"}
    return CliRunner().invoke(main, ["bundle", "check", *given], env=environment)


def forged(raw, **manifest):
    """A bundle with another theory mark in which every hash and every figure agrees."""
    known = read(raw)
    lines = known.files[MARKS].decode().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.startswith("001,theory"))
    cells = lines[place].split(",")
    cells[4] = "1.5"
    lines[place] = ",".join(cells)
    files = {**known.files, MARKS: "".join(lines).encode()}
    document = recomputed(Bundle(known.manifest, files))
    document["entrants"] = [document["entrants"][key] for key in document.pop("order")]
    files[RESULT] = canonical_text(document).encode()
    hashes = {name: sha256(files[name]).hexdigest() for name in (RULES, MARKS, RESULT)}
    return packed(Bundle({**known.manifest, "sha256": hashes, **manifest}, files))


def test_seal_of_the_site_holds_by_its_did_and_by_its_certificate(exported, did, home):
    by_did = checked(exported, "--trust", did)
    assert (by_did.exit_code, "✓ sealed at its publication by did:web:" in by_did.stdout) == (
        0,
        True,
    )
    answer = checked(exported, "--trust", home / "keys/signer.pem", "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["holds"], told["seal"]["state"]) == (0, True, "sound")


def test_altered_readme_is_named_as_not_covered(exported, did):
    raw = exported.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(exported, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"all is well" if name == "README.txt" else old.read(name))
        new.writestr("also\x1b.txt", "more")
    answer = checked(exported, "--trust", did)
    assert (answer.exit_code, "✓ sealed" in answer.stdout) == (0, True)
    assert "this speaks of rules.toml, marks.csv, result.json" in answer.stdout
    assert "not title, standing, README.txt, also�.txt: whoever" in answer.stdout
    told = json.loads(checked(exported, "--trust", did, "--json").stdout)
    assert "README.txt" in told["not_covered"]
    assert told["covered"] == ["rules.toml", "marks.csv", "result.json"]


def test_forged_bundle_that_agrees_with_itself_is_refused_by_its_seal(exported, did):
    exported.write_bytes(forged(exported.read_bytes()))
    alone = checked(exported)
    assert (alone.exit_code, "its seal was not checked" in alone.stdout) == (0, True)
    answer = checked(exported, "--trust", did)
    assert answer.exit_code == 1
    assert "every figure follows from the marks" in answer.stdout
    assert "✗ NOT sealed by the keys you trust" in answer.stdout


def test_bundle_without_a_seal_is_refused_where_one_is_asked_for(exported, did):
    exported.write_bytes(forged(exported.read_bytes(), seal=""))
    alone, asked = checked(exported, "--json"), checked(exported, "--trust", did, "--json")
    assert (alone.exit_code, json.loads(alone.stdout)["seal"]["state"]) == (0, "absent")
    assert (asked.exit_code, json.loads(asked.stdout)["seal"]["state"]) == (1, "missing")


def test_seal_of_another_organiser_is_foreign(exported, tmp_path):
    other = make_authority(tmp_path / "other").signer_certificate
    answer = checked(exported, "--trust", other, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["seal"]["state"]) == (1, "foreign")


@pytest.mark.parametrize("key", ["contest", "version", "published_at", "audit_head"])
def test_seal_holds_for_no_other_version_or_moment(exported, did, key):
    other = {"contest": "x", "version": 2, "audit_head": "f" * 64}
    exported.write_bytes(
        forged_manifest(exported, key, other.get(key, "2020-01-01T00:00:00+00:00"))
    )
    assert checked(exported, "--trust", did).exit_code == 1


def forged_manifest(file, key, value):
    known = read(file.read_bytes())
    return packed(Bundle({**known.manifest, key: value}, known.files))


@pytest.mark.parametrize(
    "content",
    [b"", b"no keys", b"{}", b"[]", b'{"verificationMethod": [{"id": 1}]}', b"{\xff",
     b'{"verificationMethod": [{"id": "x", "publicKeyJwk": {"kty": "EC", "crv": "P-256"}}]}',
     b'{"verificationMethod": [{"id": "x", "publicKeyJwk": {"kty": "oct", "k": "AA"}}]}'],
)  # fmt: skip
def test_file_without_keys_is_one_sentence(exported, tmp_path, content):
    keys = tmp_path / "keys"
    keys.write_bytes(content)
    answer = checked(exported, "--trust", keys)
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert "holds neither a certificate in PEM nor the keys of a did.json" in answer.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [("published_at", None), ("published_at", "noon"), ("version", None), ("version", "one"),
     ("sha256", {"rules.toml": "x"})],
)  # fmt: skip
def test_manifest_that_states_too_little_is_one_sentence(exported, did, key, value):
    exported.write_bytes(forged_manifest(exported, key, value))
    answer = checked(exported, "--trust", did)
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("seal", ["é", "A", "====", 7, ["x"]])
def test_seal_of_any_make_is_answered(exported, did, seal):
    exported.write_bytes(forged_manifest(exported, "seal", seal))
    assert checked(exported, "--trust", did).exit_code == 1


def test_bundle_tells_its_reader_how_to_check_the_seal(exported):
    with zipfile.ZipFile(io.BytesIO(exported.read_bytes())) as inside:
        assert "--trust did.json" in inside.read("README.txt").decode()
        assert json.loads(inside.read(MANIFEST))["seal"]
