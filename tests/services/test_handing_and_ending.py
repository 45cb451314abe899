"""What becomes of issued certificates: fetched, packed, printed, revoked, checked as files."""

import zipfile
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from competition.domain.actor import Actor
from competition.domain.errors import DomainError, Invalid, NotAllowed, NotFound
from competition.domain.permissions import WrongState
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate, Download
from competition.queries import certificates as queries
from competition.queries.certificates import lists
from competition.services.certificates import checking, ending, handing, making
from competition.storage import store
from tests import scenes, scenes_issuing
from tests.scenes import NOON
from tests.scenes_issuing import line

FEW = (line("002", 1, "first"), line("003", 2, "second", 3))
WHY = {"reason_class": "facts_wrong", "reason": "单位有误"}


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the rows need its database
    return scenes_issuing.decided(result=FEW)


@pytest.fixture
def organiser(contest):
    return scenes_issuing.organiser(contest)


@pytest.fixture
def issued(contest, organiser, settings):
    making.issue_all(organiser, lambda: NOON, contest.id, settings)
    return db.session.scalars(select(Certificate).order_by(Certificate.id)).all()


def second_person(contest):
    user = scenes.person("sun", contest, "supervisor")
    return Actor(kind="staff", id=user.id, name=user.name, role="supervisor")


def test_the_same_bytes_every_time_and_each_fetch_on_record(contest, organiser, issued):
    first = handing.hand_out(organiser, NOON, issued[0].id, contest_id=contest.id)
    again = handing.hand_out(organiser, NOON, issued[0].id, contest_id=contest.id)
    assert first.content == again.content
    assert first.sha256 == issued[0].sha256
    assert [one.by for one in lists.downloads_of(issued[0].id)] == ["zhao", "zhao"]


def test_somebody_else_s_certificate_is_not_found(organiser, issued):
    other = issued[-1].entrant_id
    with pytest.raises(NotFound):
        handing.hand_out(organiser, NOON, issued[0].id, entrant_id=other)
    with pytest.raises(NotFound):
        handing.hand_out(organiser, NOON, issued[0].id, contest_id=issued[0].contest_id + 1)
    with pytest.raises(NotFound):
        handing.hand_out(organiser, NOON, issued[0].id)
    assert db.session.scalar(select(Download)) is None


def test_a_stored_file_that_was_changed_is_not_given_out(contest, organiser, issued):
    store().put(issued[0].storage_key, b"%PDF-1.7 something else")
    with pytest.raises(DomainError, match="stored_file_altered"):
        handing.hand_out(organiser, NOON, issued[0].id, contest_id=contest.id)


def test_the_archive_keeps_namesakes_apart(contest, organiser, issued):
    with handing.archive(organiser, NOON, contest.id) as file, zipfile.ZipFile(file) as packed:
        names = packed.namelist()
        assert packed.read(names[0]) == store().get(issued[0].storage_key)
    assert len(set(names)) == len(issued) == 3
    assert [name for name in names if "王芳" in name] == names
    assert names[0] == "002-王芳-一等奖-QUZHOU-2023-HJ-0001.pdf"


def test_certificates_in_the_archive_bear_the_time_of_the_contest(contest, organiser, issued):
    made = issued[0].made_at.astimezone(ZoneInfo("Asia/Shanghai"))
    with handing.archive(organiser, NOON, contest.id) as file, zipfile.ZipFile(file) as packed:
        assert packed.infolist()[0].date_time == (*made.timetuple()[:5], 0)


def test_the_print_file_has_a_page_for_each(contest, organiser, issued):
    made = handing.print_file(organiser, NOON, contest.id)
    printed = pypdfium2.PdfDocument(store().get(made["key"]))
    assert len(printed) == len(issued) == made["count"]
    printed.close()


def test_a_changed_design_is_not_printed_as_if_it_were_the_old_one(contest, organiser, issued):
    issued[0].design_version = "older"
    db.session.commit()
    with pytest.raises(DomainError, match="design_changed"):
        handing.print_file(organiser, NOON, contest.id)


