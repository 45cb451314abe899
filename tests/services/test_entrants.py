"""Entrants: taken from a sheet, corrected, withdrawn, drawn, given codes."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.domain.permissions import WrongState
from competition.models import access_code, db
from competition.models.audit import AuditLine
from competition.models.entrant import Entrant
from competition.models.upload import PendingUpload
from competition.queries import entrants
from competition.services.entrants import codes, drawing, editing, importing
from tests import scenes
from tests.scenes_organise import ID_LI, NOW, grid, organised

pytestmark = pytest.mark.usefixtures("app")

HEAD = ["姓名", "工作单位", "证件号码", "同意公布姓名"]


def everybody():
    return list(db.session.scalars(select(Entrant).order_by(Entrant.number)))


def taken(contest, organiser, *rows):
    token = importing.keep_upload(organiser, NOW, contest.id, grid(HEAD, *rows))
    return importing.take_upload(organiser, NOW, contest.id, token)


def test_sheet_becomes_entrants_with_sealed_numbers():
    contest, organiser = organised()
    taken(contest, organiser, ["李明", "厂", ID_LI, "是"], ["王芳", "厂", "", ""])
    assert [(row.number, row.name) for row in everybody()] == [("001", "李明"), ("002", "王芳")]
    assert everybody()[0].document_number == ID_LI
    assert everybody()[0].consented_at == NOW
    stored = db.session.execute(text("SELECT document_number FROM entrant")).scalars().all()
    assert all(ID_LI not in (value or "") for value in stored)


def test_same_sheet_twice_changes_nothing():
    contest, organiser = organised()
    taken(contest, organiser, ["李明", "厂", ID_LI, "是"])
    again = taken(contest, organiser, ["李明", "新厂", ID_LI, "是"], ["王芳", "", "", ""])
    assert (len(again.new), [change.columns for change in again.changed]) == (1, [("employer",)])
    assert len(everybody()) == 2


def test_one_wrong_row_takes_nothing_and_loses_nothing():
    contest, organiser = organised()
    sheet = grid(HEAD, ["李明", "", "", ""], ["", "厂", "", ""])
    token = importing.keep_upload(organiser, NOW, contest.id, sheet)
    with pytest.raises(DomainError, match="sheet_has_faults"):
        importing.take_upload(organiser, NOW, contest.id, token)
    assert everybody() == []
    assert db.session.get(PendingUpload, token) is not None


def test_kept_sheet_holds_no_plain_number_and_is_found_in_its_contest_only():
    contest, organiser = organised()
    other = scenes.contest(slug="other")
    token = importing.keep_upload(organiser, NOW, contest.id, grid(HEAD, ["李明", "", ID_LI, ""]))
    kept = db.session.execute(text("SELECT content FROM pending_upload")).scalar()
    assert ID_LI not in kept
    with pytest.raises(NotFound, match="upload_gone"):
        importing.take_upload(organiser, NOW, other.id, token)


def test_sheets_nobody_took_are_forgotten_after_a_day():
    contest, organiser = organised()
    sheet = grid(HEAD, ["李明", "", "", ""])
    importing.keep_upload(organiser, NOW, contest.id, sheet)
    importing.keep_upload(organiser, NOW + 2 * importing.KEPT_FOR, contest.id, sheet)
    assert len(db.session.scalars(select(PendingUpload)).all()) == 1


def test_nothing_is_imported_once_judging_has_begun():
    contest, organiser = organised("judging")
    with pytest.raises(WrongState):
        importing.keep_upload(organiser, NOW, contest.id, grid(HEAD, ["李明", "", "", ""]))


def test_late_correction_needs_a_reason_and_names_only_the_columns():
    contest, organiser = organised("judging")
    (row,) = scenes.entrants(contest, 1)
    line = replace(entrants.line_of(row), name="李鸣")
    with pytest.raises(Invalid, match="reason_missing"):
        editing.edit_entrant(organiser, NOW, contest.id, row.id, line)
    editing.edit_entrant(organiser, NOW, contest.id, row.id, line, reason="报名表笔误")
    assert row.name == "李鸣"
    told = db.session.scalars(select(AuditLine)).one()
    assert told.detail == {"columns": ["name"]}


def test_document_of_another_entrant_is_refused():
    contest, organiser = organised()
    taken(contest, organiser, ["李明", "", ID_LI, ""], ["王芳", "", "", ""])
    second = everybody()[1]
    line = replace(entrants.line_of(second), document_number=ID_LI)
    with pytest.raises(Invalid, match="document_taken"):
        editing.edit_entrant(organiser, NOW, contest.id, second.id, line)


def test_disqualification_needs_a_reason_and_can_be_taken_back():
    contest, organiser = organised("judging")
    (row,) = scenes.entrants(contest, 1)
    with pytest.raises(Invalid, match="reason_missing"):
        editing.set_state(organiser, NOW, contest.id, row.id, state="disqualified", reason="")
    editing.set_state(organiser, NOW, contest.id, row.id, state="disqualified", reason="作弊")
    assert (row.state, row.state_reason) == ("disqualified", "作弊")
    editing.set_state(organiser, NOW, contest.id, row.id, state="", reason="查无实据")
    assert row.state == ""


def test_absence_is_recorded_for_one_round_and_undone():
    contest, organiser = organised("judging")
    (row,) = scenes.entrants(contest, 1)
    record = editing.record_attendance
    record(organiser, NOW, contest.id, row.id, round_key="theory", state="absent")
    assert [(one.round_id, one.state) for one in row.attendances] == [
        (contest.rounds[0].id, "absent")
    ]
    record(organiser, NOW, contest.id, row.id, round_key="theory", state="")
    assert row.attendances == []


def test_entrant_of_another_contest_is_not_found():
    contest, organiser = organised()
    (row,) = scenes.entrants(scenes.contest(slug="other"), 1)
    with pytest.raises(NotFound):
        editing.set_consent(organiser, NOW, contest.id, row.id, given=True)


def test_draw_is_repeatable_from_its_recorded_seed():
    contest, organiser = organised()
    scenes.entrants(contest, 5)
    drawing.draw_numbers(organiser, NOW, contest.id, "2023-10-20", reason="重抽")
    first = {row.number: row.draw_number for row in everybody()}
    line = db.session.scalars(select(AuditLine)).one()
    assert line.detail["seed"] == "2023-10-20"
    drawing.draw_numbers(organiser, NOW, contest.id, line.detail["seed"], reason="核对")
    assert {row.number: row.draw_number for row in everybody()} == first
    assert sorted(first.values()) == ["1", "2", "3", "4", "5"]


def test_draw_is_made_again_only_with_a_reason():
    contest, organiser = organised()
    scenes.entrants(contest, 2)
    with pytest.raises(Invalid, match="redraw_needs_reason"):
        drawing.draw_numbers(organiser, NOW, contest.id, "seed")


def test_withdrawn_entrant_takes_no_part_in_the_draw():
    contest, organiser = organised()
    rows = scenes.entrants(contest, 3)
    editing.set_state(organiser, NOW, contest.id, rows[0].id, state="withdrawn", reason="本人申请")
    drawing.draw_numbers(organiser, NOW, contest.id, "seed", reason="重抽")
    assert rows[0].draw_number is None
    assert {rows[1].draw_number, rows[2].draw_number} == {"1", "2"}


def test_numbers_drawn_by_hand_may_change_places():
    contest, organiser = organised()
    scenes.entrants(contest, 2)
    drawing.enter_draw(organiser, NOW, contest.id, {"001": "2", "002": "1"}, reason="现场抽签")
    assert [row.draw_number for row in everybody()] == ["2", "1"]


def test_code_opens_only_its_entrant_and_is_not_stored():
    contest, organiser = organised()
    scenes.entrants(contest, 2)
    (first, code), (second, _) = codes.issue_codes(organiser, NOW, contest.id)
    assert access_code.matches(first, code.lower().replace("-", " "))
    assert not access_code.matches(second, code)
    assert code not in first.access_digest
    assert codes.issue_codes(organiser, NOW, contest.id) == []


def test_new_code_ends_the_old_one_and_its_sessions():
    contest, organiser = organised()
    (row,) = scenes.entrants(contest, 1)
    old = codes.renew_code(organiser, NOW, contest.id, row.id)
    epoch = row.session_epoch
    codes.renew_code(organiser, NOW, contest.id, row.id)
    assert not access_code.matches(row, old)
    assert row.session_epoch == epoch + 1


def test_entrant_without_code_is_opened_by_nothing():
    contest, _ = organised()
    (row,) = scenes.entrants(contest, 1)
    assert not access_code.matches(row, "")
