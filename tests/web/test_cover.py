"""The picture that goes with a link: there for whoever may see the contest, and drawn to size."""

import io
import re

import pytest
from PIL import Image

from competition.models import db
from competition.services.announcement.cover import cover_png
from tests import scenes
from tests import scenes_results as results

COVER = "/c/quzhou-2023/cover.png"
pytestmark = pytest.mark.usefixtures("app")


def test_picture_has_the_size_that_links_are_shown_with(client):
    scenes.contest(state="open")
    answer = client.get(COVER)
    assert (answer.mimetype, Image.open(io.BytesIO(answer.data)).size) == ("image/png", (1200, 630))
    assert client.get(COVER, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_state_and_language_change_the_picture(client):
    made = scenes.contest(state="open")
    seen = {client.get(COVER).data, client.get(f"{COVER}?lang=en").data}
    made.state = "judging"
    db.session.commit()
    assert len(seen | {client.get(COVER).data}) == 3


def test_contest_in_preparation_has_no_picture(client):
    scenes.contest(state="setup")
    assert client.get(COVER).status_code == 404


@pytest.mark.parametrize("page", ["", "results"])
def test_pages_name_a_picture_that_is_there(client, page):
    results.published(results.full(6))
    text = client.get(f"/c/quzhou-2023/{page}").text
    named = re.search(r'property="og:image" content="http://localhost(/[^"]+)"', text)[1]
    assert client.get(named.replace("&amp;", "&")).mimetype == "image/png"


def test_a_name_of_any_length_is_drawn():
    pictures = {cover_png("字" * length, (), "主办" * 200, "state") for length in (1, 40, 400)}
    assert len(pictures) == 3
