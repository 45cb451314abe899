"""The entrants' sheet: read in every form, written, and given back with what is wrong."""

import io

import pytest
import xlsxwriter

from competition.domain.entrants.line import COLUMNS, RosterLine
from competition.exchange.entrants.sheet import Grid, entrants_in, read_grid
from competition.exchange.entrants.workbook import export, exported, template
from competition.exchange.faults import FileFault

LI = RosterLine(
    "李明",
    number="007",
    employer="衢州某厂",
    document_number="11010519491231002X",
    held_level=3,
    consent=True,
)


def workbook(*rows):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return target.getvalue()


def texts(sheet):
    return [{key: cell.text for key, cell in row.cells.items()} for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_both_encodings(encoding, delimiter):
    raw = f"姓名{delimiter}工作单位\r\n李明𬭩{delimiter}厂\r\n".encode(encoding)
    sheet = entrants_in(read_grid(raw, "名单.csv"))
    assert texts(sheet) == [{"name": "李明𬭩", "employer": "厂"}]


def test_rows_keep_the_numbers_that_excel_shows():
    raw = workbook(["衢州竞赛报名表"], ["姓名*", "身份证号"], [], ["李明", "x"], ["王芳", "y"])
    sheet = entrants_in(read_grid(raw, "名单.xlsx"))
    assert [row.row for row in sheet.rows] == [4, 5]
    assert sheet.header_row == 2


def test_rows_that_are_only_counted_are_none():
    raw = workbook(["序号", "姓名", "性别"], [1, "李明", "男"], [2], ["3", ""], [4, "", "女"])
    sheet = entrants_in(read_grid(raw, "名单.xlsx"))
    assert [row.row for row in sheet.rows] == [2, 5]


def test_number_in_a_cell_is_told_apart_from_text():
    sheet = entrants_in(
        read_grid(workbook(["姓名", "证件号码"], ["李明", 110105194912310021]), "a.xlsx")
    )
    assert sheet.rows[0].cells["document_number"].numeric
    assert not sheet.rows[0].cells["name"].numeric


def test_column_that_is_not_read_is_told():
    sheet = entrants_in(
        read_grid(workbook(["序号", "姓名", "车牌"], ["1", "李明", "浙H"]), "a.xlsx")
    )
    assert [one.heading for one in sheet.unread] == ["车牌"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_export_is_read_again_as_it_was(language):
    grid = read_grid(export([exported(LI) | {"draw_number": "3"}], [], language), "a.xlsx")
    assert texts(entrants_in(grid)) == [{key: exported(LI)[key] for key in COLUMNS}]


def test_empty_template_says_that_it_is_empty():
    with pytest.raises(FileFault, match="below the headings"):
        entrants_in(read_grid(template(["职工组"], "zh"), "模板.xlsx"))


def test_grid_is_kept_as_text():
    grid = read_grid(workbook(["姓名", "证件号码"], ["李明", 12]), "a.xlsx")
    assert Grid.from_json(grid.as_json()) == grid


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"PK\x03\x04 no zip", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0 no workbook", "not_a_sheet"),
        (b"", "file_empty"),
        (b" \r\n", "file_empty"),
        ("<html><table><tr><td>姓名</td></tr></table>".encode(), "file_is_page"),
        ('\ufeff<?xml version="1.0"?><Workbook/>'.encode(), "file_is_page"),
        ("姓名\n".encode(), "sheet_empty"),
        ("单位\n厂\n".encode(), "sheet_without_names"),
        ("姓名,姓名\n李,明\n".encode(), "heading_twice"),
        ('姓名\n"李\n'.encode(), "csv_syntax"),
        (b"\xff\xfe\x00\x01", "encoding_utf16"),
    ],
)
def test_unreadable_file_is_refused_in_words(raw, code):
    with pytest.raises(FileFault) as refused:
        entrants_in(read_grid(raw, "名单"))
    assert refused.value.code == code
    assert refused.value.sentence("zh")


def test_one_far_cell_does_not_fill_the_memory():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "姓名")
    sheet.write(1048575, 16383, "x")
    book.close()
    with pytest.raises(FileFault, match="too large"):
        read_grid(target.getvalue(), "a.xlsx")
