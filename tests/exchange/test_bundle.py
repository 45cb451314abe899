"""The open bundle: recomputed it holds; a changed figure is named."""

import io
import json
import time
import zipfile
from contextlib import suppress

import pytest

from competition.domain.errors import DomainError, Invalid
from competition.exchange.bundle import MANIFEST, MARKS, RESULT, RULES, findings, read, written
from competition.exchange.faults import FileFault
from competition.exchange.marks_file import read_marks
from competition.queries.publishing.bundle import bundle_of
from tests import scenes_results as results
from tests.contest_texts import rules, single


@pytest.fixture
def raw(app):  # noqa: ARG001 -- the world needs its application
    contest = results.full(8)
    return written(bundle_of(contest, results.published(contest)))


def repacked(raw, name, change):
    """The bundle with one file changed."""
    packed = zipfile.ZipFile(io.BytesIO(raw))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as again:
        for entry in packed.namelist():
            content = packed.read(entry)
            again.writestr(entry, change(content) if entry == name else content)
    return out.getvalue()


def test_every_figure_follows_from_the_marks(raw):
    assert findings(read(raw)) == ()


def test_no_name_and_no_seat_is_inside(raw):
    packed = zipfile.ZipFile(io.BytesIO(raw))
    inside = b"".join(packed.read(name) for name in packed.namelist()).decode()
    assert [word for word in ("选手1", "J1", "某单位") if word in inside] == []


def test_an_edited_total_is_found_twice_by_hash_and_by_figure(raw):
    def edit(content):
        document = json.loads(content)
        document["entrants"][0]["total"] = "99.99"
        return json.dumps(document).encode()

    found = findings(read(repacked(raw, RESULT, edit)))
    first = json.loads(read(raw).files[RESULT])["entrants"][0]
    assert [each.place for each in found] == [RESULT, f"entrants/{first['entrant']}/total"]
    assert found[1].found == json.dumps(first["total"])


def test_an_edited_mark_moves_figures(raw):
    def edit(content):
        lines = content.decode().splitlines(keepends=True)
        place = next(i for i, line in enumerate(lines) if line.startswith("001,theory"))
        cells = lines[place].split(",")
        cells[4] = "1.5"
        lines[place] = ",".join(cells)
        return "".join(lines).encode()

    places = [each.place for each in findings(read(repacked(raw, MARKS, edit)))]
    assert places[0] == MARKS
    assert "entrants/001/rounds/theory/score" in places


@pytest.mark.parametrize("bad", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_bundle_is_refused(bad):
    with pytest.raises(Invalid):
        read(bad)


def test_damaged_bytes_are_refused_in_words_or_told(raw):
    """Every way in which the standard library stumbles over packed bytes, a byte at a time."""
    for place in range(0, len(raw), 7):
        damaged = bytearray(raw)
        damaged[place] ^= 0x55
        with suppress(DomainError):
            findings(read(bytes(damaged)))


def test_what_nothing_covers_is_named_and_a_name_twice_is_refused(raw):
    assert read(raw).beside == ("README.txt",)
    more = io.BytesIO(raw)
    with zipfile.ZipFile(more, "a") as packed:
        packed.writestr("MARKS.csv", "other marks")
    assert read(more.getvalue()).beside == ("MARKS.csv", "README.txt")
    with zipfile.ZipFile(more, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(MARKS, read(raw).files[MARKS])
    with pytest.raises(Invalid) as refused:
        read(more.getvalue())
    assert (refused.value.code, refused.value.params["name"]) == ("bundle_file_twice", MARKS)


@pytest.mark.parametrize("sign", [b"\n", b"\r", b"\r\n", b",\n"])
def test_millions_of_empty_lines_are_refused_at_once(raw, sign):
    """They packed to a few kilobytes and took a minute to read."""
    long = read(repacked(raw, MARKS, lambda marks: marks + sign * 20_000_000))
    began = time.process_time()
    with pytest.raises(FileFault) as refused:
        findings(long)
    assert refused.value.code == "too_many_lines"
    assert time.process_time() - began < 2


def test_empty_lines_cost_far_less_than_marks():
    def seconds(line):
        raw = b"entrant,round,judge,criterion,mark,state\n" + line * 500_000
        began = time.process_time()
        field = read_marks(raw, rules(single()), "m.csv")
        return time.process_time() - began, len(field.entrants)

    (full, one), (empty, nobody) = seconds(b"7,,,,,\n"), seconds(b"\n")
    assert (one, nobody) == (1, 0)
    assert empty < full / 2


def test_rules_longer_than_any_contest_are_refused_unread(raw):
    with pytest.raises(Invalid) as refused:
        read(repacked(raw, RULES, lambda text: text + b"\n" * 5_000_000))
    assert refused.value.params["name"] == RULES


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (RESULT, b"[" * 100_000),
        (MANIFEST, b"[]"),
        (RESULT, b"{}"),
        (RESULT, b'{"entrants": [1]}'),
        (MARKS, b"\xff\xfe"),
    ],
)
def test_broken_files_inside_are_refused_in_words(raw, name, content):
    with pytest.raises(DomainError):
        findings(read(repacked(raw, name, lambda _: content)))
