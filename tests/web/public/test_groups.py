"""A contest of several groups: each is read apart, in the order of the rules, on every page."""

import re
from hashlib import sha256
from itertools import pairwise

import pytest

from competition.models import db
from competition.models.entrant import Entrant
from tests import scenes
from tests import scenes_results as results

# Not in the order of the alphabet or of the code points: the rules alone say which comes first.
GROUPS = ("职工组", "学生组")
OF = "/c/quzhou-2023"


@pytest.fixture
def contest(app):  # noqa: ARG001 -- a contest lives in a database
    made = results.full(12)
    text = made.rules_text.replace("[ranking]\n", '[ranking]\ngroups = ["职工组", "学生组"]\n')
    made.rules_text, made.rules_sha256 = text, sha256(text.encode()).hexdigest()
    for entrant in db.session.scalars(db.select(Entrant)):
        entrant.group = GROUPS[int(entrant.number) % 2]
    db.session.commit()
    results.published(made)
    return made


def places(text):
    """The places of a page in the order in which it shows them, under each group."""
    parts = re.split(r'scope="rowgroup"[^>]*>([^<]+)<', text)[1:]
    ranks = [[int(n) for n in re.findall(r"rank-\d+\">(\d+)<", part)] for part in parts[1::2]]
    return dict(zip(parts[::2], ranks, strict=True))


def test_ranking_is_read_group_by_group(client, contest):
    del contest
    shown = places(client.get(f"{OF}/results").text)
    assert tuple(shown) == GROUPS
    assert all(ranks == sorted(ranks) and ranks[0] == 1 for ranks in shown.values())
    assert sum(map(len, shown.values())) == 9  # three of the twelve have no place


def test_one_group_alone_is_shown_under_its_name(client, contest):
    del contest
    assert tuple(places(client.get(f"{OF}/results?group=学生组").text)) == ("学生组",)


def test_front_of_the_contest_has_the_best_of_each_group(client, contest):
    del contest
    page = client.get(f"{OF}/").text
    assert re.findall(r"<h3>(\w+组)</h3>", page) == list(GROUPS)
    assert re.findall(r'podium-rank">(\d)<', page) == ["1", "2", "3"] * 2


def test_board_names_the_group_of_each_line(client, contest):
    del contest
    board = client.get(f"{OF}/board").text
    named = re.findall(r"<td>(\w+组)</td>", board)
    assert named == sorted(named, key=GROUPS.index)
    assert len(named) == 12


def test_contest_without_groups_has_one_table_and_one_podium(client):
    results.published(results.full(6))
    assert places(client.get(f"{OF}/results").text) == {}
    assert "组别" not in client.get(f"{OF}/board").text
    assert client.get(f"{OF}/").text.count('class="podium"') == 1


def test_live_ranking_is_read_group_by_group_too(client, contest):
    scenes.person("li", contest, "organiser")
    page = scenes.sign_in(client, "li").get("/organise/quzhou-2023/ranking").text
    shown = re.findall(r"<td>(职工组|学生组)</td>", page)
    assert [group for group, after in pairwise(shown) if group != after] == [GROUPS[0]]
