"""Lists as offices keep them: an employer merged over its people, the list on the second sheet."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from competition.domain.entrants.line import read_cells
from competition.exchange.entrants.handing_back import Wrong, handed_back
from competition.exchange.entrants.sheet import Grid, entrants_in, read_grid
from competition.exchange.faults import FileFault
from competition.exchange.staff_file import staff_in

HEADINGS = ["序号", "姓名", "单位", "组别", "电话", "等级"]
PEOPLE = [
    [1, "李明", "甲厂", "职工组", "13800000000"],
    [2, "王芳"],
    [3, "张强", None, "学生组"],
    [4, "赵敏", "乙厂", None, "13800000001"],
]


def made(*merges, sheets=(("名单", [["报名表"], HEADINGS, *PEOPLE]),)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for one in merges:
        book.worksheets[-1].merge_cells(one)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def grid_of(raw, name="名单.xlsx"):
    return read_grid(raw, name, of_entrants=True)


def column(sheet, key):
    return [row.cells[key].text for row in sheet.rows]


def faults(sheet):
    found = (read_cells(row, (), date(2026, 1, 1))[1] for row in sheet.rows)
    return [(one.row, one.column, one.code, *one.params.values()) for row in found for one in row]


def test_merged_employer_and_group_count_for_each_of_their_rows():
    grid = grid_of(made("A1:F1", "C3:C5", "D3:D4", "D5:D6"))
    for one in (grid, Grid.from_json(grid.as_json())):
        sheet = entrants_in(one)
        assert column(sheet, "employer") == ["甲厂", "甲厂", "甲厂", "乙厂"]
        assert column(sheet, "group") == ["职工组", "职工组", "学生组", "学生组"]
        assert faults(sheet) == []


def test_empty_cell_that_is_not_merged_stays_empty():
    assert column(entrants_in(grid_of(made("C3:C4"))), "employer") == ["甲厂", "甲厂", "", "乙厂"]


def test_other_merged_cell_is_a_fault_of_the_rows_without_its_value():
    sheet = entrants_in(grid_of(made("E3:E5")))
    assert faults(sheet) == [(row, "phone", "cell_merged", 3, 5) for row in (4, 5)]


def test_cells_merged_both_ways_give_nobody_the_value_of_another_column():
    sheet = entrants_in(grid_of(made("C3:D4")))
    assert column(sheet, "employer")[:2] == ["甲厂", "甲厂"]
    assert faults(sheet) == [
        (3, "group", "cell_merged", 3, 4),
        (4, "group", "cell_merged", 3, 4),
    ]


def test_cells_merged_with_the_headings_are_left_alone():
    rows = [["报名表"], HEADINGS, ["", "李明", None], ["", "王芳", "乙厂"]]
    sheet = entrants_in(grid_of(made("C2:C3", sheets=[("名单", rows)])))
    assert column(sheet, "employer") == ["", "乙厂"]
    assert faults(sheet) == []


def test_column_that_a_person_names_is_filled_too():
    rows = [["姓名", "推荐部门"], ["李明", "甲部"], ["王芳", None]]
    grid = grid_of(made("B2:B3", sheets=[("名单", rows)]))
    kept = Grid(grid.name, grid.rows, {1: "employer"}, grid.own, grid.sheet, grid.merged)
    assert column(entrants_in(kept), "employer") == ["甲部", "甲部"]


def test_merged_rows_of_nobody_make_no_entrant():
    rows = [HEADINGS, [1, "李明", "甲厂"], [2], [3], ["合计", "1人"]]
    sheet = entrants_in(grid_of(made("C2:C4", sheets=[("名单", rows)])))
    assert column(sheet, "name") == ["李明"]


def test_file_that_comes_back_anew_has_the_employer_in_each_row():
    grid = grid_of(made("C3:C5"))
    anew = Grid(grid.name, grid.rows, grid.meant, b"", grid.sheet, grid.merged)
    fault = Wrong(4, "phone", "电话", "短")
    back = handed_back(anew, entrants_in(anew), [fault], "zh")
    assert column(entrants_in(grid_of(back)), "employer") == ["甲厂", "甲厂", "甲厂", "乙厂"]


def test_list_on_another_sheet_is_read_and_goes_back_marked_there():
    notes = ("填表说明", [["请勿修改"], ["单位"]])
    raw = made(sheets=[notes, ("报名汇总", [["报名表"], HEADINGS, *PEOPLE])])
    grid = grid_of(raw)
    assert grid.sheet == "报名汇总"
    back = handed_back(grid, entrants_in(grid), [Wrong(4, "phone", "电话", "短")], "zh")
    book = openpyxl.load_workbook(io.BytesIO(back))
    assert book["报名汇总"]["G4"].value == "电话：短"
    assert book["填表说明"].max_column == 1
    assert read_grid(raw, "名单.xlsx").sheet == "填表说明"


def test_first_sheet_with_names_is_the_list():
    grid = grid_of(made(sheets=[("甲", [["姓名"], ["李明"]]), ("乙", [["姓名"], ["王芳"]])]))
    assert column(entrants_in(grid), "name") == ["李明"]


def test_hidden_sheet_is_not_taken_for_the_list():
    book = openpyxl.load_workbook(io.BytesIO(made(sheets=[("说明", [["x"]]), ("旧", [["姓名"]])])))
    book["旧"].sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    assert grid_of(target.getvalue()).sheet == "说明"


def test_workbook_without_names_tells_which_sheet_was_read():
    with pytest.raises(FileFault) as refused:
        entrants_in(grid_of(made(sheets=[("通知", [["单位"], ["甲厂"]]), ("表二", [["x"]])])))
    assert refused.value.code == "first_sheet_without_names"
    assert "“通知”" in refused.value.sentence("zh")
    assert "第一张工作表" in refused.value.sentence("zh")
    assert "“通知”" in refused.value.sentence("en")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (made(sheets=[("一", []), ("二", [])]), "workbook_empty"),
        ("今天下午两点开会，请准时参加。".encode(), "only_called_workbook"),
        (b"\xff\xfe\x59\x00", "only_called_workbook"),
        (b"\x89\xff\xfa\xfb\xff", "only_called_workbook"),
        (b"<html><table></table>", "file_is_page"),
    ],
)
def test_file_that_is_no_list_has_a_sentence_of_its_own(raw, code):
    with pytest.raises(FileFault) as refused:
        entrants_in(grid_of(raw))
    assert refused.value.code == code
    assert refused.value.sentence("zh") != refused.value.sentence("en")


def test_cells_merged_over_one_another_without_end_are_refused():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A20000"] = "姓名", "李明"
    target, forged = io.BytesIO(), io.BytesIO()
    book.save(target)
    merges = '<mergeCell ref="A2:A20000"/>' * 210 + '<mergeCell ref="C2:C20000"/>' * 210
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(forged, "w") as packed:
        for name in source.namelist():
            content = source.read(name).decode()
            end = f"</sheetData><mergeCells>{merges}</mergeCells>"
            packed.writestr(name, content.replace("</sheetData>", end))
    with pytest.raises(FileFault, match="too large"):
        grid_of(forged.getvalue())


def test_list_of_text_under_the_name_of_a_workbook_is_read():
    assert column(entrants_in(grid_of("姓名,单位\n李明,甲厂\n".encode())), "name") == ["李明"]


def test_list_of_staff_is_the_first_sheet_as_it_stands():
    raw = made("B1:B2", sheets=[("人员", [["李娜", "评委"], ["王强"]]), ("旧", [["姓名"]])])
    assert staff_in(raw, "人员.xlsx") == "李娜\t评委\n王强"
