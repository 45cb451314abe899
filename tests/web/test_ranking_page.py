"""The organiser's live ranking."""

import re

import pytest

from competition.exchange.entrants.sheet import read_grid
from competition.models import db
from competition.models.contest import Contest
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


def sheet_rows(client, **asked):
    answer = client.get("/organise/quzhou-2023/ranking.xlsx", query_string=asked)
    assert answer.status_code == 200
    rows = [[cell.text for cell in row] for row in read_grid(answer.data, "a.xlsx").rows]
    found = {row[2]: dict(zip(rows[3], row, strict=True)) for row in rows[4:]}
    return answer.headers["Content-Disposition"], rows, found


def test_sheet_says_first_that_it_is_internal_and_when_it_was_taken(organiser):
    name, rows, _found = sheet_rows(organiser)
    assert re.search(r"=quzhou-2023-ranking-internal-unpublished-\d{8}-\d{4}\.xlsx$", name)
    assert rows[0][0].startswith("内部资料，尚未公布：")
    assert re.match(r"导出于 \d{4}年.* · 成绩已复核 · 评分表还没有交齐的选手：0 名", rows[1][0])
    english = sheet_rows(organiser, lang="en")[1]
    assert english[0][0].startswith("Internal, not published: ")


def test_sheet_shows_what_the_page_shows(organiser):
    _name, _rows, found = sheet_rows(organiser)
    page = organiser.get("/organise/quzhou-2023/ranking?marks=1").text
    for number, state in (("002", "缺考"), ("003", "取消资格"), ("004", "不计名次")):
        assert found[number]["状态"] == state
    first = found["001"]
    assert first["姓名"] == "选手1"
    assert f'total">{first["总成绩"]}' in page
    dropped = re.findall(r"J\d ([\d.]+)", first["案例讲解：去掉的分"])
    kept = re.findall(r"J\d ([\d.]+)", first["案例讲解：计入的分"])
    assert (len(kept), len(dropped)) == (3, 2)
    assert all(f">{mark}</s>" in page for mark in dropped)
    assert "J2 回避" in found["005"]["案例讲解：去掉的分"]
    assert first["名次判定"] == "总成绩"


def test_sheet_names_nobody_to_those_who_see_no_names(client):
    scenes.person("wang", results.full(3), "chief_judge")
    scenes.sign_in(client, "wang")
    _name, rows, found = sheet_rows(client)
    assert "姓名" not in rows[3]
    assert "选手1" not in str(rows)
    assert "001" in found


@pytest.mark.parametrize("role", ["judge", "clerk", "arbiter"])
def test_sheet_is_for_those_who_see_the_page(client, role):
    scenes.person("zhao", results.full(3), role)
    scenes.sign_in(client, "zhao")
    for address in ("ranking", "ranking.xlsx"):
        assert client.get(f"/organise/quzhou-2023/{address}").status_code in (403, 404)


def test_sheet_taken_after_publication_is_told_apart(organiser):
    results.published(db.session.scalars(db.select(Contest)).one())
    name, rows, _found = sheet_rows(organiser)
    assert "-ranking-internal-2" in name
    assert rows[0][0].startswith("内部资料，不是公布的版本：")


def test_sheet_can_be_asked_for_where_there_is_a_ranking(organiser):
    assert "/ranking.xlsx" in organiser.get("/organise/quzhou-2023/ranking").text


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
