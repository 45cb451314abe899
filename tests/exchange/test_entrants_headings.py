"""Headings and last rows of entrants' sheets as people write them."""

import pytest

from competition.domain.entrants.line import Cell
from competition.exchange.entrants.columns import column_of, likely_column
from competition.exchange.entrants.sheet import Grid, entrants_in
from competition.exchange.faults import FileFault


def sheet(*rows, meant=None):
    cells = (tuple(Cell(text) for text in row) for row in rows)
    return entrants_in(Grid("名单.xls", tuple(cells), meant or {}))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("姓 名", "name"),
        ("＊参赛选手姓名：", "name"),
        ("身份证号码（18位）", "document_number"),
        ("公民身份号码", "document_number"),
        ("单位（全称）", "employer"),
        ("工作单位 / 学校", "employer"),
        ("联系电话（必填）", "phone"),
        ("现有职业技能等级", "held_level"),
        ("是否同意公示姓名（是/否）", "consent"),
        ("参赛组别", "group"),
        ("准考证号", "number"),
        ("ID Number", "document_number"),
        ("Level held", "held_level"),
    ],
)
def test_heading_that_can_mean_one_thing_is_read(heading, column):
    assert column_of(heading) == column


@pytest.mark.parametrize(
    ("heading", "likely"),
    [
        ("申报等级", "held_level"),
        ("职业资格等级", "held_level"),
        ("姓名（监护人）", "name"),
        ("紧急联系人电话", "phone"),
        ("联系方式", "phone"),
        ("推荐单位", "employer"),
        ("号码", "number"),
        ("车牌", None),
        ("备用金", None),
    ],
)
def test_heading_in_doubt_is_asked_about_and_not_read(heading, likely):
    assert column_of(heading) is None
    assert likely_column(heading) == likely
    found = sheet(["姓名", heading], ["李明", "x"])
    assert [(one.at, one.likely) for one in found.unread] == [(1, likely)]
    assert "x" not in [cell.text for cell in found.rows[0].cells.values()]


def test_own_heading_goes_before_what_people_call_it():
    found = sheet(["姓名", "联系电话", "手机号码"], ["李明", "0570-3012345", "13800000000"])
    assert found.rows[0].cells["phone"].text == "13800000000"
    assert [one.heading for one in found.unread] == ["联系电话"]


def test_two_names_for_one_column_are_both_asked_about():
    found = sheet(["姓名", "单位名称", "学校"], ["李明", "厂", "大学"])
    assert "employer" not in found.headings
    assert [one.likely for one in found.unread] == ["employer", "employer"]


def test_the_same_heading_twice_is_refused():
    with pytest.raises(FileFault) as refused:
        sheet(["姓名", "电话", "电话"], ["李明", "1", "2"])
    assert refused.value.code == "heading_twice"


def test_column_is_read_as_a_person_said():
    found = sheet(["姓名", "申报等级", "级别"], ["李明", "二级", "三级"], meant={2: "held_level"})
    assert found.rows[0].cells["held_level"].text == "三级"
    assert found.headings["held_level"] == "级别"
    assert [one.heading for one in found.unread] == ["申报等级"]


def test_what_a_person_said_goes_before_the_heading():
    rows = (["姓名", "单位", "推荐单位"], ["李明", "厂", "工会"])
    found = sheet(*rows, meant={2: "employer"})
    assert found.rows[0].cells["employer"].text == "工会"


def test_grid_keeps_what_a_person_said():
    grid = Grid("a", ((Cell("姓名"),),), {2: "phone"})
    assert Grid.from_json(grid.as_json()) == grid


def test_columns_that_are_absent_are_told():
    assert "held_level" in sheet(["姓名"], ["李明"]).absent
    assert "held_level" not in sheet(["姓名", "现有等级"], ["李明", ""]).absent


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "2", ""],
        ["", "总计：2人", ""],
        ["共 2 人", "", ""],
        ["Total", "2", ""],
        ["填表人：赵某", "", "审核人：钱某"],
        ["（盖章）：", "", ""],
        ["注：以上人员均已核对", "", ""],
    ],
)
def test_row_at_the_end_that_is_no_entrant_is_passed_over_and_told(row):
    found = sheet(["序号", "姓名", "证件号码"], ["1", "李明", ""], [], row)
    assert [line.row for line in found.rows] == [2]
    assert found.remarks[0][0] == 4
    assert found.remarks[0][1].startswith(next(text for text in row if text).split()[0][:2])


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "2", "11010519491231002X"],
        ["2", "", "11010519491231002X"],
        ["共青团员", "2", ""],
        ["2", "合计生", ""],
    ],
)
def test_row_that_may_be_an_entrant_is_never_passed_over(row):
    assert sheet(["序号", "姓名", "证件号码"], ["1", "李明", ""], row).remarks == ()


def test_subtotal_in_the_middle_is_not_passed_over():
    found = sheet(["序号", "姓名"], ["1", "李明"], ["小计", ""], ["2", "王芳"])
    assert len(found.rows) == 3


def test_sheet_of_totals_alone_is_empty():
    with pytest.raises(FileFault) as refused:
        sheet(["序号", "姓名"], ["合计", "0"])
    assert refused.value.code == "sheet_empty"
