"""The frame of a contest's pages: which contest, how far it is, where the reader stands."""

import re

import pytest

from tests import scenes

BASE = "/organise/quzhou-2023"


@pytest.fixture
def desk(client):
    contest = scenes.contest()
    scenes.person("li", contest, "organiser")
    return scenes.sign_in(client, "li")


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("entrants", "选手"),
        ("draw", "选手"),
        ("what-if", "排名"),
        ("paper/case", "评分进度"),
        ("staff/new", "人员与评委"),
    ],
)
def test_every_page_names_its_contest_and_marks_its_entry(desk, path, entry):
    page = desk.get(f"{BASE}/{path}", follow_redirects=True).text
    assert re.findall(r'aria-current="page">([^<]+)</a>', page)[-1] == entry
    assert "筹备中" in re.search(r'class="subnav-contest">.*?</div>', page, re.DOTALL)[0]


def test_reading_in_marks_is_offered_only_while_it_is_possible(desk):
    assert "carry-in" not in desk.get(f"{BASE}/cards").text


def test_contest_without_entrants_has_nobody_scored(desk):
    page = desk.get(f"{BASE}/publication").text
    assert '没有未评的选手<span class="verdict">未完成' in page


def test_paper_sheets_say_what_is_missing(desk):
    assert "还没有可打印的评分表" in desk.get(f"{BASE}/paper/case").text


@pytest.mark.parametrize(
    ("language", "shown"), [("zh", "居民身份证"), ("en", "Resident identity card")]
)
def test_entrant_s_form_speaks_the_language_of_the_page(desk, language, shown):
    page = desk.get(f"{BASE}/entrants/new", query_string={"lang": language}).text
    assert f'value="居民身份证">{shown}' in page.replace(" selected", "")
    assert ("Technician" in page) == (language == "en")


def test_publication_says_what_comes_first_while_nothing_can_be_proposed(desk):
    assert "还没有公布过成绩" in desk.get(f"{BASE}/publication").text
