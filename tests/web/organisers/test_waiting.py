"""What waits for whoever signs in: on the workbench and on the contest's own first page."""

import pytest

from competition.models import db
from competition.models.contest import Proposal
from competition.models.results import Objection, ResultVersion
from competition.queries.waiting import DECIDED_BY
from competition.web.organisers.steps import WAITING_PAGES
from competition.web.words.setup import WAITING
from tests import scenes
from tests import scenes_results as results

DESK, OVERVIEW = "/organise/", "/organise/quzhou-2023/"
ROLES = ("organiser", "chief_judge", "supervisor", "arbiter", "clerk")


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(6)
    for role in ROLES:
        scenes.person(role, made, role)
    return made


def proposed(contest, kind, by="organiser"):
    user = db.session.scalar(db.select(scenes.User).filter_by(username=by))
    db.session.add(
        Proposal(
            contest_id=contest.id,
            kind=kind,
            payload={"sha256": "", "version": 1},
            proposed_by=user.id,
            proposed_at=scenes.NOON,
        )
    )
    db.session.commit()


def seen(client, name, page):
    client.post("/sign-out")
    return scenes.sign_in(client, name).get(page).text


@pytest.mark.parametrize(
    ("kind", "text", "waited_for"),
    [
        ("publication:publish", "成绩公布已提出，等您确认", {"supervisor"}),
        ("publication:withdraw", "撤回成绩已提出，等您确认", {"supervisor"}),
        ("rules", "规则变更已提出，等您确认", {"supervisor", "chief_judge"}),
    ],
)
def test_proposal_waits_for_those_who_may_confirm_it(client, contest, kind, text, waited_for):
    proposed(contest, kind)
    for page in (DESK, OVERVIEW):
        assert {role for role in ROLES if text in seen(client, role, page)} == waited_for


def test_nobody_is_asked_to_confirm_their_own(client, contest):
    proposed(contest, "rules", by="supervisor")
    assert "等您办理" not in seen(client, "supervisor", OVERVIEW)
    assert "等您办理" in seen(client, "chief_judge", OVERVIEW)


@pytest.mark.parametrize("page", [DESK, OVERVIEW])
def test_objections_wait_for_the_arbiter(client, contest, page):
    results.published(contest)
    version = db.session.scalar(db.select(ResultVersion))
    entrant = db.session.scalar(db.select(scenes.Entrant).filter_by(number="001"))
    assert "等您答复" not in seen(client, "arbiter", page)
    filed = Objection(
        contest_id=contest.id,
        version_id=version.id,
        entrant_id=entrant.id,
        text="请复核",
        filed_at=scenes.NOON,
    )
    db.session.add(filed)
    db.session.commit()
    told = {role for role in ROLES if "1 件申诉等您答复" in seen(client, role, page)}
    assert told == {"arbiter"}


def test_what_can_be_decided_no_more_is_not_asked_for(client, contest):
    proposed(contest, "rules")
    contest.state = "provisional"
    db.session.commit()
    assert "等您办理" not in seen(client, "chief_judge", OVERVIEW)


@pytest.mark.usefixtures("contest")
def test_link_leads_to_the_page_of_that_contest(client):
    other = results.full(5, slug="other")
    db.session.add(
        scenes.Membership(
            contest_id=other.id,
            role="supervisor",
            user_id=db.session.scalar(db.select(scenes.User.id).filter_by(username="supervisor")),
        )
    )
    proposed(other, "publication:publish")
    text = seen(client, "supervisor", DESK)
    assert 'href="/organise/other/publication"' in text
    assert 'href="/organise/quzhou-2023/publication"' not in text


def test_every_kind_has_words_and_a_page():
    assert DECIDED_BY.keys() == WAITING.keys() == WAITING_PAGES.keys()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "竞赛现在是“成绩已复核”；这项操作只能在以下阶段进行：筹备中、报名中、比赛评分中。"),
        ("en", "The contest is at “Scores reviewed”; this can only be done at: "),
    ],
)
@pytest.mark.usefixtures("contest")
def test_who_comes_at_the_wrong_time_is_told_when_and_led_back(client, language, sentence):
    client = scenes.sign_in(client, "organiser")
    answer = client.get(f"{OVERVIEW}rules/edit?lang={language}")
    assert answer.status_code == 409
    assert sentence in answer.text
    assert f'href="{OVERVIEW}"' in answer.text
