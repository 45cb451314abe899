"""The live ranking follows the tables, and costs little while they stand still."""

import pytest

from competition.models import db
from competition.models.entrant import Entrant
from competition.models.judging import Assignment
from competition.queries.field import rules_of
from competition.queries.judging.completeness import Waiting
from competition.queries.ranking import live
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
