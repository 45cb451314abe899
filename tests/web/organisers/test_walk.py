"""Every page with a list asks the database as often for 1,000 rows as for one or three."""

import pytest

from tests import scenes_large, walking

EXPECTED = {200, 302, 404, 409}
WORLDS = {
    "open": {"state": "open"},
    "judging": {"state": "judging"},
    "final": {"published": True},
}
IN_ONE = 500  # sheets whose marks one statement brings
OF_JUDGES = "/judge/<slug>/<round_key>/"
MARKS_AT_ONCE = {"/judge/", "/judge/assignment.json", OF_JUDGES, f"{OF_JUDGES}sign-off"}
ELSEWHERE = {"/organise/designs"}  # the administrators' page


def seen(app, count, world):
    """What each address answered, under its rule; pictures and files are nobody's list."""
    contest = scenes_large.large(count, **WORLDS[world])
    found = {one.rule: one for one in walking.walk(app, contest)}
    odd = {rule: one.status for rule, one in found.items() if one.status not in EXPECTED}
    assert odd == dict.fromkeys(ELSEWHERE, 403)
    batches = max(0, count - 1) // IN_ONE  # beyond the first: marks are read so many sheets at once
    return {
        rule: one.statements - (batches if rule in MARKS_AT_ONCE else 0)
        for rule, one in found.items()
        if one.status == 200
    }


@pytest.fixture(scope="module")
def few():
    """The statements of each page with one row, by world; filled by the first test that asks."""
    return {}


@pytest.mark.parametrize("count", [1, 3, 1000])
@pytest.mark.parametrize("world", WORLDS)
def test_page_asks_as_often_whatever_the_number_of_rows(app, few, world, count):
    asked = seen(app, count, world)
    if count == 1:
        few[world] = asked
    assert asked == few[world]


def test_every_page_opens_in_some_state(app, few):
    opened = {rule for asked in few.values() for rule in asked}
    pages = {rule for rule in walking.everywhere(app) if walking.is_page(rule)}
    redirecting = {"/organise/<slug>/theory/"}
    assert pages - opened - ELSEWHERE - redirecting == set()
