"""The live ranking follows the tables, and costs little while they stand still."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competition.domain.ranking import rank
from competition.domain.setup.what_if import moves
from competition.models import db
from competition.models.entrant import Attendance, Entrant, Measurement
from competition.models.judging import Assignment, Penalty, Sheet, revise
from competition.models.staff import User
from competition.queries.field import field_of, rules_of
from competition.queries.judging.completeness import Waiting
from competition.queries.ranking import live
from competition.queries.rules import would_move
from tests import scenes
from tests import scenes_results as results
from tests.counting import counted

pytestmark = pytest.mark.usefixtures("app")


def test_states_are_kept_apart():
    ranking = live(results.full(6)).ranking
    states = {line.entrant: line.state for line in ranking.lines}
    assert (states["002"], states["003"], states["004"]) == ("absent", "disqualified", "unofficial")
    assert ranking.line("005").rounds["case"].recused == ("J2",)


def test_a_changed_penalty_or_state_is_seen_at_once():
    contest = results.full(6)
    before = live(contest)
    assert live(contest) is before
    first = before.ranking.lines[0].entrant
    entrant = next(e for e in db.session.scalars(db.select(Entrant)) if e.number == first)
    entrant.state = "withdrawn"
    db.session.commit()
    assert live(contest).ranking.line(first).state == "withdrawn"


def test_an_unchanged_ranking_reads_no_mark():
    contest = results.full(6)
    live(contest)
    with counted() as asked:
        live(contest)
    assert not any("sheet_mark" in statement for statement in asked)


def _mark(_contest):
    sheet = db.session.scalars(db.select(Sheet).where(Sheet.seat == "J3")).first()
    marks = {mark.criterion: mark.mark / 2 for mark in sheet.marks}
    revise(db.session, sheet, state="submitted", marks=marks, by=sheet.user_id, at=scenes.NOON)


def _recuse(_contest):
    sheet = db.session.scalars(db.select(Sheet).where(Sheet.seat == "J4")).first()
    revise(db.session, sheet, state="recused", marks={}, by=sheet.user_id, at=scenes.NOON)


def _deduct(contest):
    case, person = results.round_of(contest, "case"), db.session.scalar(db.select(User.id))
    entrant = db.session.scalar(db.select(Entrant.id).where(Entrant.number == "006"))
    made = {"reason": "超时", "made_by": person, "made_at": scenes.NOON}
    db.session.add(Penalty(entrant_id=entrant, round_id=case.id, points=Decimal(3), **made))


def _measure(_contest):
    entrant = db.session.scalar(db.select(Entrant.id).where(Entrant.number == "001"))
    db.session.add(Measurement(entrant_id=entrant, key="minutes", value=Decimal(7)))


def _attend(_contest):
    db.session.delete(db.session.scalars(db.select(Attendance)).one())


def _hold(_contest):
    db.session.scalars(db.select(Entrant)).first().held_level = 2


CHANGES = [_mark, _recuse, _deduct, _measure, _attend, _hold]


@pytest.mark.parametrize("change", CHANGES)
def test_ranking_after_a_change_is_the_one_that_everything_read_anew_gives(change):
    contest = results.full(8)
    live(contest)
    change(contest)
    db.session.commit()
    anew = field_of(contest)
    assert live(contest).field == anew
    assert live(contest).ranking == rank(rules_of(contest), anew)


def test_after_one_mark_only_that_entrants_marks_are_read():
    contest = results.full(8)
    before = live(contest).field.entrants
    _mark(contest)
    db.session.commit()
    after = live(contest).field.entrants
    assert sum(old is not new for old, new in zip(before, after, strict=True)) == 1


def test_an_assigned_seat_without_a_sheet_is_waited_for():
    contest = scenes.contest(state="judging")
    first, second = scenes.entrants(contest, 2)
    judge = scenes.person("j1")
    case = results.round_of(contest, "case")
    db.session.add(Assignment(round_id=case.id, user_id=judge.id, seat="J1"))
    results.case(first, [80], by=judge)
    db.session.commit()
    assert live(contest).waiting == {second.number: (Waiting("case", "J1"),)}
    assert rules_of(contest) is live(contest).rules


def test_each_panel_is_waited_for_by_those_it_judges_and_nobody_by_those_who_left():
    contest = scenes.contest(state="judging")
    people = scenes.entrants(contest, 5)
    case = results.round_of(contest, "case")
    for seat, draws in (("J1", "1-2"), ("J2", "3-5")):
        judge = scenes.person(seat)
        db.session.add(Assignment(round_id=case.id, user_id=judge.id, seat=seat, panel=draws))
    sheet = {"by": judge, "marks": {}, "state": "recused"}
    db.session.add(results.sheet(people[0], case, seat="J1", **sheet))
    db.session.add(results.sheet(people[1], case, seat="J1", trainee=True, **sheet))
    people[3].state = "withdrawn"
    db.session.add(Attendance(entrant_id=people[4].id, round_id=case.id, state="absent"))
    db.session.commit()
    assert live(contest).waiting == {
        people[1].number: (Waiting("case", "J1"),),
        people[2].number: (Waiting("case", "J2"),),
    }


def test_moves_under_other_rules_are_remembered_until_a_mark_or_the_rules_change():
    contest = results.full(8)
    rules = rules_of(contest)
    wanted, other = (_weighing(rules, weight) for weight in ("0.5", "0.6"))
    first = would_move(contest, wanted)
    assert first
    assert would_move(contest, _weighing(rules, "0.5")) is first
    assert would_move(contest, other) != first
    assert would_move(contest, wanted) == first
    _mark(contest)
    db.session.commit()
    anew = field_of(contest)
    assert would_move(contest, wanted) == moves(rank(rules, anew), rank(wanted, anew)) != first


def _weighing(rules, weight):
    head, *rest = rules.rounds
    return replace(rules, rounds=(replace(head, weight=Decimal(weight)), *rest))
