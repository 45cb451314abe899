"""Contests: created, configured, moved from state to state."""

from dataclasses import replace

import pytest
from flask_security import hash_password
from sqlalchemy import select

from competition.domain.errors import DomainError, Invalid, NotAllowed
from competition.domain.settings import ContestSettings
from competition.exchange.presets import preset
from competition.exchange.rules_file import read_rules
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.contest import Contest
from competition.queries import people
from competition.services.contests import configure, create_contest, move_contest
from competition.web.signin import datastore
from tests import scenes
from tests.scenes_organise import NOW, actor, organised

pytestmark = pytest.mark.usefixtures("app")


def administrator():
    role = datastore.find_or_create_role("administrator")
    user = datastore.create_user(
        username="root",
        name="管理员",
        email="root@example.org",
        password=hash_password(scenes.PASSWORD),
        roles=[role],
    )
    db.session.commit()
    return actor(user)


def actions():
    return list(db.session.scalars(select(AuditLine.action).order_by(AuditLine.id)))


def named(slug):
    rules = preset("quzhou")
    return replace(rules, contest=replace(rules.contest, slug=slug))


def test_creator_becomes_organiser_and_rows_mirror_the_rules():
    creator = administrator()
    made = create_contest(creator, NOW, named("spring-2024"))
    assert people.roles_of(creator.id, made.id) == {"organiser"}
    assert [round_.key for round_ in made.rounds] == ["theory", "case"]
    assert [one.key for one in made.rounds[0].criteria] == [""]
    assert sum(one.full_mark for one in made.rounds[1].criteria) == 100
    assert read_rules(made.rules_text, "rules.toml") == named("spring-2024")
    assert actions() == ["contest:created"]


def test_organiser_of_one_contest_may_create_the_next_and_a_judge_may_not():
    contest, organiser = organised()
    assert create_contest(organiser, NOW, named("next")).slug == "next"
    judge = actor(scenes.person("li", contest, "judge"))
    with pytest.raises(NotAllowed):
        create_contest(judge, NOW, named("third"))


@pytest.mark.parametrize(
    ("slug", "code"), [("quzhou-2023", "slug_taken"), ("New", "slug_form"), ("new", "slug_form")]
)
def test_address_must_be_free_and_plain(slug, code):
    _, organiser = organised()
    with pytest.raises(Invalid, match=code):
        create_contest(organiser, NOW, named(slug))


def test_settings_are_kept_with_what_changed():
    contest, organiser = organised()
    configure(organiser, NOW, contest.id, ContestSettings(publicity_days=7))
    assert contest.settings["publicity_days"] == 7
    line = db.session.scalars(select(AuditLine)).one()
    assert line.detail == {"changed": {"publicity_days": [5, 7]}}


def test_contest_that_lacks_something_stays():
    contest, organiser = organised()
    with pytest.raises(DomainError, match="contest_not_ready"):
        move_contest(organiser, NOW, contest.id, "open", present="setup")
    assert db.session.get(Contest, contest.id).state == "setup"


def test_contest_goes_on_and_back_with_a_reason():
    contest, organiser = organised()
    scenes.person("li", contest, "chief_judge")
    move_contest(organiser, NOW, contest.id, "open", present="setup")
    with pytest.raises(Invalid, match="step_back_needs_reason"):
        move_contest(organiser, NOW, contest.id, "setup", present="open")
    move_contest(organiser, NOW, contest.id, "setup", present="open", reason="规则有误")
    assert contest.state == "setup"
    assert actions() == ["contest:advanced", "contest:stepped_back"]


def test_second_press_of_the_button_moves_nothing():
    contest, organiser = organised()
    scenes.person("li", contest, "chief_judge")
    move_contest(organiser, NOW, contest.id, "open", present="setup")
    with pytest.raises(DomainError, match="contest_moved_meanwhile"):
        move_contest(organiser, NOW, contest.id, "open", present="setup")


def test_publishing_is_no_step_of_this_kind():
    contest, organiser = organised("reviewed")
    with pytest.raises(DomainError, match="contest_step_elsewhere"):
        move_contest(organiser, NOW, contest.id, "provisional", present="reviewed")


def test_judging_opens_the_rounds_for_marks():
    contest, chief = organised("locked")
    for round_ in contest.rounds:
        round_.state = "closed"
    db.session.commit()
    move_contest(chief, NOW, contest.id, "judging", present="locked", reason="补录一份")
    assert {round_.state for round_ in contest.rounds} == {"open"}
