"""An upheld objection keeps a result provisional until a version corrects it: page and deed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from competition.domain.errors import DomainError
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.models.results import Objection
from competition.queries.entrants import line_of
from competition.queries.publishing.publication import checklist, ready
from competition.queries.ranking import live
from competition.services import publication
from competition.services.entrants.editing import edit_entrant
from tests import scenes
from tests import scenes_results as results

DESK, OVERVIEW = "/organise/", "/organise/quzhou-2023/"
PUBLICATION = f"{OVERVIEW}publication"
DUE = "申诉成立（010 号），须公布更正的版本"
LATER = scenes.NOON + timedelta(days=30)


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the world needs its application
    made = results.full(12)
    for role in ("organiser", "supervisor", "arbiter"):
        scenes.person(role, made, role)
    return made


def entrant(number):
    return db.session.scalars(db.select(Entrant).filter_by(number=number)).one()


def upheld(version, number="010", state="upheld"):
    kept = {"contest_id": version.contest_id, "version_id": version.id}
    whom = entrant(number).id
    db.session.add(
        Objection(text="漏计一分", filed_at=scenes.NOON, state=state, entrant_id=whom, **kept)
    )
    db.session.commit()


def corrected_mark(number, by=1):
    """One more point from each judge, so that the trimmed mean moves."""
    for sheet in db.session.scalars(
        db.select(Sheet).where(Sheet.entrant_id == entrant(number).id, Sheet.seat.startswith("J"))
    ):
        mark = next(each for each in sheet.marks if each.criterion == "manner")
        mark.mark = mark.mark - by if mark.mark >= by else mark.mark + by
        sheet.revision += 1
    db.session.commit()


def withdrawn(contest):
    first, second = results.pair()
    asked = publication.propose_withdrawal(
        first, scenes.NOON, contest_id=contest.id, reason="申诉成立"
    )
    publication.confirm(second, scenes.NOON, contest_id=contest.id, proposal_id=asked.id)


def outcome(contest):
    """The standing that the version gets, or why it can't be made final."""
    try:
        actor = results.pair()[1]
        return publication.make_final(actor, LATER, contest_id=contest.id).standing
    except DomainError as refused:
        return refused.code, refused.params["numbers"]


def seen(client, name, page, language="zh"):
    client.post("/sign-out")
    return scenes.sign_in(client, name).get(page, query_string={"lang": language}).text


def test_page_and_first_pages_say_that_a_correction_is_due(client, contest):
    upheld(results.published(contest))
    for name in ("organiser", "supervisor"):
        for page in (PUBLICATION, OVERVIEW, DESK):
            assert DUE in seen(client, name, page)
    assert "An objection was upheld (entry number 010)" in seen(
        client, "supervisor", PUBLICATION, "en"
    )


def test_next_step_of_the_overview_is_the_correction(client, contest):
    version = results.published(contest)
    assert "下一步：转为正式成绩" in seen(client, "supervisor", OVERVIEW)
    upheld(version)
    for name in ("organiser", "supervisor", "arbiter"):
        page = seen(client, name, OVERVIEW)
        assert "下一步：公布更正的版本" in page
        steps = page[page.index('<ul class="steps card-plain">') :]
        assert DUE in steps[: steps.index("</ul>")]
    corrected_mark("010")
    results.published(contest, reason="漏计一分")
    assert "下一步：转为正式成绩" in seen(client, "supervisor", OVERVIEW)


def test_what_the_deed_refuses_is_not_offered(client, contest):
    version = results.published(contest)
    assert 'id="final-password"' in seen(client, "supervisor", PUBLICATION)
    upheld(version)
    assert 'id="final-password"' not in seen(client, "supervisor", PUBLICATION)
    assert outcome(contest) == ("correction_due", "010")


def test_neither_is_it_while_an_objection_waits(client, contest):
    upheld(results.published(contest), state="filed")
    page = seen(client, "supervisor", PUBLICATION)
    assert 'id="final-password"' not in page
    assert "还有申诉没有答复（010 号）" in page
    assert outcome(contest) == ("objections_open", "010")


def test_the_correction_itself_can_be_published(client, contest):
    upheld(results.published(contest))
    checks = checklist(contest, live(contest))
    assert {check.code for check in checks if not check.met} == {"upheld"}
    assert ready(checks)
    corrected_mark("010")
    assert "提出公布第 2 版" in seen(client, "organiser", PUBLICATION)
    results.published(contest, reason="漏计一分")
    assert outcome(contest) == "final"
    assert DUE not in seen(client, "supervisor", PUBLICATION)


@pytest.mark.parametrize("reason", ["重新公布", "010 号申诉成立，重新公布"])
def test_same_marks_published_again_settle_nothing(contest, reason):
    upheld(results.published(contest))
    withdrawn(contest)
    results.published(contest, reason=reason)
    assert outcome(contest) == ("correction_due", "010")


def test_another_entrants_correction_settles_nothing_unless_the_reason_names_who_objected(contest):
    upheld(results.published(contest))
    corrected_mark("002")  # absent from the case: nobody's place moves
    entrant("003").state = "withdrawn"
    db.session.commit()
    results.published(contest, reason="003 号弃权；0100、1010 不是参赛号")
    assert outcome(contest) == ("correction_due", "010")
    withdrawn(contest)
    results.published(contest, reason="０１０号申诉成立：003 号弃权")
    assert outcome(contest) == "final"


def test_every_upheld_objection_needs_its_own_correction(contest):
    version = results.published(contest)
    upheld(version, "010")
    upheld(version, "004")  # out of competition: no place that another's correction could move
    corrected_mark("010")
    results.published(contest, reason="漏计一分")
    assert outcome(contest) == ("correction_due", "004")


def test_a_corrected_name_settles_an_objection(contest):
    entrant("010").consented_at = scenes.NOON
    db.session.commit()
    upheld(results.published(contest))
    entrant("010").name = "选手拾"
    db.session.commit()
    results.published(contest, reason="姓名有误")
    assert outcome(contest) == "final"


def test_consent_given_meanwhile_is_no_correction(contest):
    upheld(results.published(contest))
    entrant("010").consented_at = scenes.NOON
    db.session.commit()
    withdrawn(contest)
    results.published(contest, reason="重新公布")
    assert outcome(contest) == ("correction_due", "010")


@pytest.mark.parametrize(("hours", "settled"), [(1, True), (-1, False)])
def test_what_no_version_publishes_is_settled_by_a_correction_in_the_register(
    contest, hours, settled
):
    upheld(results.published(contest))
    objection = db.session.scalars(db.select(Objection)).one()
    objection.answered_at = LATER - timedelta(days=2)
    db.session.commit()
    row = entrant("010")
    edit_entrant(
        results.pair()[0],
        objection.answered_at + timedelta(hours=hours),
        contest.id,
        row.id,
        replace(line_of(row), name="陈思远"),
        reason="申诉成立",
    )
    assert outcome(contest) == ("final" if settled else ("correction_due", "010"))
