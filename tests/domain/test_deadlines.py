"""Deadlines in working days, in the contest's own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from competition.domain.errors import DomainError
from competition.domain.publishing.objections import Earlier, instance_open
from competition.domain.publishing.working_days import deadline

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "holidays", "end"),
    [
        ("2023-10-20T12:00", 5, (), "2023-10-27T23:59:59"),
        ("2023-10-20T23:59", 1, (), "2023-10-23T23:59:59"),
        ("2023-09-28T09:00", 2, ("2023-09-29", "2023-10-02"), "2023-10-04T23:59:59"),
        ("2023-10-06T09:00", 1, ("+2023-10-07",), "2023-10-07T23:59:59"),
        ("2023-10-20T12:00", 0, (), "2023-10-20T23:59:59"),
    ],
)
def test_deadline(start, days, holidays, end):
    assert deadline(at(start), days, "Asia/Shanghai", holidays) == at(end)


END = at("2023-10-27T23:59")
LATER = at("2023-10-30T12:00")


@pytest.mark.parametrize(
    ("now", "earlier", "instances", "expected"),
    [
        (END, [], 1, 1),
        (LATER, [], 1, "objection_window_closed"),
        (END, [Earlier("filed")], 2, "objection_waiting"),
        (END, [Earlier("withdrawn")], 1, 1),
        (LATER, [Earlier("rejected", at("2023-11-01T23:59"))], 2, 2),
        (LATER, [Earlier("rejected", END)], 2, "objection_window_closed"),
        (END, [Earlier("rejected", LATER)], 1, "objection_no_instance"),
        (END, [Earlier("upheld")], 2, "objection_no_instance"),
    ],
)
def test_instance(now, earlier, instances, expected):
    try:
        found = instance_open(now, END, earlier, instances)
    except DomainError as refused:
        found = refused.code
    assert found == expected
