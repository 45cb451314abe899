"""The page of the draw: by the program from a seed, or typed in as it was drawn by hand."""

import pytest

from tests import scenes

DRAW = "/organise/quzhou-2023/draw"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def test_draw_by_the_program_shows_its_seed(client, contest):
    scenes.entrants(contest, 3)
    data = {"way": "program", "seed": "83017", "reason": "正式抽签"}
    client.post(DRAW, data=data)
    assert "83017" in client.get(DRAW).text


def test_typed_draw_is_refused_in_words_and_keeps_what_was_typed(client, contest):
    scenes.entrants(contest, 2)
    data = {"way": "typed", "draw-001": "7", "draw-002": "7", "reason": "现场"}
    page = client.post(DRAW, data=data).text
    assert "抽签号重复：7" in page
    assert page.count('value="7"') == 2


def test_typed_draw_number_beyond_the_entrants_is_told_and_kept(client, contest):
    scenes.entrants(contest, 2)
    data = {"way": "typed", "draw-001": "1", "draw-002": "９９", "reason": "现场"}
    page = client.post(DRAW, data=data, follow_redirects=True).text
    assert "选手共 2 名，却有抽签号 99" in page
    assert '<td class="number total">99</td>' in page
    data = {"way": "typed", "draw-001": "1", "draw-002": "2", "reason": "现场"}
    page = client.post(DRAW, data=data, follow_redirects=True).text
    assert "却有抽签号" not in page
