"""Publishing by two people; what was published never changes."""

from datetime import timedelta

import pytest

from competition.domain.actor import Actor
from competition.domain.errors import DomainError
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.models.results import Frozen, Objection, ResultLine
from competition.queries.publishing.publication import checklist
from competition.queries.publishing.results import current
from competition.queries.ranking import live
from competition.services import publication
from tests import scenes
from tests import scenes_results as results
from tests.scenes_results import published

pytestmark = pytest.mark.usefixtures("app")
LI = Actor("staff", 1, "li", "organiser")
SUN = Actor("staff", 2, "sun", "supervisor")
NOW = scenes.NOON


@pytest.fixture
def contest():
    scenes.person("li")
    scenes.person("sun")
    return results.full(12)


def propose(contest, reason=""):
    return publication.propose_publication(LI, NOW, contest_id=contest.id, reason=reason)


def confirm(contest, proposal, by=SUN):
    return publication.confirm(by, NOW, contest_id=contest.id, proposal_id=proposal.id)


def refusal(deed, *args, **kwargs):
    with pytest.raises(DomainError) as refused:
        deed(*args, **kwargs)
    return refused.value.code


def test_two_people_publish_a_numbered_version(contest):
    version = confirm(contest, propose(contest))
    lines = db.session.scalar(db.select(db.func.count(ResultLine.id)))
    assert (version.number, version.standing, lines) == (1, "provisional", 12)
    assert db.session.get(Contest, contest.id).state == "provisional"
    assert version.objections_until > NOW + timedelta(days=5)


def test_nobody_confirms_their_own_proposal(contest):
    assert refusal(confirm, contest, propose(contest), by=LI) == "second_person_publishes"
    assert current(contest.id) is None


def test_a_mark_changed_after_the_proposal_stops_it(contest):
    proposal = propose(contest)
    sheet = db.session.scalars(db.select(Sheet).where(Sheet.seat == "J1")).first()
    sheet.marks[0].mark += 1
    sheet.revision += 1
    db.session.commit()
    assert refusal(confirm, contest, proposal) == "publication_changed"


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_an_unsigned_sheet_stands_against_publishing(contest, state):
    db.session.scalars(db.select(Sheet).where(Sheet.seat == "J1")).first().state = state
    db.session.commit()
    assert refusal(propose, contest) == "publication_not_ready"
    assert {check.code for check in checklist(contest, live(contest)) if not check.met} >= {
        "signed"
    }


def test_names_only_with_consent_and_judges_never_by_seat(contest):
    entrant = db.session.scalars(db.select(Entrant).where(Entrant.number == "001")).one()
    entrant.consented_at = NOW
    db.session.commit()
    version = confirm(contest, propose(contest))
    named = {line.number: line.name for line in version.lines if line.name}
    assert named == {"001": "选手1"}
    assert "J1" not in version.marks_text


def test_what_was_published_cannot_be_changed_or_deleted(contest):
    version = confirm(contest, propose(contest))
    version.lines[0].rank = 9
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()
    db.session.delete(version.lines[0])
    with pytest.raises(Frozen):
        db.session.flush()


def test_a_correction_is_a_new_version_with_a_reason(contest):
    first = published(contest)
    assert refusal(propose, contest) == "reason_needed"
    second = confirm(contest, propose(contest, "复核后更正"))
    assert (second.number, first.standing, first.ended_reason) == (2, "replaced", "复核后更正")


def test_a_withdrawn_version_leaves_a_trace_and_the_next_is_two(contest):
    version = published(contest)
    proposal = publication.propose_withdrawal(LI, NOW, contest_id=contest.id, reason="漏计扣分")
    confirm(contest, proposal)
    assert (version.standing, version.ended_reason) == ("withdrawn", "漏计扣分")
    assert db.session.get(Contest, contest.id).state == "reviewed"
    assert published(contest, reason="更正后重新公布").number == 2


def test_final_only_after_the_publicity_period(contest):
    version = published(contest)
    end = version.objections_until
    make = publication.make_final
    assert refusal(make, SUN, end, contest_id=contest.id) == "publicity_not_over"
    assert make(SUN, end + timedelta(seconds=1), contest_id=contest.id).standing == "final"


@pytest.mark.parametrize(
    ("state", "code"), [("filed", "objections_open"), ("upheld", "correction_due")]
)
def test_an_open_objection_keeps_the_result_provisional(contest, state, code):
    version = published(contest)
    whom = version.lines[0].entrant_id
    kept = {"contest_id": contest.id, "version_id": version.id, "entrant_id": whom}
    db.session.add(Objection(text="…", filed_at=NOW, state=state, **kept))
    db.session.commit()
    later = version.objections_until + timedelta(days=1)
    assert refusal(publication.make_final, SUN, later, contest_id=contest.id) == code


def test_certificates_that_no_longer_hold_are_flagged(contest):
    version = published(contest)
    winner = version.lines[0]
    db.session.add(results.certificate(version, winner.entrant_id, "prize", "first"))
    db.session.get(Entrant, winner.entrant_id).state = "disqualified"
    db.session.commit()
    published(contest, reason="取消资格")
    assert db.session.scalars(db.select(Certificate.flagged)).one() == "award_gone"


def test_every_deed_is_on_record(contest):
    published(contest)
    actions = list(db.session.scalars(db.select(AuditLine.action).order_by(AuditLine.id)))
    assert actions == ["publication:proposed", "result:published"]
