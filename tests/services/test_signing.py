"""A signature stands on what the judge read, and waits for marks that are still on a tablet."""

import uuid
from datetime import timedelta

import pytest

from competition.domain.errors import DomainError
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.staff import Device
from competition.queries.judging import sheets as judging
from competition.queries.judging.signing import digest_of
from competition.services import devices, signing
from tests import scenes
from tests.scenes_judging import actor, hall, marks, submit

LATER = scenes.NOON + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def stage():
    made = hall(judges=1)
    for draw in ("1", "2", "3"):
        submit(made, made.judges[0], draw)
    return made


def papers(stage):
    db.session.expire_all()
    return judging.papers_of(judging.seat_in(stage.contest, "case", stage.judges[0].id))


def sign(stage, **declared):
    declaration = signing.Declaration("我确认", **declared)
    return signing.sign_off(actor(stage.judges[0]), LATER, stage.case.id, declaration)


def tablet(stage, unsent, silent=timedelta(0)):
    report = devices.Report(str(uuid.uuid4()), unsent)
    devices.note_contact(actor(stage.judges[0]), LATER - silent, report)
    return report.device_id


def states(stage):
    return {paper.state for paper in papers(stage)}


def test_sheet_that_changed_after_it_was_read_is_not_signed_unseen(stage):
    read = digest_of(papers(stage))
    submit(stage, stage.judges[0], base=1, given=marks(law="1"))
    with pytest.raises(DomainError, match="sheets_changed"):
        sign(stage, seen=read)
    assert sign(stage, seen=digest_of(papers(stage))) == 3


def test_marks_on_a_tablet_in_contact_are_waited_for(stage):
    device = tablet(stage, 2)
    for left_behind in (False, True):
        with pytest.raises(DomainError) as refused:
            sign(stage, left_behind=left_behind)
        assert (refused.value.code, refused.value.params) == ("marks_unsent", {"count": 2})
    devices.note_contact(actor(stage.judges[0]), LATER, devices.Report(device, 0))
    assert sign(stage) == 3


@pytest.mark.parametrize("gone", ["silent", "signed out"])
def test_tablet_out_of_reach_holds_nobody_up_who_says_so_on_record(stage, gone):
    device = tablet(stage, 1, timedelta(minutes=2 if gone == "silent" else 0))
    if gone == "signed out":
        devices.sign_out_device(actor(stage.judges[0]), LATER, stage.contest.id, device)
    with pytest.raises(DomainError, match="marks_unsent"):
        sign(stage)
    assert states(stage) == {"submitted"}
    assert sign(stage, left_behind=True) == 3
    line = db.session.scalar(db.select(AuditLine).where(AuditLine.action == "round:signed"))
    assert line.detail["left_behind"] == {device: 1}


def test_marks_that_another_judge_left_hold_nobody_up(stage):
    report = devices.Report(str(uuid.uuid4()), 0, others=4)
    devices.note_contact(actor(stage.judges[0]), LATER, report)
    assert db.session.get(Device, report.device_id).state["others"] == 4
    assert sign(stage) == 3
