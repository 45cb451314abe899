"""Lists sorted by their headings: links that work without a script, kept with search and pages."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from competition.models import db
from competition.models.entrant import Entrant
from competition.web.paging import Sort
from tests import scenes, scenes_large
from tests.counting import counted

BASE = "/organise/quzhou-2023"
# Each list: its state of the contest, its address, and its columns with what a row shows of them.
LISTS = {
    "entrants": ("open", "/entrants", "number name employer draw state consent"),
    "staff": ("open", "/staff", "name username roles"),
    "audit": ("open", "/audit", "time action subject person reason"),
    "theory": ("judging", "/theory/theory/", "number state mark:"),
    "ranking": (
        "judging",
        "/ranking",
        "rank entrant name round:theory round:case total prize level",
    ),
    "objections": ("final", "/objections", "state number filed due"),
    "certificates": ("final", "/certificates", "entrant award number state issued downloads"),
}


@pytest.fixture(params=LISTS)
def opened(request, client):
    """A list of three rows: the client, its address and its columns."""
    state, path, columns = LISTS[request.param]
    scenes_large.large(3, **({"published": True} if state == "final" else {"state": state}))
    scenes.sign_in(client, "zhang")
    return client, BASE + path, columns.split()


def link(page, column):
    """What the address behind a heading asks for."""
    found = re.findall(r'class="sort-link" href="([^"]+)"', page)
    asked = [parse_qs(urlsplit(unescape(address)).query) for address in found]
    return next(one for one in asked if one["sort"][0].removeprefix("-") == column)


def test_every_heading_sorts_both_ways_and_says_so(opened):
    client, address, columns = opened
    page = client.get(address).text
    for column in columns:
        up = client.get(address, query_string={"sort": column}).text
        assert re.search('aria-sort="ascending"|aria-current="true"', up)
        down = link(up, column)
        assert down["sort"] == [f"-{column}"]
        assert 'aria-sort="descending"' in client.get(address, query_string=down).text or (
            "从大到小" in client.get(address, query_string=down).text
        )
    assert page.count('class="sort-link"') == len(columns)


def test_order_asks_nothing_more_of_the_database(opened):
    client, address, columns = opened
    client.get(address)
    asked = set()
    for column in ["", "nonsense", *columns, *(f"-{column}" for column in columns)]:
        with counted() as statements:
            client.get(address, query_string={"sort": column})
        asked.add(len(statements))
    assert len(asked) == 1


def test_search_is_kept_with_the_order_and_the_order_with_the_search(opened):
    client, address, columns = opened
    page = client.get(address, query_string={"q": "0", "page": "2", "sort": columns[0]}).text
    assert f'name="sort" value="{columns[0]}"' in page
    if 'class="sort-link"' in page:
        assert link(page, columns[0]) == {"q": ["0"], "sort": [f"-{columns[0]}"]}


def shown(client, sort, show=""):
    page = client.get(f"{BASE}/entrants", query_string={"sort": sort, "show": show}).text
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)<', page)


@pytest.fixture
def people(client):
    contest = scenes.contest(state="open")
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    rows = [("10", "评委十", "乙厂", None), ("9", "评委二", "", "2"), ("2", "评委一", "甲厂", "10")]
    for number, name, employer, draw in rows:
        of = {"contest_id": contest.id, "number": number, "name": name, "employer": employer}
        db.session.add(Entrant(**of, draw_number=draw))
    db.session.commit()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("", "一 二 十"),
        ("-number", "十 二 一"),
        ("name", "一 二 十"),
        ("-name", "十 二 一"),
        ("draw", "二 一 十"),
        ("-draw", "一 二 十"),
        ("employer", "一 十 二"),
        ("-employer", "十 一 二"),
    ],
)
def test_figures_sort_as_figures_and_what_is_empty_comes_last(client, sort, wanted):
    assert shown(client, sort) == [f"评委{place}" for place in wanted.split()]


def test_pages_follow_the_order(client):
    scenes_large.large(60, state="open")
    scenes.sign_in(client, "zhang")
    query = {"sort": "-number", "size": "25", "page": "3"}
    page = client.get(f"{BASE}/entrants", query_string=query).text
    assert re.findall(r'data-label="参赛号">(\d+)<', page) == [f"{n:04}" for n in range(10, 0, -1)]
    assert "sort=-number" in re.search(r'rel="prev" href="([^"]+)"', page)[1]


@pytest.mark.parametrize("column", ["total", "round:case"])
def test_ranking_sorts_by_what_was_scored(client, column):
    scenes_large.large(20, state="judging")
    scenes.sign_in(client, "zhang")
    found = []
    for sort in (column, f"-{column}"):
        page = client.get(f"{BASE}/ranking", query_string={"sort": sort}).text
        found.append([float(text) for text in re.findall(r'class="number total">([\d.]+)<', page)])
    if column == "total":
        assert found == [sorted(found[0]), sorted(found[0], reverse=True)]
    assert sorted(found[0]) == sorted(found[1])
    assert found[0] != found[1]


def test_people_with_the_same_value_keep_their_order():
    pairs = [("a", 2), ("b", 1), ("c", 2), ("d", None)]
    keys = {"figure": lambda pair: pair[1]}
    assert [name for name, _ in Sort("figure").arranged(pairs, keys)] == ["b", "a", "c", "d"]
    down = Sort("figure", descending=True).arranged(pairs, keys)
    assert [name for name, _ in down] == ["a", "c", "b", "d"]
