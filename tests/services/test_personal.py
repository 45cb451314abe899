"""Personal data erased by two people when their time is over; what was published stays provable."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from competition.domain.errors import DomainError
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.results import ResultVersion
from competition.queries import chain
from competition.queries.archive import personal as queries
from competition.queries.publishing.results import public_lines
from competition.services.archive import personal
from competition.storage import store
from tests import scenes
from tests import scenes_results as worlds

pytestmark = pytest.mark.usefixtures("app")
NOW = scenes.NOON
LATER = NOW + timedelta(days=366)
PHOTO = "photos/aa/a.jpg"


@pytest.fixture
def contest():
    contest = worlds.full(3)
    version = worlds.published(contest)
    version.standing, version.final_at = "final", NOW
    contest.state = "final"
    for person in everybody():
        person.document_number, person.document_index = "11010519491231002X", "index"
        person.phone, person.photo_key, person.access_digest = "13800000000", PHOTO, "digest"
    db.session.commit()
    store().put(PHOTO, b"picture")
    return contest


@pytest.fixture
def two():
    return worlds.pair()


def everybody():
    return list(db.session.scalars(select(Entrant).order_by(Entrant.number)))


def refused(deed, *arguments):
    with pytest.raises(DomainError) as refusal:
        deed(*arguments)
    return refusal.value.code


def test_erasure_takes_numbers_photos_and_codes(contest, two):
    first, second = two
    waiting = personal.propose_erasure(first, LATER, contest.id, "期满")
    assert everybody()[0].phone == "13800000000"
    personal.confirm_erasure(second, LATER, contest.id, waiting.id)
    for person in everybody():
        left = (person.document_number, person.document_index, person.phone, person.photo_key)
        assert (*left, person.access_digest) == (None,) * 5
        assert person.session_epoch == 1
    assert not store().exists(PHOTO)
    assert not queries.held(contest.id).anything


def test_result_and_chain_stand_as_before(contest, two):
    first, second = two
    version = db.session.scalars(select(ResultVersion)).one()
    before = (version.result_sha256, public_lines(version.id))
    waiting = personal.propose_erasure(first, LATER, contest.id, "期满")
    personal.confirm_erasure(second, LATER, contest.id, waiting.id)
    assert (version.result_sha256, public_lines(version.id)) == before
    assert chain.check()[2] == []


def test_nobody_confirms_what_they_proposed(contest, two):
    first, _ = two
    waiting = personal.propose_erasure(first, LATER, contest.id, "期满")
    code = refused(personal.confirm_erasure, first, LATER, contest.id, waiting.id)
    assert code == "second_person_needed"
    assert everybody()[0].phone


def test_erasure_waits_for_the_end_of_the_time(contest, two):
    early = NOW + timedelta(days=364)
    code = refused(personal.propose_erasure, two[0], early, contest.id, "x")
    assert code == "retention_not_over"


def test_erasure_waits_for_certificates_still_to_be_made(contest, two):
    version = db.session.scalars(select(ResultVersion)).one()
    made = worlds.certificate(version, everybody()[0].id, "prize", "first")
    made.state = "reserved"
    db.session.add(made)
    db.session.commit()
    code = refused(personal.propose_erasure, two[0], LATER, contest.id, "x")
    assert code == "certificates_unfinished"


def test_erasure_is_of_what_was_proposed(contest, two):
    first, second = two
    waiting = personal.propose_erasure(first, LATER, contest.id, "期满")
    everybody()[0].phone = None
    db.session.commit()
    code = refused(personal.confirm_erasure, second, LATER, contest.id, waiting.id)
    assert code == "erasure_outdated"
    personal.discard_erasure(first, LATER, contest.id, waiting.id)
    assert (
        refused(personal.confirm_erasure, second, LATER, contest.id, waiting.id) == "erasure_gone"
    )


def test_picture_that_another_contest_uses_stays(contest, two):
    first, second = two
    other = scenes.contest(slug="other")
    scenes.entrants(other, 1, photo_key=PHOTO)
    waiting = personal.propose_erasure(first, LATER, contest.id, "期满")
    personal.confirm_erasure(second, LATER, contest.id, waiting.id)
    assert store().get(PHOTO) == b"picture"


def test_copy_for_one_person_holds_all_and_leaves_a_trace(contest, two):
    entrant = everybody()[0]
    person, copied = personal.copy_entrant(two[0], NOW, contest.id, entrant.id)
    assert person.id == entrant.id
    assert copied["person"]["document_number"] == "11010519491231002X"
    assert [line["version"] for line in copied["results"]] == [1]
    again = personal.copy_entrant(two[0], NOW, contest.id, entrant.id)[1]
    assert again["history"][-1]["action"] == "entrant:copied"
