"""Marks arrive: once, twice, late, from two tablets; they are signed and opened again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from competition.domain.errors import DomainError, Invalid
from competition.domain.sync import Conflict, SheetLocked
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.entrant import Attendance
from competition.models.judging import Receipt, Sheet, SheetRevision
from competition.queries.judging import sheets as judging
from competition.services import penalties, sheets, signing
from tests import scenes, scenes_judging
from tests.scenes_judging import actor, hall, marks, submit

LATER = scenes.NOON + timedelta(minutes=5)


pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def stage():
    return hall()


def paper(stage, judge, draw="1"):
    db.session.expire_all()
    seat = judging.seat_in(stage.contest, "case", judge.id)
    return judging.paper_in(seat, draw)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_submitted_sheet_stands_with_receipt_revision_and_audit_line(stage):
    judge = stage.judges[0]
    receipt = submit(stage, judge).receipt
    assert (receipt.revision, receipt.received_at) == (1, scenes.NOON)
    assert paper(stage, judge).total == Decimal(83)
    assert db.session.scalars(select(AuditLine.action)).all() == ["sheet:submitted"]
    assert stage.contest.rules_frozen_at == scenes.NOON


def test_same_submission_twice_is_stored_once_with_the_same_receipt(stage):
    one = scenes_judging.submission()
    address = sheets.Address(stage.case.id, "1")
    who = actor(stage.judges[0])
    first = sheets.submit_sheet(who, scenes.NOON, address, one)
    again = sheets.submit_sheet(who, LATER, address, one)
    assert again.repeated
    assert again.receipt.number == first.receipt.number
    assert again.receipt.received_at == scenes.NOON
    assert count(SheetRevision) == 1


def test_repeat_gets_its_receipt_after_judging_has_ended(stage):
    one = scenes_judging.submission()
    address = sheets.Address(stage.case.id, "1")
    who = actor(stage.judges[0])
    sheets.submit_sheet(who, scenes.NOON, address, one)
    stage.contest.state = "locked"
    db.session.commit()
    assert sheets.submit_sheet(who, LATER, address, one).repeated


def test_same_id_for_another_entrant_is_refused(stage):
    one = scenes_judging.submission()
    who = actor(stage.judges[0])
    sheets.submit_sheet(who, scenes.NOON, sheets.Address(stage.case.id, "1"), one)
    with pytest.raises(DomainError) as refused:
        sheets.submit_sheet(who, LATER, sheets.Address(stage.case.id, "2"), one)
    assert refused.value.code == "submission_reused"


def test_late_submission_shows_both_values_and_changes_nothing(stage):
    judge = stage.judges[0]
    submit(stage, judge, given=marks(law="30"))
    with pytest.raises(Conflict) as refused:
        submit(stage, judge, now=LATER, given=marks(law="20"))
    assert refused.value.standing.marks["law"] == Decimal(30)
    assert (refused.value.standing.by, refused.value.standing.at) == ("j1", scenes.NOON)
    assert paper(stage, judge).marks["law"] == Decimal(30)
    assert count(Receipt) == 1


def test_two_tablets_with_the_same_marks_do_not_quarrel(stage):
    judge = stage.judges[0]
    submit(stage, judge)
    assert submit(stage, judge, now=LATER).receipt.revision == 1
    assert count(SheetRevision) == 1
    assert count(Receipt) == 2


def test_draft_keeps_a_mark_not_given_apart_from_zero(stage):
    judge = stage.judges[0]
    submit(stage, judge, state="draft", given={"law": Decimal(0)})
    assert paper(stage, judge).marks == {"law": Decimal(0)}
    assert paper(stage, judge).state == "partial"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"law": Decimal(1)}, "sheet_incomplete"),
        (marks(law="30.5"), "mark_above_full"),
        (marks(law="-1"), "mark_above_full"),
        (marks(law="1.25"), "mark_off_step"),
        (marks() | {"charm": Decimal(1)}, "criterion_unknown"),
    ],
)
def test_unfit_marks_are_refused_and_nothing_is_stored(stage, given, code):
    with pytest.raises(Invalid) as refused:
        submit(stage, stage.judges[0], given=given)
    assert refused.value.code == code
    assert count(Sheet) == count(Receipt) == count(AuditLine) == 0


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("contest", "locked", "judging_closed"), ("case", "closed", "round_closed")],
)
def test_nothing_is_taken_outside_the_time_of_judging(stage, column, value, code):
    getattr(stage, column).state = value
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        submit(stage, stage.judges[0])
    assert refused.value.code == code


def test_absent_entrant_gets_no_mark(stage):
    entrant = paper(stage, stage.judges[0]).entrant_id
    db.session.add(Attendance(entrant_id=entrant, round_id=stage.case.id, state="absent"))
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        submit(stage, stage.judges[0])
    assert refused.value.code == "entrant_away"


def test_mark_does_not_follow_a_draw_number_to_somebody_else(stage):
    other = judging.entrant_check(paper(stage, stage.judges[0], "2").entrant_id)
    address = sheets.Address(stage.case.id, "1", other)
    with pytest.raises(DomainError) as refused:
        sheets.submit_sheet(
            actor(stage.judges[0]), scenes.NOON, address, scenes_judging.submission()
        )
    assert refused.value.code == "draw_changed"


def test_without_a_seat_nothing_is_seen_or_stored(stage):
    stranger = scenes.person("stranger", stage.contest, "judge")
    with pytest.raises(DomainError) as refused:
        submit(stage, stranger)
    assert refused.value.code == "no_seat"


def test_recusal_takes_the_marks_off_the_sheet_and_keeps_them_on_record(stage):
    judge = stage.judges[0]
    submit(stage, judge)
    submit(stage, judge, base=1, state="recused", given={}, reason="学生")
    assert paper(stage, judge).state == "recused"
    assert paper(stage, judge).marks == {}
    kept = judging.revisions_of(paper(stage, judge).sheet)
    assert [len(one.marks) for one, _ in kept] == [0, 5]


def test_spread_is_told_after_my_own_mark_only():
    stage = hall(judges=3)
    for judge in stage.judges[:2]:
        submit(stage, judge, given=marks(law="10"))
    judge = stage.judges[2]
    assert submit(stage, judge, state="draft", given=marks(law="30")).distance is None
    assert submit(stage, judge, base=1, given=marks(law="30")).distance == Decimal("20.00")


def sign_all(stage, judge):
    for draw in ("1", "2", "3"):
        submit(stage, judge, draw)
    return signing.sign_off(actor(judge), LATER, stage.case.id, signing.Declaration("我确认"))


def test_signing_locks_every_sheet(stage):
    judge = stage.judges[0]
    assert sign_all(stage, judge) == 3
    assert paper(stage, judge).state == "signed"
    with pytest.raises(SheetLocked):
        submit(stage, judge, base=2, given=marks(law="1"))


def test_signing_waits_for_the_last_sheet(stage):
    submit(stage, stage.judges[0])
    with pytest.raises(DomainError) as refused:
        signing.sign_off(
            actor(stage.judges[0]), LATER, stage.case.id, signing.Declaration("我确认")
        )
    assert refused.value.params == {"count": 2, "draws": "2、3"}


def test_chief_judge_opens_a_sheet_again_and_both_values_stay(stage):
    judge = stage.judges[0]
    chief = scenes.person("chief", stage.contest, "chief_judge")
    sign_all(stage, judge)
    sheet = paper(stage, judge).sheet
    signing.reopen_sheet(actor(chief), LATER, stage.contest.id, sheet.id, "抄写错误")
    submit(stage, judge, base=3, now=LATER, given=marks(law="30"))
    kept = judging.revisions_of(paper(stage, judge).sheet)
    assert [one.state for one, _ in kept] == ["submitted", "submitted", "signed", "submitted"]
    assert [one.marks["law"] for one, _ in kept] == ["30", "25.5", "25.5", "25.5"]
    assert not judging.seat_in(stage.contest, "case", judge.id).assignment.signed_at


def test_a_sheet_of_another_contest_is_not_opened(stage):
    other = scenes.contest(slug="other")
    sign_all(stage, stage.judges[0])
    sheet = paper(stage, stage.judges[0]).sheet
    with pytest.raises(DomainError) as refused:
        signing.reopen_sheet(actor(stage.judges[0]), LATER, other.id, sheet.id, "x")
    assert refused.value.code == "sheet_unknown"


def test_penalty_is_recorded_beside_the_marks_and_can_be_lifted(stage):
    chief = actor(scenes.person("chief", stage.contest, "chief_judge"), "chief_judge")
    submit(stage, stage.judges[0])
    overtime = penalties.Deduction("1", Decimal(2), "超时 40 秒")
    made = penalties.record_penalty(chief, LATER, stage.case.id, overtime)
    assert paper(stage, stage.judges[0]).total == Decimal(83)
    lifted = penalties.lift_penalty(chief, LATER, stage.contest.id, made.id, "计时器故障")
    assert (lifted.points, lifted.lifted_at) == (Decimal(2), LATER)


@pytest.mark.parametrize("points", ["0", "-1", "100.5"])
def test_unfit_penalty_is_refused(stage, points):
    overtime = penalties.Deduction("1", Decimal(points), "超时")
    with pytest.raises(Invalid) as refused:
        penalties.record_penalty(actor(stage.judges[0]), LATER, stage.case.id, overtime)
    assert refused.value.code == "penalty_unfit"