def test_a_revoked_certificate_stays_revoked_with_date_and_reason(contest, organiser, issued):
    ending.revoke(organiser, NOON, contest.id, issued[0].id, **WHY)
    assert (issued[0].state, issued[0].ended_at, issued[0].ended_class) == (
        "revoked",
        NOON,
        "facts_wrong",
    )
    with pytest.raises(DomainError, match="certificate_step_not_allowed"):
        ending.revoke(organiser, NOON, contest.id, issued[0].id, **WHY)
    lines = db.session.scalars(select(AuditLine).filter_by(action="certificate:revoked")).all()
    assert [one.reason for one in lines] == ["单位有误"]


@pytest.mark.parametrize("why", [{**WHY, "reason": " "}, {**WHY, "reason_class": "mood"}])
def test_revoking_needs_a_reason(contest, organiser, issued, why):
    with pytest.raises(Invalid, match="certificate_reason_needed"):
        ending.revoke(organiser, NOON, contest.id, issued[0].id, **why)
    assert issued[0].state == "issued"


def test_revoking_many_takes_two_people(contest, organiser, issued):
    ids = [one.id for one in issued[:2]]
    proposal = ending.propose_revocation(organiser, NOON, contest.id, ids, **WHY)
    with pytest.raises(NotAllowed, match="revocation_needs_second_person"):
        ending.decide_revocation(organiser, NOON, contest.id, proposal, agreed=True)
    assert {one.state for one in issued} == {"issued"}
    other = second_person(contest)
    assert ending.decide_revocation(other, NOON, contest.id, proposal, agreed=True) == 2
    assert [one.state for one in issued] == ["revoked", "revoked", "issued"]
    with pytest.raises(DomainError, match="revocation_decided"):
        ending.decide_revocation(other, NOON, contest.id, proposal, agreed=False)


def test_a_rejected_proposal_ends_nothing(contest, organiser, issued):
    proposal = ending.propose_revocation(organiser, NOON, contest.id, [issued[0].id], **WHY)
    assert ending.decide_revocation(organiser, NOON, contest.id, proposal, agreed=False) == 0
    assert issued[0].state == "issued"


def test_before_publication_nothing_can_be_revoked(contest, organiser, issued):
    contest.state = "reviewed"
    db.session.commit()
    with pytest.raises(WrongState):
        ending.revoke(organiser, NOON, contest.id, issued[0].id, **WHY)


def test_our_own_file_is_genuine(issued, settings):
    checked = checking.check_file(store().get(issued[1].storage_key), settings)
    assert (checked.finding, checked.certificate.id) == ("genuine", issued[1].id)
    assert (checked.whole, checked.signed_by_us, checked.credential) == (True, True, True)
    assert checked.differing == ()


def test_an_altered_file_is_told_from_an_unknown_one(issued, settings):
    content = store().get(issued[0].storage_key)
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        opened.save(target, static_id=True)
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    for altered in (target.getvalue(), bytes(flipped), content + b"\n%% a note\n"):
        assert checking.check_file(altered, settings).finding == "altered"
    assert checking.check_file(b"%PDF-1.4 nothing", settings).finding == "unreadable"
    empty = BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(empty)
    assert checking.check_file(empty.getvalue(), settings).finding == "unsigned"


def test_a_file_signed_with_another_key_is_foreign(issued, settings, tmp_path):
    import certificates  # noqa: PLC0415 -- a forger's tools, for this test only

    keys = certificates.make_authority(tmp_path / "forger")
    signer = certificates.FileSigner(keys.signer_key, keys.signer_certificate)
    facts = certificates.Facts.parse(queries.facts_of(issued[0]))
    forged = certificates.issue(facts, signer=signer, did="did:web:localhost")
    checked = checking.check_file(forged, settings)
    assert (checked.finding, checked.certificate) == ("foreign", None)


def test_our_signature_on_what_is_not_on_record_is_said(issued, settings):
    content = store().get(issued[0].storage_key)
    db.session.query(Download).delete()
    db.session.delete(issued[0])
    db.session.commit()
    assert checking.check_file(content, settings).finding == "unrecorded"


def test_too_large_a_file_is_refused(settings):
    with pytest.raises(Invalid, match="certificate_file_too_large"):
        checking.check_file(b"x" * (checking.LARGEST_BYTES + 1), settings)
