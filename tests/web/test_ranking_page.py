"""The organiser's live ranking."""

import re

import pytest

from tests import scenes
from tests import scenes_results as results
from tests.counting import counted


@pytest.fixture
def organiser(client):
    contest = results.full(6)
    scenes.person("li", contest, "organiser")
    return scenes.sign_in(client, "li")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_has_its_own_word(organiser, language):
    page = organiser.get(
        "/organise/quzhou-2023/ranking", query_string={"lang": language, "marks": 1}
    ).text
    words = {
        "zh": ["缺考", "取消资格", "不计名次", "回避"],
        "en": ["Absent", "Disqualified", "Out of competition", "recused"],
    }
    assert [word for word in words[language] if word not in page] == []


def test_names_only_for_those_who_may_see_them(client):
    contest = results.full(3)
    scenes.person("wang", contest, "chief_judge")
    page = scenes.sign_in(client, "wang").get("/organise/quzhou-2023/ranking").text
    assert "001" in page
    assert "选手1" not in page


def test_marks_kept_and_dropped_are_shown_when_asked_for(organiser):
    page = "/organise/quzhou-2023/ranking"
    assert "<s title=" not in organiser.get(page).text
    assert organiser.get(page, query_string={"marks": 1}).text.count("<s title=") == 10


def test_contest_without_entrants_says_so(client):
    scenes.person("wu", scenes.contest(), "organiser")
    scenes.sign_in(client, "wu")
    assert "还没有选手" in client.get("/organise/quzhou-2023/ranking").text
    assert 'data-chart="certainty"' not in client.get("/organise/quzhou-2023/consistency").text


def test_every_column_is_explained(organiser):
    page = organiser.get("/organise/quzhou-2023/ranking").text
    heads = re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)<', page)
    explained = "".join(re.findall(r"<dt>([^<]+)</dt>", page))
    assert [head for head in heads if head not in explained] == ["参赛号", "姓名"]


def test_search_finds_by_number_and_name(organiser):
    page = organiser.get("/organise/quzhou-2023/ranking?q=选手3").text
    assert "/ranking/003" in page
    assert "/ranking/001" not in page


def test_one_line_in_full(organiser):
    assert "回避" in organiser.get("/organise/quzhou-2023/ranking/005").text
    assert organiser.get("/organise/quzhou-2023/ranking/999").status_code == 404


def test_number_of_queries_does_not_grow_with_entrants(client):
    asked = []
    for count, slug in ((1, "one"), (3, "three")):
        scenes.person(slug, results.full(count, slug=slug), "organiser")
        scenes.sign_in(client, slug)
        with counted() as seen:
            client.get(f"/organise/{slug}/ranking")
        asked.append(len(seen))
        client.post("/sign-out")
    assert asked[0] == asked[1]
