"""The entrants' sheet against what is stored."""

from datetime import date

import pytest

from competition.domain.entrants.line import Cell, RosterLine, SheetRow
from competition.domain.entrants.roster import crowded_employers, preview

TODAY = date(2023, 10, 20)
ID_LI = "11010519491231002X"
ID_WANG = "440308199901101512"


def rows(*cells):
    return [
        SheetRow(place, {key: Cell(text) for key, text in row.items()})
        for place, row in enumerate(cells, start=2)
    ]


def read(*cells, stored=(), groups=()):
    return preview(rows(*cells), list(stored), list(groups), TODAY)


def codes(found):
    return [(fault.row, fault.column, fault.code) for fault in found.faults]


def test_rows_without_number_get_the_next_free_ones():
    found = read({"name": "李明"}, {"name": "王芳", "number": "001"}, {"name": "赵强"})
    assert [(line.number, line.name) for line in found.new] == [
        ("002", "李明"),
        ("001", "王芳"),
        ("003", "赵强"),
    ]


def test_stored_entrant_is_found_by_document_and_told_what_changes():
    known = RosterLine("李明", number="007", employer="旧厂", document_number=ID_LI)
    found = read({"name": "李明", "employer": "新厂", "document_number": ID_LI}, stored=[known])
    assert [(change.after.number, change.columns) for change in found.changed] == [
        ("007", ("employer",))
    ]
    assert found.new == ()


def test_same_row_again_changes_nothing():
    known = RosterLine("李明", number="007", employer="厂")
    found = read({"number": "007", "name": "李明", "employer": "厂"}, stored=[known])
    assert len(found.unchanged) == 1
    assert not found.acceptable


def test_column_that_the_sheet_leaves_out_takes_nothing_away():
    known = RosterLine("李明", number="007", employer="旧厂", document_number=ID_LI, consent=True)
    (change,) = read({"number": "007", "name": "李明", "employer": "新厂"}, stored=[known]).changed
    assert change.columns == ("employer",)
    assert change.after.document_number == ID_LI


def test_empty_cell_of_a_column_that_is_there_clears_what_stood():
    known = RosterLine("李明", number="007", employer="旧厂")
    found = read({"number": "007", "name": "李明", "employer": ""}, stored=[known])
    assert found.changed[0].after.employer == ""


def test_one_wrong_row_takes_nothing():
    found = read({"name": "李明"}, {"name": ""})
    assert codes(found) == [(3, "name", "name_empty")]
    assert found.new == ()


def test_number_that_a_program_made_of_an_identity_number_is_refused():
    wrong = SheetRow(
        5, {"name": Cell("李明"), "document_number": Cell("110105194912310000", numeric=True)}
    )
    assert codes(preview([wrong], [], [], TODAY)) == [(5, "document_number", "identity_numeric")]
    assert codes(read({"name": "李明", "document_number": "1.10105E+17"})) == [
        (2, "document_number", "identity_numeric")
    ]


def test_same_document_twice_names_the_first_row():
    found = read(
        {"name": "李明", "document_number": ID_LI}, {"name": "李 明", "document_number": ID_LI}
    )
    assert codes(found) == [(3, "document_number", "twice_in_file")]
    assert found.faults[0].params == {"row": 2}


def test_row_with_another_fault_is_told_that_it_stands_twice_all_the_same():
    found = read({"number": "007", "name": "李明"}, {"number": "００７", "name": ""})
    assert codes(found) == [(3, "name", "name_empty"), (3, "number", "twice_in_file")]


def test_numbers_are_taken_as_they_are_meant():
    cells = {"number": "１０１", "document_number": "'１１０１０５１９４９１２３１００２x\u202c"}
    (line,) = read({"name": "李\u200b明", "phone": "\u202d13800000000", **cells}).new
    assert (line.number, line.name, line.phone) == ("101", "李明", "13800000000")
    assert line.document_number == "11010519491231002X"


def test_document_of_another_entrant_is_refused():
    known = RosterLine("李明", number="007", document_number=ID_LI)
    found = read({"number": "008", "name": "王芳", "document_number": ID_LI}, stored=[known])
    assert codes(found) == [(2, "document_number", "document_of_another")]


def test_number_of_somebody_else_is_refused():
    known = RosterLine("李明", number="007", document_number=ID_LI)
    found = read({"number": "007", "name": "王芳", "document_number": ID_WANG}, stored=[known])
    assert codes(found) == [(2, "number", "number_of_another")]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"group": "学生组"}, "group", "group_unknown"),
        ({}, "group", "group_missing"),
        ({"group": "职工组", "held_level": "六级"}, "held_level", "level_unknown"),
        ({"group": "职工组", "consent": "也许"}, "consent", "yes_or_no"),
        ({"group": "职工组", "number": "第一号"}, "number", "number_form"),
        ({"group": "职工组", "employer": "厂" * 201}, "employer", "text_too_long"),
    ],
)
def test_wrong_cell_is_named(cells, column, code):
    found = read({"name": "李明", **cells}, groups=["职工组"])
    assert codes(found) == [(2, column, code)]


@pytest.mark.parametrize("typed", ["3", "三级", "高级工", "三级/高级工"])
def test_level_is_read_in_every_usual_form(typed):
    assert read({"name": "李明", "held_level": typed}).new[0].held_level == 3


def test_employers_above_the_quota_are_counted():
    assert crowded_employers(["甲", "甲", "甲", "乙", ""], 2) == (("甲", 3),)
    assert crowded_employers(["甲", "甲"], 0) == ()
