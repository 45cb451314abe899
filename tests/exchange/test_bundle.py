"""The open bundle: recomputed it holds; a changed figure is named."""

import io
import json
import zipfile
from contextlib import suppress

import pytest

from competition.domain.errors import DomainError, Invalid
from competition.exchange.bundle import MANIFEST, MARKS, RESULT, findings, read, written
from competition.queries.publishing.bundle import bundle_of
from tests import scenes_results as results


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


@pytest.mark.parametrize(
    ("name", "content"),
    [(MANIFEST, b"[]"), (RESULT, b"{}"), (RESULT, b'{"entrants": [1]}'), (MARKS, b"\xff\xfe")],
)
def test_broken_files_inside_are_refused_in_words(raw, name, content):
    with pytest.raises(DomainError):
        findings(read(repacked(raw, name, lambda _: content)))
