"""The archive's page."""

import io
import zipfile

import pytest

from tests import scenes
from tests import scenes_results as worlds

BASE = "/organise/quzhou-2023"


@pytest.fixture
def contest(client):
    contest = worlds.full(3)
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


@pytest.mark.usefixtures("contest")
def test_archive_is_taken_out_and_the_page_says_by_whom(client):
    assert "还没有导出过" in client.get(f"{BASE}/archive").text
    with client.post(f"{BASE}/archive") as answer:
        assert "rules.toml" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
        assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(f"{BASE}/archive").text
    assert "zhang" in page
    assert "还没有导出过" not in page


def test_clerk_takes_no_archive(client, contest):
    scenes.person("clerk", contest, "clerk")
    client.post("/sign-out")
    scenes.sign_in(client, "clerk")
    assert client.post(f"{BASE}/archive").status_code == 403
