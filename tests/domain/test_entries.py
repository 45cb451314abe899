"""When a theory mark stands."""

from decimal import Decimal

import pytest

from competition.domain.entries import Entry, agreed

SEVENTY = {"": Decimal(70)}
EIGHTY = {"": Decimal(80)}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, None),
        ({"first": Entry("submitted", SEVENTY)}, None),
        ({"first": Entry("submitted", SEVENTY), "second": Entry("draft", SEVENTY)}, None),
        ({"first": Entry("submitted", SEVENTY), "second": Entry("submitted", EIGHTY)}, None),
        ({"first": Entry("submitted", SEVENTY), "second": Entry("signed", SEVENTY)}, SEVENTY),
        (
            {
                "first": Entry("submitted", SEVENTY),
                "second": Entry("submitted", SEVENTY),
                "settled": Entry("submitted", EIGHTY),
            },
            EIGHTY,
        ),
        ({"": Entry("submitted", SEVENTY)}, None),
        ({"": Entry("signed", SEVENTY)}, SEVENTY),
    ],
)
def test_agreed_mark(entries, expected):
    assert agreed(entries) == expected
