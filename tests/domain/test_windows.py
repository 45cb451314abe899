"""When entries are taken and how old entrants may be."""

from datetime import date

import pytest

from competition.domain.entrants.windows import age_on, outside_ages, window_on
from competition.domain.settings import ContestSettings

OCTOBER = ContestSettings(entries_from="2023-10-01", entries_until="2023-10-10")


@pytest.mark.parametrize(
    ("day", "found"), [(30, "before"), (1, "open"), (10, "open"), (11, "after")]
)
def test_both_ends_of_the_window_are_in_it(day, found):
    month = 9 if found == "before" else 10
    assert window_on(OCTOBER, date(2023, month, day)) == found
    assert window_on(ContestSettings(), date(2023, month, day)) == "open"


@pytest.mark.parametrize(
    ("day", "age"), [(date(2023, 10, 19), 32), (date(2023, 10, 20), 33), (date(2024, 2, 1), 33)]
)
def test_age_is_in_whole_years(day, age):
    assert age_on("330802199010200017", day) == age
    assert age_on("E12345678", day) is None
    assert age_on(None, day) is None


def test_those_outside_are_told_with_their_age_on_the_last_day_of_entries():
    settings = ContestSettings(entries_until="2023-10-10", youngest=18, oldest=60)
    people = [
        ("too young", "330802200510110018"),
        ("just old enough", "330802200510100018"),
        ("just young enough", "330802196210110018"),
        ("too old", "330802196210100018"),
        ("unknown", None),
    ]
    assert outside_ages(people, settings, date(2024, 1, 1)) == (("too young", 17), ("too old", 61))
    assert outside_ages(people, OCTOBER, date(2024, 1, 1)) == ()
