"""``competition certificates`` as people script it: exit codes, sentences, nothing half-done."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from click.testing import CliRunner

from certificates import verify
from certificates.issuing import samples
from competition.cli.certificates import certificates


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPETITION_HOME", str(tmp_path / "var"))
    return tmp_path


@pytest.fixture
def facts_file(home):
    path = home / "facts.jsonl"
    lines = [replace(samples(kind)[0], specimen=False) for kind in ("level", "title", "prize")]
    path.write_text("".join(json.dumps(facts.as_mapping()) + "\n" for facts in lines))
    return path


def run(*arguments):
    return CliRunner().invoke(certificates, [str(each) for each in arguments])


def test_each_line_becomes_a_file_that_verifies(home, facts_file):
    made = run("render", "--facts", facts_file, "--out", home / "out", "--json")
    assert made.exit_code == 0, made.stderr
    listed = [one["file"] for one in json.loads(made.stdout)["files"]]
    assert sorted(listed) == sorted(str(path) for path in (home / "out").iterdir())
    checked = run("verify", *listed, "--json")
    assert checked.exit_code == 0
    assert [one["genuine"] for one in json.loads(checked.stdout)["files"]] == [True] * 3


def test_namesakes_with_one_number_do_not_overwrite_each_other(home, facts_file):
    facts_file.write_text(facts_file.read_text().splitlines()[0] + "\n")
    facts_file.write_text(facts_file.read_text() * 2)
    assert run("render", "--facts", facts_file, "--out", home / "out", "--no-sign").exit_code == 0
    assert len(list((home / "out").iterdir())) == 2


def test_unsigned_ones_need_no_keys_and_are_not_genuine(home, facts_file):
    made = run("render", "--facts", facts_file, "--out", home / "out", "--no-sign")
    assert (made.exit_code, (home / "var").exists()) == (0, False)
    checked = run("verify", *made.stdout.splitlines())
    assert checked.exit_code == 1
    assert "not signed" in checked.stdout
    assert not (home / "var").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "facts.jsonl:4: column 2"),
        ("[1]", "facts.jsonl:4: is no JSON object"),
        ('{"kind": "level"}', "facts.jsonl:4: number: is missing"),
        ('{"kind": "medal"}', "facts.jsonl:4: kind"),
        ('{"kind": "prize", "kind": "title"}', "facts.jsonl:4: kind: stands there twice"),
        ('{"kind": "prize", "holder": "王\u2028"}\n[1]', "facts.jsonl:5: is no JSON object"),
        ('{"kind": ' + "9" * 5000 + "}", "facts.jsonl:4: holds a number that is too long."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_made(line, said, home, facts_file):
    facts_file.write_text(facts_file.read_text() + line + "\n")
    made = run("render", "--facts", facts_file, "--out", home / "out")
    assert (made.exit_code, made.stdout) == (2, "")
    assert said in made.stderr
    assert "Traceback" not in made.stderr
    assert not (home / "out").exists()


@pytest.mark.parametrize("number", ["X123", "Y0000,330000002310001", "Y00003300000023600001"])
def test_a_level_certificate_needs_a_number_of_its_authority(number, home, facts_file):
    level = replace(samples("level")[0], number=number)
    facts_file.write_text(json.dumps(replace(level, specimen=False).as_mapping()))
    made = run("render", "--facts", facts_file, "--out", home / "out", "--no-sign")
    assert (made.exit_code, "facts.jsonl:1: number: " in made.stderr) == (2, True)
    facts_file.write_text(json.dumps(level.as_mapping()))
    assert run("render", "--facts", facts_file, "--out", home / "out", "--no-sign").exit_code == 0


def test_another_pattern_of_numbers_can_be_named(home, facts_file):
    facts = replace(samples("level")[0], number="QZ-7", specimen=False)
    facts_file.write_text(json.dumps(facts.as_mapping()))
    given = ("render", "--facts", facts_file, "--out", home / "out", "--no-sign")
    assert run(*given, "--number-pattern", r"QZ-\d").exit_code == 0
    assert run(*given, "--number-pattern", "(").exit_code == 2


def test_a_name_that_cannot_be_drawn_leaves_nothing_half_done(home, facts_file):
    bad = replace(samples("prize")[0], holder="王\U0003134a")
    facts_file.write_text(facts_file.read_text() + json.dumps(bad.as_mapping()) + "\n")
    made = run("render", "--facts", facts_file, "--out", home / "out", "--no-sign")
    assert made.exit_code == 2
    assert "facts.jsonl:4: holder: no font" in made.stderr
    assert not (home / "out").exists()
    (home / "out").mkdir()
    (home / "out" / "mine.txt").write_text("stays")
    assert run("render", "--facts", facts_file, "--out", home / "out", "--no-sign").exit_code == 2
    assert [path.name for path in (home / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("level", [9, 0, True, 2.0])
def test_a_level_is_a_whole_number_of_five(level, home, facts_file):
    facts = samples("level")[0].as_mapping() | {"level": level}
    facts_file.write_text(json.dumps(facts))
    made = run("render", "--facts", facts_file, "--out", home / "out", "--no-sign")
    assert made.exit_code == 2
    assert f"facts.jsonl:1: level: must be 1 to 5, not {level}." in made.stderr


@pytest.mark.parametrize("out", ["facts.jsonl", "facts.jsonl/below"])
def test_a_file_in_the_place_of_the_folder_is_said_and_kept(out, home, facts_file):
    before = facts_file.read_bytes()
    made = run("render", "--facts", facts_file, "--out", home / out, "--no-sign")
    assert (made.exit_code, made.stdout) == (2, "")
    assert made.stderr.endswith(f"{home / out}: is a file, or lies below one; name a folder.\n")
    assert facts_file.read_bytes() == before


def test_an_unfit_number_of_jobs_is_a_sentence(home, facts_file):
    made = run("render", "--facts", facts_file, "--out", home / "out", "--jobs", "0")
    assert (made.exit_code, "--jobs" in made.stderr) == (2, True)


def test_a_name_that_looks_like_a_counted_one_overwrites_nothing(home, facts_file):
    holders = ("Anna", "Anna", "Anna_2", "anna")
    same = [replace(samples("prize")[0], holder=holder) for holder in holders]
    facts_file.write_text("".join(json.dumps(one.as_mapping()) + "\n" for one in same))
    made = run("render", "--facts", facts_file, "--out", home / "out", "--no-sign", "--json")
    sums = {one["sha256"] for one in json.loads(made.stdout)["files"]}
    found = {sha256(path.read_bytes()).hexdigest() for path in (home / "out").iterdir()}
    assert (made.stderr, len(list((home / "out").iterdir())), found) == ("", 4, sums)


def test_however_many_work_the_files_are_equal(home, facts_file):
    facts_file.write_text(facts_file.read_text() * 5)
    for jobs in ("1", "2"):
        given = ("--facts", facts_file, "--out", home / jobs, "--no-sign", "--jobs", jobs)
        assert run("render", *given).exit_code == 0
    one, two = ({p.name: p.read_bytes() for p in (home / jobs).iterdir()} for jobs in "12")
    assert (len(one), one) == (15, two)


def test_an_unknown_design_is_said_once_with_those_there_are(home, facts_file):
    made = run("render", "--facts", facts_file, "--out", home / "out", "--design", "nix")
    assert made.exit_code == 2
    assert made.stderr.count("There is no design 'nix'") == 1
    assert "level-official" in made.stderr


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_a_file_that_cannot_be_read_is_said(name, home):
    made = run("render", "--facts", home / name, "--out", home / "out")
    assert (made.exit_code, "cannot be read" in made.stderr) == (2, True)


def test_verify_says_no_and_why(home, facts_file):
    made = run("render", "--facts", facts_file, "--out", home / "out")
    path = home / made.stdout.splitlines()[0]
    path.write_bytes(path.read_bytes().replace(b"/Tabs", b"/Tabz", 1))
    checked = run("verify", path, facts_file)
    assert checked.exit_code == 1
    assert "NOT genuine" in checked.stdout
    assert "no PDF that can be read" in checked.stdout
    assert run("verify", home / "none.pdf").exit_code == 2


def test_trust_is_named_by_a_file(home, facts_file, issued, authority):
    path = home / "issued.pdf"
    path.write_bytes(issued)
    assert run("verify", path, "--trust", authority.authority_certificate).exit_code == 0
    assert run("verify", path).exit_code == 1
    assert run("verify", path, "--trust", facts_file).exit_code == 2


def test_certificates_of_former_keys_are_still_trusted(home, issued, authority):
    path = home / "issued.pdf"
    path.write_bytes(issued)
    former = home / "var" / "keys" / "trusted"
    former.mkdir(parents=True)
    (former / "2023.pem").write_bytes(authority.authority_certificate.read_bytes())
    assert run("verify", path).exit_code == 0


def test_keys_are_taken_from_the_settings(home, facts_file, authority, trust, monkeypatch):
    monkeypatch.setenv("COMPETITION_SIGNING_KEY", str(authority.signer_key))
    made = run("render", "--facts", facts_file, "--out", home / "out")
    assert (made.exit_code, "go together" in made.stderr) == (2, True)
    monkeypatch.setenv("COMPETITION_SIGNING_CERTIFICATE", str(authority.signer_certificate))
    made = run("render", "--facts", facts_file, "--out", home / "out")
    assert verify((home / made.stdout.splitlines()[0]).read_bytes(), trust).genuine
