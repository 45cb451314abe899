"""Theory marks from files as clerks have them: found, held against the list, never guessed."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from competition.domain.errors import Invalid
from competition.domain.rules import Criterion
from competition.exchange.faults import FileFault
from competition.exchange.theory_file import Expected, read_theory_file
from competition.exchange.theory_sheet import empty_sheet

THEORY = Criterion("theory", "理论考试", Decimal(100))
PARTS = (Criterion("law", "法律", Decimal(60)), Criterion("case", "案例", Decimal(40)))
PEOPLE = (
    Expected("001", "林知夏"),
    Expected("002", "买买提·艾力"),
    Expected("003", "徐景行", away=True),
)


def workbook(*rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return target.getvalue()


def read(*rows, criteria=(THEORY,), people=PEOPLE):
    return read_theory_file(workbook(*rows), "成绩.xlsx", criteria, people)


def codes(found):
    return [(fault.row, fault.error.code) for fault in found.faults]


def test_sheet_with_a_title_above_and_averages_below_is_read():
    found = read(
        ["衢州市首届竞赛理论考试成绩表"],
        ["考试日期：2023 年 10 月 20 日"],
        ["序号", "参赛证号*", "姓 名", "单位", "理论成绩", "总分"],
        [1, "００１", "林 知 夏", "甲厂", 88, 100],
        [],
        [2, 2, "买买提·艾力", "乙厂", 76.1 + 0.2, 100],
        ["", "平均分", "", "", 82.15],
        ["制表人：王芳", "", "审核人：", "", ""],
    )
    assert codes(found) == []
    assert {number: marks["theory"] for number, marks in found.papers.items()} == {
        "001": Decimal(88),
        "002": Decimal("76.3"),
    }
    assert found.headings == ["理论成绩"]
    assert found.missing == []


def test_sums_and_averages_are_passed_over_wherever_they_stand():
    found = read(
        ["序号", "参赛号", "姓名", "成绩"],
        ["最高分", "", "", 88],
        [1, "001", "林知夏", 88],
        ["", "合计", "", 88],
        ["", "", "平均分：", 88],
        [2, "002", "买买提·艾力", 76],
    )
    assert codes(found) == []
    assert {number: marks["theory"] for number, marks in found.papers.items()} == {
        "001": Decimal(88),
        "002": Decimal(76),
    }


def test_row_with_the_number_of_a_paper_is_no_sum():
    found = read(["备考", "参赛号", "成绩"], ["合计", "001", 88], ["", "002", 76])
    assert sorted(found.papers) == ["001", "002"]


def test_number_that_could_be_two_is_not_guessed():
    two = (Expected("007", "甲"), Expected("7", "乙"))
    found = read(["参赛号", "成绩"], ["007", 70], ["7", 80], people=two)
    assert {number: marks["theory"] for number, marks in found.papers.items()} == {
        "007": Decimal(70),
        "7": Decimal(80),
    }
    assert codes(read(["参赛号", "成绩"], ["07", 70], people=two)) == [(2, "paper_unknown")]


def test_name_beside_the_number_is_held_against_the_list():
    slipped = read(["参赛号", "姓名", "成绩"], ["001", "买买提·艾力", 88], ["002", "", 76])
    assert codes(slipped) == [(2, "row_of_another")]
    assert "林知夏" not in str(slipped.faults[0].error.params)


@pytest.mark.parametrize("word", ["缺考", "弃权", "Absent"])
def test_absence_is_no_mark(word):
    assert codes(read(["参赛号", "成绩"], ["001", word])) == [(2, "row_absent")]
    found = read(["参赛号", "成绩"], ["003", word], ["001", 1], ["002", 2])
    assert codes(found) == []
    assert sorted(found.papers) == ["001", "002"]


def test_mark_of_somebody_who_is_away_is_told():
    assert codes(read(["参赛号", "成绩"], ["003", 88])) == [(2, "row_away")]
    assert codes(read(["参赛号", "成绩"], ["003", ""], ["003", 88])) == [(3, "row_number_doubled")]


def test_papers_that_the_file_leaves_out_are_told():
    assert read(["参赛号", "成绩"], ["001", 88]).missing == ["002"]


def test_all_that_is_wrong_is_told_at_once():
    found = read(
        ["准考证号", "成绩"], ["", 5], ["009", 5], ["001", "7,5"], ["001", 7], ["002", 101]
    )
    assert codes(found) == [
        (2, "row_number_missing"),
        (3, "paper_unknown"),
        (4, "mark_comma"),
        (5, "row_number_doubled"),
        (6, "mark_above_full"),
    ]
    assert found.papers == {}


@pytest.mark.parametrize(
    ("number", "name", "mark", "code", "found"),
    [
        ("001", "", "7,5", "mark_comma", "7,5"),
        ("001", "", 101, "mark_above_full", "101"),
        ("001", "", -1, "mark_not_number", "-1"),
        ("001", "", "优秀", "mark_not_number", "优秀"),
        ("001", "", "—", "mark_only_dash", "—"),
        ("001", "", "x" * 90, "mark_not_number", f"{'x' * 23}…"),
        ("001", "", "缺考", "row_absent", "缺考"),
        ("001", "徐景行", 8, "row_of_another", "徐景行"),
        ("003", "", 88, "row_away", "88"),
    ],
)
def test_what_stood_there_is_told(number, name, mark, code, found):
    fault = read(["参赛号", "姓名", "成绩"], [number, name, mark]).faults[0].error
    assert (fault.code, fault.params["found"]) == (code, found)


def test_full_width_marks_are_the_same_marks():
    found = read(["参赛号", "成绩"], ["００1", "８８．５"])
    assert found.papers == {"001": {"theory": Decimal("88.5")}}


def test_every_criterion_has_its_column():
    found = read(["参赛号", "法律", "案例"], ["001", 50, 30], ["002", 60, ""], criteria=PARTS)
    assert found.papers == {"001": {"law": Decimal(50), "case": Decimal(30)}}
    assert codes(found) == [(3, "mark_missing")]
    with pytest.raises(Invalid) as refused:
        read(["参赛号", "法律"], ["001", 50], criteria=PARTS)
    assert refused.value.params["column"] == "案例"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 no zip", "not_a_sheet"),
        ("<table><tr><td>参赛号</td></tr></table>".encode(), "file_is_page"),
        ("参赛号,成绩,成绩\n001,1,2\n".encode(), "heading_twice"),
        ('参赛号,成绩\n"001,1\n'.encode(), "file_unreadable"),
        ("姓名,成绩\n甲,1\n".encode(), "column_missing"),
    ],
)
def test_file_that_is_no_list_of_marks_is_refused(raw, code):
    with pytest.raises(Invalid) as refused:
        read_theory_file(raw, "成绩", [THEORY], PEOPLE)
    assert refused.value.code == code
    assert not isinstance(refused.value, FileFault) or refused.value.sentence("zh")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("criteria", [(THEORY,), PARTS])
def test_empty_sheet_is_read_once_it_is_filled_in(language, criteria):
    raw = empty_sheet(["001", "002"], criteria, language)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["001", "002"]
    filled = [rows[0], *([row[0], *[10] * len(criteria)] for row in rows[1:])]
    found = read(*filled, criteria=criteria)
    assert codes(found) == []
    assert found.papers["002"] == {item.key: Decimal(10) for item in criteria}
