"""Uploads that are made to hurt: each is refused in words, soon, and in little memory."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from competition.models import db
from competition.models.contest import Contest
from tests import scenes
from tests.security import bombs

# The test client leaves the file open that a body which is refused was kept in.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
BASE = "/organise/quzhou-2023"
SECONDS, MEGABYTES = 60, 350  # a machine that does much else; what is refused


@pytest.fixture
def desk(client):
    contest = scenes.contest("judging")
    scenes.entrants(contest, 1)
    scenes.person("zhao", contest, "organiser", "clerk")
    return scenes.sign_in(client, "zhao")


def send(client, path, field, content, name="名单.xlsx"):
    return client.post(path, data={field: (io.BytesIO(content), name)})


@pytest.fixture
def bounded():
    """Neither long nor large, whatever is tried."""
    tracemalloc.start()
    began = time.monotonic()
    yield
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    assert time.monotonic() - began < SECONDS
    assert peak < MEGABYTES


def opened():
    db.session.query(Contest).one().state = "open"
    db.session.commit()


@pytest.mark.parametrize("bomb", [bombs.lying_workbook, bombs.wide_workbook])
@pytest.mark.parametrize("where", ["entrants", "theory"])
def test_workbook_that_unpacks_without_end_is_refused(desk, bomb, where):
    content = bomb()
    if where == "entrants":
        opened()
        answer = send(desk, f"{BASE}/entrants/import", "file", content)
        assert answer.status_code == 200
        assert "error" in answer.text
    else:
        answer = send(desk, f"{BASE}/theory/theory/first/import", "file", content)
        assert answer.status_code == 422


def test_workbook_cannot_read_a_file_of_the_server(desk, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a secret of the server")
    opened()
    answer = send(desk, f"{BASE}/entrants/import", "file", bombs.outside_workbook(secret))
    page = desk.get(answer.location).text if answer.location else answer.text
    assert "a secret of the server" not in page


@pytest.mark.parametrize("side", [7_000, 12_000, 60_000])
def test_picture_of_too_many_pixels_is_refused(desk, side):
    content = bombs.huge_picture(side)
    photo = send(desk, f"{BASE}/entrants/1/photo", "photo", content, "photo.png")
    seal = desk.post(
        f"{BASE}/certificates/seals",
        data={"issuer": "衢州市总工会", "seal": (io.BytesIO(content), "seal.png")},
    )
    assert (photo.status_code, seal.status_code) == (422, 422)


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize(
    "bomb",
    [bombs.packed_pdf, lambda: bombs.packed_pdf(twice=True), bombs.deep_pdf],
    ids=["packed", "packed twice", "deep"],
)
def test_pdf_that_unpacks_without_end_is_called_unreadable(client, bomb):
    answer = send(client, "/verify/file", "file", bomb(), "certificate.pdf")
    assert answer.status_code == 200


def test_body_of_33_megabytes_is_refused_before_it_is_read(desk):
    answer = send(desk, f"{BASE}/entrants/1/photo", "photo", bytes(33 * 1024 * 1024), "photo.jpg")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.xlsx", "a\r\nSet-Cookie: x=1.xlsx", "a\x00b", "/x", "x" * 5000],
)
def test_name_of_an_upload_is_a_name_and_no_place(desk, name, tmp_path):
    opened()
    before = sorted(tmp_path.rglob("*"))
    answer = send(desk, f"{BASE}/entrants/import", "file", "姓名\n李娜\n".encode(), name)
    assert answer.status_code in {200, 302, 400}
    assert "Set-Cookie: x" not in str(answer.headers)
    assert [
        one for one in tmp_path.rglob("*") if one not in before and "competition" in one.name
    ] == []
