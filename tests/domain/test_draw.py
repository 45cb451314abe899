"""The draw."""

import pytest

from competition.domain.entrants.draw import beyond, drawn, typed
from competition.domain.errors import Invalid


def test_same_seed_gives_the_same_draw_in_any_order():
    assert drawn(["003", "001", "002"], "2023-10-20") == drawn(["001", "002", "003"], "2023-10-20")


def test_every_place_is_drawn_once():
    numbers = [f"{place:03}" for place in range(1, 37)]
    assert sorted(map(int, drawn(numbers, "衢州").values())) == list(range(1, 37))
    assert drawn(numbers, "衢州") != drawn(numbers, "衢州 2")


def test_draw_of_a_known_seed_stays_for_ever():
    assert drawn(["001", "002", "003", "004", "005"], "42") == {
        "001": "1", "002": "2", "003": "3", "004": "5", "005": "4",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ({"001": "1", "002": " "}, "draw_missing"),
        ({"001": "1", "002": "1 "}, "draw_twice"),
        ({"001": "一"}, "draw_form"),
    ],
)
def test_typed_draw_is_refused(pairs, code):
    with pytest.raises(Invalid, match=code):
        typed(pairs)


@pytest.mark.parametrize(
    ("numbers", "high"),
    [(["1", "2"], ()), (["1", "99", "10"], ("10", "99")), (["A9", "B-7"], ())],
)
def test_numbers_beyond_the_entrants(numbers, high):
    assert beyond(numbers) == high


def test_draw_needs_a_seed():
    with pytest.raises(Invalid, match="seed_empty"):
        drawn(["001"], " ")
