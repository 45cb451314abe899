"""The field read from the tables: what stands, what doesn't."""

from decimal import Decimal

import pytest

from competition.models import db
from competition.models.entrant import Attendance, Measurement
from competition.models.judging import Penalty
from competition.queries.field import field_of, rules_of
from tests import scenes
from tests import scenes_results as results
from tests.counting import counted

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def hall():
    contest = scenes.contest(state="judging")
    return contest, scenes.entrants(contest, 2), scenes.person("zhang")


def record(contest, number, key):
    entrants = {entrant.number: entrant for entrant in field_of(contest).entrants}
    return entrants[number].rounds.get(key)


def test_judges_are_named_by_seat_and_marks_are_exact(hall):
    contest, (first, _), clerk = hall
    results.case(first, ["80.5", "70"], by=clerk)
    sheets = record(contest, "001", "case").sheets
    assert [sheet.judge for sheet in sheets] == ["J1", "J2"]
    assert sheets[0].marks["law"] == Decimal("24.5")


def test_drafts_and_trainees_do_not_stand(hall):
    contest, (first, _), clerk = hall
    case = results.round_of(contest, "case")
    results.sheet(first, case, {"law": 10}, by=clerk, seat="J1", state="draft")
    results.sheet(first, case, {"law": 10}, by=clerk, seat="T1", trainee=True)
    assert record(contest, "001", "case") is None


def test_recused_judge_is_named_but_gives_no_sheet(hall):
    contest, (first, _), clerk = hall
    results.sheet(
        first, results.round_of(contest, "case"), {}, by=clerk, seat="J2", state="recused"
    )
    found = record(contest, "001", "case")
    assert (found.recused, found.sheets) == (("J2",), ())


def test_theory_mark_stands_once_two_entries_agree(hall):
    contest, (first, second), clerk = hall
    results.theory(first, "76.5", by=clerk, state="submitted")
    theory = results.round_of(contest, "theory")
    results.sheet(second, theory, 60, by=clerk, entry="first")
    results.sheet(second, theory, 61, by=clerk, entry="second")
    assert record(contest, "001", "theory").sheets[0].marks == {"": Decimal("76.5")}
    assert record(contest, "002", "theory").sheets == ()


def test_a_mark_of_nought_is_a_mark(hall):
    contest, (first, _), clerk = hall
    results.theory(first, 0, by=clerk)
    assert record(contest, "001", "theory").sheets[0].marks == {"": Decimal(0)}


def test_attendance_penalties_and_measures(hall):
    contest, (first, _), clerk = hall
    case = results.round_of(contest, "case")
    whom = {"entrant_id": first.id, "round_id": case.id}
    made = {"made_by": clerk.id, "made_at": scenes.NOON, **whom}
    db.session.add_all(
        [
            Attendance(state="absent", **whom),
            Penalty(points=Decimal("0.5"), reason="overtime", **made),
            Penalty(points=Decimal(9), reason="lifted", lifted_at=scenes.NOON, **made),
            Measurement(entrant_id=first.id, key="minutes", value=Decimal("7.5")),
        ]
    )
    found = record(contest, "001", "case")
    assert (found.state, [p.points for p in found.penalties]) == ("absent", [Decimal("0.5")])
    assert field_of(contest).entrants[0].measures == {"minutes": Decimal("7.5")}


def test_nobody_from_another_contest(hall):
    contest, _, _ = hall
    scenes.entrants(scenes.contest(slug="other"), 3)
    assert len(field_of(contest).entrants) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count):
    contest, clerk = scenes.contest(), scenes.person("zhang")
    for entrant in scenes.entrants(contest, count):
        results.case(entrant, [80, 81, 82], by=clerk)
    db.session.commit()
    with counted() as asked:
        field_of(contest)
    assert len(asked) == 7


def test_rules_are_those_of_the_contest():
    assert rules_of(scenes.contest()).round("case").panel.minimum == 3
