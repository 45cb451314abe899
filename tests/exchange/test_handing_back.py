"""The file of a refused import goes back as its owner made it, with what is wrong marked."""

import io
import re
import time
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from competition.exchange.entrants.columns import ERROR_HEADING
from competition.exchange.entrants.handing_back import Wrong, handed_back
from competition.exchange.entrants.sheet import entrants_in, read_grid

HEADING = ERROR_HEADING[0]
NAME = Wrong(4, "name", "姓名", "姓名不能为空")
CARD = Wrong(5, "document_number", "身份证号", "应为 18 位，实为 17 位")


def own_file(change=None):
    """A workbook as a person in an office keeps it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "报名汇总"
    sheet.append(["衢州竞赛报名表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "姓名", "身份证号", "单位", "年龄"])
    sheet.append([1, "李明", "11010519491231002X", "甲厂", "=2026-1949"])
    sheet.append([2, None, "", "乙厂", "=E3+1"])
    sheet.append([3, "王芳", "1101051949123100X", "丙厂", None])
    sheet["B2"].font = Font(bold=True, color="FF0000FF")
    sheet["C5"].font = Font(name="仿宋")
    sheet["C5"].number_format = "@"
    sheet.column_dimensions["D"].width = 41
    sheet.freeze_panes = "C3"
    rule = DataValidation(type="list", formula1="选项!$A$1:$A$2", sqref="D3:D9")
    sheet.add_data_validation(rule)
    choices = book.create_sheet("选项")
    choices.append(["甲厂"])
    choices.sheet_state = "hidden"
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def back(raw, *faults, language="zh", name="名单.xlsx"):
    grid = read_grid(raw, name)
    return handed_back(grid, entrants_in(grid), faults or (NAME, CARD), language)


def opened(raw):
    return openpyxl.load_workbook(io.BytesIO(raw))


def filled(cell):
    return cell.fill.patternType == "solid"


def test_sheets_widths_formats_formulas_and_panes_are_kept():
    book = opened(back(own_file()))
    sheet = book.worksheets[0]
    assert book.sheetnames == ["报名汇总", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert sheet.freeze_panes == "C3"
    assert sheet.column_dimensions["D"].width == 41
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:E1"]
    assert sheet.data_validations.dataValidation[0].formula1 == "选项!$A$1:$A$2"
    assert (sheet["E3"].value, sheet["E4"].value) == ("=2026-1949", "=E3+1")
    assert sheet["B2"].font.color.rgb == "FF0000FF"
    assert (sheet["C5"].font.name, sheet["C5"].number_format) == ("仿宋", "@")


def test_errors_stand_in_one_more_column_and_at_the_cells():
    sheet = opened(back(own_file())).worksheets[0]
    assert [cell.value for cell in sheet["F"]] == [
        *(None, HEADING, None),
        *("姓名：姓名不能为空", "身份证号：应为 18 位，实为 17 位"),
    ]
    assert sheet["F2"].font.b == sheet["E2"].font.b
    marked = {cell.coordinate for row in sheet["A1:E5"] for cell in row if filled(cell)}
    assert marked == {"B4", "C5"}
    assert sheet["C5"].comment.text == CARD.sentence
    assert sheet["B4"].comment.text == NAME.sentence
    assert sheet.column_dimensions["F"].width == 60


def test_mended_file_is_read_again_without_the_column_of_errors():
    book = opened(back(own_file()))
    sheet = book.worksheets[0]
    sheet["B4"], sheet["C5"] = "赵强", "110105194912310048"
    target = io.BytesIO()
    book.save(target)
    again = entrants_in(read_grid(target.getvalue(), "a.xlsx"))
    assert [one.heading for one in again.unread] == ["年龄"]
    assert [row.cells["name"].text for row in again.rows] == ["李明", "赵强", "王芳"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_second_time_shows_only_what_is_still_wrong(language):
    sheet = opened(back(back(own_file()), CARD, language=language)).worksheets[0]
    assert sheet.max_column == 6
    assert [cell.value for cell in sheet["F"]][2:4] == [None, None]
    assert sheet["F2"].value == ERROR_HEADING[0 if language == "zh" else 1]
    assert CARD.sentence in sheet["F5"].value
    assert not filled(sheet["B4"])
    assert sheet["B4"].comment is None
    assert filled(sheet["C5"])
    assert sheet["C5"].comment.text == CARD.sentence


def test_notes_of_the_owner_stay():
    def noted(sheet):
        sheet["C5"].comment = Comment("待核", "办公室")
        sheet["A3"].comment = Comment("组长", "办公室")

    once = opened(back(back(own_file(noted)))).worksheets[0]
    assert once["C5"].comment.text == "待核"
    assert once["A3"].comment.text == "组长"
    assert once["B4"].comment.text == NAME.sentence


def test_other_fill_of_the_owner_stays_elsewhere():
    def coloured(sheet):
        for row in sheet["A3:E5"]:
            for cell in row:
                cell.fill = PatternFill("solid", fgColor="FFDDEBF7")

    sheet = opened(back(own_file(coloured))).worksheets[0]
    colours = {cell.coordinate: cell.fill.fgColor.rgb for row in sheet["A3:E5"] for cell in row}
    assert {at for at, colour in colours.items() if colour != "FFDDEBF7"} == {"B4", "C5"}


def test_title_over_more_columns_does_not_cover_the_errors():
    sheet = opened(back(own_file(lambda sheet: sheet.merge_cells("D5:G5")))).worksheets[0]
    assert sheet["H2"].value == HEADING
    assert CARD.sentence in sheet["H5"].value


def test_width_that_was_said_of_all_columns_stays_with_the_others():
    raw = own_file()
    source = zipfile.ZipFile(io.BytesIO(raw))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, end = content.index(b"<cols>"), content.index(b"</cols>")
                one = b'<cols><col min="1" max="16384" width="9.5" style="1"/>'
                content = content[:start] + one + content[end:]
            packed.writestr(name, content)
    made = zipfile.ZipFile(io.BytesIO(back(target.getvalue()))).read("xl/worksheets/sheet1.xml")
    found = re.findall(rb"<col ([^>]*)/>", made)
    columns = [dict(re.findall(rb'(\w+)="([^"]*)"', one)) for one in found]
    assert [(one[b"min"], one[b"max"], one[b"width"]) for one in columns] == [
        *((b"1", b"5", b"9.5"), (b"6", b"6", b"60")),
        (b"7", b"16384", b"9.5"),
    ]


def test_macros_do_not_go_back():
    source = zipfile.ZipFile(io.BytesIO(own_file()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            packed.writestr(name, content)
        packed.writestr("xl/vbaProject.bin", b"macro")
    made = zipfile.ZipFile(io.BytesIO(back(target.getvalue())))
    assert "xl/vbaProject.bin" not in made.namelist()
    assert b"macroEnabled" not in made.read("[Content_Types].xml")


def test_other_files_come_back_in_a_new_workbook_with_all_columns():
    raw = "车牌,姓名,身份证号,备注\r\n浙H,,,甲\r\n浙A,李明,12,乙\r\n".encode()
    faults = (Wrong(2, "name", "姓名", "姓名不能为空"), Wrong(3, "document_number", "x", "短"))
    sheet = opened(back(raw, *faults, name="名单.csv")).active
    assert [cell.value for cell in sheet[1]] == ["车牌", "姓名", "身份证号", "备注", HEADING]
    assert [cell.value for cell in sheet[3]] == ["浙A", "李明", "12", "乙", "x：短"]
    assert sheet["B2"].comment.text == "姓名不能为空"
    assert filled(sheet["B2"])
    assert not filled(sheet["A2"])


def test_workbook_that_is_built_otherwise_still_comes_back():
    source = zipfile.ZipFile(io.BytesIO(own_file()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            packed.writestr(name, b"<no" if name == "xl/styles.xml" else content)
    grid = read_grid(own_file(), "a.xlsx")
    broken = type(grid)(grid.name, grid.rows, own=target.getvalue())
    sheet = opened(handed_back(broken, entrants_in(grid), [NAME], "zh")).active
    assert sheet["F4"].value == "姓名：姓名不能为空"


def test_five_thousand_rows_come_back_in_seconds():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["姓名", "身份证号", *(f"列{at}" for at in range(10))])
    for at in range(5000):
        sheet.append(["", "123", *(f"{at}" for _ in range(10))])
    target = io.BytesIO()
    book.save(target)
    grid = read_grid(target.getvalue(), "a.xlsx")
    faults = [
        Wrong(row, key, key, "错") for row in range(2, 5002) for key in ("name", "document_number")
    ]
    found = entrants_in(grid)
    began = time.process_time(), time.monotonic()
    made = handed_back(grid, found, faults, "zh")
    assert time.monotonic() - began[1] < 20
    assert read_grid(made, "a.xlsx").rows[5000][12].text == "name：错；document_number：错"
