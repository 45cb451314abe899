"""The publicity period counts working days, with the holidays and 调休 of the year."""

from __future__ import annotations

from datetime import date

import pytest

from competition.domain.publishing.working_days import last_publicity_day

NATIONAL_DAY = frozenset(date(2023, 10, day) for day in range(1, 7)) | {date(2023, 9, 29)}


@pytest.mark.parametrize(
    ("published", "days", "last"),
    [
        (date(2023, 10, 20), 5, date(2023, 10, 27)),  # a Friday: the weekend does not count
        (date(2023, 10, 21), 1, date(2023, 10, 23)),
        (date(2023, 9, 28), 1, date(2023, 10, 7)),  # 7 and 8 October 2023 were worked
        (date(2023, 9, 28), 3, date(2023, 10, 9)),
    ],
)
def test_publicity_counts_working_days(published, days, last):
    worked = frozenset({date(2023, 10, 7), date(2023, 10, 8)})
    assert last_publicity_day(published, days, NATIONAL_DAY, worked) == last


def test_publicity_lasts_at_least_a_day():
    with pytest.raises(ValueError, match="0"):
        last_publicity_day(date(2023, 10, 20), 0)
