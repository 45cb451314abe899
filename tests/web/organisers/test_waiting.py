"""What waits for whoever signs in: on the workbench and on the contest's own first page."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from competition.models import db
from competition.models.contest import Proposal
from competition.models.results import Objection, ResultVersion
from competition.queries.waiting import DECIDED_BY, waiting_for
from competition.services import theory
from competition.web.organisers.steps import WAITING_PAGES
from competition.web.words.setup import WAITING
from tests import scenes
from tests import scenes_results as results
from tests.counting import counted
from tests.scenes_judging import actor, hall

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


@pytest.fixture
def papers(app):  # noqa: ARG001 -- the world needs its application
    """Round ``theory`` of a contest in judging: 001 differs, 002 agrees, 003 has no second."""
    stage = hall(judges=0)
    first, second = (scenes.person(name, stage.contest, "clerk") for name in ("one", "two"))
    for role in ("chief_judge", "clerk", "organiser"):
        scenes.person(role, stage.contest, role)
    for user, entry, typed in (
        (first, "first", {"001": "60", "002": "76.5", "003": "80"}),
        (second, "second", {"001": "61", "002": "76.50"}),
    ):
        marks = {number: {"": Decimal(mark)} for number, mark in typed.items()}
        theory.enter_papers(actor(user, "clerk"), scenes.NOON, stage.theory.id, entry, marks)
    return stage


@pytest.mark.parametrize("page", [DESK, OVERVIEW])
def test_papers_that_differ_wait_for_who_did_not_type_them(client, papers, page):
    text = "1 份理论试卷两遍不一致，等您裁定"
    people = ("one", "two", "chief_judge", "clerk", "organiser")
    told = {name for name in people if text in seen(client, name, page)}
    assert told == {"chief_judge", "clerk"}
    third = scenes.User.query.filter_by(username="clerk").one()
    theory.settle_paper(
        actor(third, "clerk"), scenes.NOON, papers.theory.id, "001", {"": Decimal(60)}
    )
    assert "等您裁定" not in seen(client, "chief_judge", page)


@pytest.mark.usefixtures("papers")
def test_papers_that_differ_are_not_told_as_missing(client):
    page = seen(client, "organiser", OVERVIEW)
    assert "还有 1 名选手没有成绩，也未记为缺考；另有 1 份试卷两遍录入不一致" in page


@pytest.mark.parametrize("page", [DESK, OVERVIEW])
def test_end_of_the_publicity_period_waits_for_the_supervisor(client, contest, page):
    text = "公示期已满，等您转为正式成绩"
    version = results.published(contest, now=datetime.now(UTC))
    assert text not in seen(client, "supervisor", page)
    table = ResultVersion.__table__
    before = datetime.now(UTC) - timedelta(minutes=1)
    db.session.execute(table.update().values(objections_until=before))
    db.session.commit()
    assert {role for role in ROLES if text in seen(client, role, page)} == {"supervisor"}
    entrant = db.session.scalar(db.select(scenes.Entrant).filter_by(number="001"))
    kept = {"contest_id": contest.id, "version_id": version.id, "entrant_id": entrant.id}
    objection = Objection(text="请复核", filed_at=scenes.NOON, **kept)
    db.session.add(objection)
    db.session.commit()
    for state in ("filed", "upheld"):
        objection.state = state
        db.session.commit()
        assert text not in seen(client, "supervisor", page)
    objection.state = "rejected"
    db.session.commit()
    assert text in seen(client, "supervisor", page)


def test_as_many_statements_for_many_contests_as_for_one(contest):
    made = [contest, results.full(5, slug="second"), results.full(5, slug="third")]
    for each in made:
        version = results.published(each)
        whom = version.lines[0].entrant_id
        kept = {"contest_id": each.id, "version_id": version.id, "entrant_id": whom}
        db.session.add(Objection(text="…", filed_at=scenes.NOON, state="upheld", **kept))
        db.session.commit()
    asked = []
    for some in (made[:1], made):
        db.session.expire_all()
        roles = {each: ROLES for each in some if each.state}  # read before the counting
        with counted() as statements:
            assert len(waiting_for(0, roles, datetime.now(UTC))) == len(some)
        asked.append(len(statements))
    assert asked[0] == asked[1]


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
