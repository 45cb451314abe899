"""Judges who can't come: refused a seat in words, and told where the panel gets too small."""

from datetime import timedelta

import pytest

from competition.domain.errors import DomainError, Invalid
from competition.domain.setup.readiness import steps
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.queries import readiness, staff
from competition.services.seats import assign_seat, mark_away, mark_back
from competition.services.staff import give_roles
from tests import scenes
from tests.scenes_organise import NOW, organised

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def scene():
    contest, organiser = organised()
    contest.state = "open"
    db.session.commit()
    return contest, organiser


def away(scene, judge, note=""):
    contest, organiser = scene
    mark_away(organiser, NOW, contest.id, round_key="case", user_id=judge.id, note=note)


def seat(scene, judge, panel=""):
    contest, organiser = scene
    assign_seat(organiser, NOW, contest.id, round_key="case", user_id=judge.id, panel=panel)


def told(scene):
    contest, _ = scene
    return [s for s in steps(readiness.facts(contest, NOW)) if s.code == "judges_present"]


def test_judge_who_is_away_gets_no_seat_until_they_are_back(scene):
    contest, organiser = scene
    judge = scenes.person("li", contest, "judge")
    away(scene, judge, "14:00 以后到")
    with pytest.raises(DomainError, match="judge_away") as refused:
        seat(scene, judge)
    assert refused.value.params["note"] == "14:00 以后到"
    mark_back(organiser, NOW, contest.id, round_key="case", user_id=judge.id)
    seat(scene, judge)


def test_only_the_round_that_was_named_is_shut(scene):
    contest, organiser = scene
    judge = scenes.person("li", contest, "judge")
    away(scene, judge)
    assign_seat(organiser, NOW, contest.id, round_key="theory", user_id=judge.id)


def test_smallest_of_parallel_panels_counts_without_those_away(scene):
    contest, _ = scene
    judges = [scenes.person(f"j{n}", contest, "judge") for n in range(6)]
    for judge in judges:
        seat(scene, judge, "1-18" if judge in judges[:3] else "19-36")
    assert told(scene) == []
    away(scene, judges[4])
    (step,) = told(scene)
    assert (step.done, step.params["judges"], step.params["names"]) == (False, 2, judges[4].name)


def test_panel_that_is_away_as_a_whole_counts_none(scene):
    contest, _ = scene
    judges = [scenes.person(f"j{n}", contest, "judge") for n in range(4)]
    for judge in judges:
        seat(scene, judge, "19-36" if judge is judges[3] else "1-18")
    away(scene, judges[3])
    assert told(scene)[0].params["judges"] == 0


def test_each_word_is_in_the_audit_trail_and_said_anew_replaces(scene):
    contest, organiser = scene
    judge = scenes.person("li", contest, "judge")
    away(scene, judge, "病假")
    away(scene, judge, "下午可以")
    assert [gone.note for gone in staff.away(contest.id)[judge.id]] == ["下午可以"]
    for _ in range(2):
        mark_back(organiser, NOW, contest.id, round_key="case", user_id=judge.id)
    actions = [entry.action for entry in db.session.query(AuditLine).order_by(AuditLine.id)]
    assert actions[-3:] == ["judge:away", "judge:away", "judge:back"]


def test_only_judges_are_away_and_whoever_stops_judging_is_forgotten(scene):
    contest, organiser = scene
    clerk, judge = (
        scenes.person(*one) for one in (("wang", contest, "clerk"), ("li", contest, "judge"))
    )
    with pytest.raises(Invalid, match="not_a_judge"):
        away(scene, clerk)
    away(scene, judge)
    give_roles(organiser, NOW, contest.id, "li", ["clerk"])
    assert staff.away(contest.id) == {}


def part_of(scene, judge, since, until=None):
    contest, organiser = scene
    times = {"since": since, "until": until}
    mark_away(organiser, NOW, contest.id, round_key="case", user_id=judge.id, **times)


def test_judge_who_is_away_for_a_time_keeps_their_seat_and_is_told(scene):
    contest, _ = scene
    judge = scenes.person("li", contest, "judge")
    part_of(scene, judge, NOW, NOW + timedelta(hours=2))
    seat(scene, judge)
    assert told(scene) == []
    (advice,) = (
        step
        for step in steps(readiness.facts(contest, NOW))
        if step.code == "judges_partly_present"
    )
    assert (advice.weight, advice.params["names"]) == ("advised", judge.name)
    (away,) = staff.away(contest.id)[judge.id]
    assert (away.since, away.until, away.whole) == (NOW, NOW + timedelta(hours=2), False)


def test_absence_that_ends_before_it_begins_is_refused(scene):
    contest, _ = scene
    judge = scenes.person("li", contest, "judge")
    with pytest.raises(Invalid, match="absence_ends_first"):
        part_of(scene, judge, NOW, NOW)
    assert staff.away(contest.id) == {}
