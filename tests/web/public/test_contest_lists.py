"""A country's contests: found by part of the name, a page at a time, by everybody and by staff."""

import re

import pytest

from competition.models import db
from tests import scenes

HOW_MANY = 30


@pytest.fixture(params=["/", "/organise/"])
def listed(request, client):
    """A list of thirty contests, newest first, and one that nobody may know of."""
    zhang = scenes.person("zhang")
    for place in range(1, HOW_MANY + 1):
        of = scenes.contest(slug=f"contest-{place}", state="open")
        of.title = f"第{place}届技能竞赛"
        scenes.seated(zhang, of, "organiser")
    hidden = scenes.contest(slug="hidden", state="setup")
    hidden.title = "第100届技能竞赛"
    db.session.commit()
    if request.param != "/":
        scenes.sign_in(client, "zhang")
    return client, request.param


def titles(client, address, **asked):
    page = client.get(address, query_string=asked).text.replace("<wbr>", "")
    return re.findall(r"<h2><a [^>]*>第(\d+)届", page)


def test_contests_come_a_page_at_a_time(listed):
    first, second = titles(*listed), titles(*listed, page="2")
    assert [*first, *second] == [str(n) for n in range(HOW_MANY, 0, -1)]
    assert len(first) == 24
    assert titles(*listed, page="9") == second


def test_search_is_by_part_of_name_or_address_and_kept_between_pages(listed):
    client, address = listed
    assert titles(client, address, q=" 第7届 ") == ["7"]
    assert titles(client, address, q="CONTEST-30") == ["30"]
    assert titles(client, address, q="第100届") == []
    page = client.get(address, query_string={"q": "技能"}).text
    assert re.search(r'rel="next" href="[^"]*q=[^"]+"', page)


def test_a_search_without_result_says_so_and_leads_back(listed):
    client, address = listed
    page = client.get(address, query_string={"q": "<b>%"}).text
    assert "没有名称含“&lt;b&gt;%”的竞赛" in page
    assert f'href="{address}">全部竞赛' in page


def test_few_contests_need_no_search(client):
    scenes.contest(state="open")
    assert 'type="search"' not in client.get("/").text
