"""The import of entrants with the sheets that people really send.

``data/*.xls`` were written in the format of Excel 97–2003 by xlwt; the people in them are invented.
"""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from competition.exchange.entrants.sheet import read_grid
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.entrant import Entrant
from tests import scenes
from tests.scenes_organise import workbook

DATA = Path(__file__).parent / "data"
BASE = "/organise/quzhou-2023/entrants"


@pytest.fixture(autouse=True)
def _organiser(client):
    scenes.person("zhang", scenes.contest(), "organiser")
    scenes.sign_in(client, "zhang")


def upload(client, raw, name="名单.xls"):
    return client.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), name)}).headers["Location"]


def sheet_of(client, *rows):
    return upload(client, workbook(*rows), "名单.xlsx")


def people():
    return list(db.session.scalars(select(Entrant).order_by(Entrant.number)))


def test_old_excel_form_with_title_totals_and_signatures_is_taken(client):
    address = upload(client, (DATA / "summary.xls").read_bytes())
    page = client.get(address).text
    assert "第 10 行“合计 5人”" in page
    assert "没有读取的列：性别" in page
    client.post(f"{address}/take")
    assert [row.held_level for row in people()] == [3, 3, None, 4, None]
    assert people()[0].phone == "13800000000"


def test_employer_merged_over_several_people_counts_for_each(client):
    address = upload(client, (DATA / "merged.xls").read_bytes())
    assert "名单.xls · 工作表“名单”" in client.get(address).text
    client.post(f"{address}/take")
    assert [row.employer for row in people()] == ["衢州某厂", "衢州某厂", "衢州二厂"]


def test_number_merged_over_several_people_is_told_row_by_row(client):
    book = openpyxl.Workbook()
    for row in (["姓名", "手机"], ["李明", "13800000000"], ["王芳"], ["张强"]):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    target = io.BytesIO()
    book.save(target)
    page = client.get(upload(client, target.getvalue(), "名单.xlsx")).text
    assert "第 3 行 · 手机：单元格合并了第 2–4 行，请拆分后逐行填写" in page
    assert "第 4 行 · 手机：单元格合并了第 2–4 行" in page
    assert "第 2 行 · 手机" not in page


def test_numbers_that_excel_spoilt_are_refused_under_the_names_of_the_sheet(client):
    page = client.get(upload(client, (DATA / "numbers.xls").read_bytes())).text
    assert "第 2 行 · 证件号：这个单元格被存成了数值" in page
    assert "第 2 行 · 手机：“3801234567”缺少区号开头的 0" in page
    assert "第 4 行 · 手机：手机号码应为 11 位，实为 10 位" in page
    assert "确认导入" not in page


def test_file_that_comes_back_calls_the_columns_as_the_sheet_does(client):
    address = upload(client, (DATA / "numbers.xls").read_bytes())
    back = read_grid(client.get(f"{address}/errors.xlsx").data, "a.xlsx")
    assert "；手机：" in back.rows[1][-1].text
    assert back.rows[1][-1].text.startswith("证件号：")


def test_own_workbook_comes_back_and_the_mended_one_is_taken(client):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "手机", "车牌"])
    sheet.append(["李明", "1381234567", "浙H"])
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("说明")
    address = upload(client, saved(book), "名单.xlsx")
    page = client.get(address).text
    assert "下载的就是您上传的文件" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/errors.xlsx").data))
    assert book.sheetnames[1] == "说明"
    sheet = book.worksheets[0]
    assert sheet.column_dimensions["C"].width == 33
    assert sheet["D2"].value == "手机：手机号码应为 11 位，实为 10 位"
    assert "应为 11 位" in sheet["B2"].comment.text
    sheet["B2"] = "13812345678"
    again = upload(client, saved(book), "名单.xlsx")
    assert "错误说明" not in client.get(again).text
    client.post(f"{again}/take")
    assert people()[0].phone == "13812345678"


def test_own_workbook_comes_back_after_columns_were_chosen(client):
    address = sheet_of(client, ["姓名", "紧急电话"], ["", "13812345678"])
    client.post(f"{address}/columns", data={"column-1": "phone"})
    assert "下载的就是您上传的文件" in client.get(address).text


def test_it_is_said_that_an_old_workbook_comes_back_as_a_new_one(client):
    page = client.get(upload(client, (DATA / "numbers.xls").read_bytes())).text
    assert "您的文件不是 .xlsx 格式" in page


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_preview_shows_level_telephone_and_consent(client):
    head = ["姓名", "手机", "已持有等级", "是否同意公示姓名"]
    page = client.get(sheet_of(client, head, ["李明", "13812345678", "3级", "同意"])).text
    row = re.search(r"<tbody>.*?</tbody>", page, re.DOTALL)[0]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row)[-3:] == ["138****5678", "三级/高级工", "是"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["姓名"], ["没有“已持有等级”一列", "没有“同意公布姓名”一列"]),
        (["姓名", "现有等级", "同意公布"], []),
    ],
)
def test_absence_of_what_matters_later_is_told(client, head, told):
    page = client.get(sheet_of(client, head, ["李明"])).text
    assert re.findall(r"没有“[^”]+”一列", page) == told


def test_doubtful_column_is_asked_about_and_read_when_chosen(client):
    address = sheet_of(client, ["姓名", "申报等级"], ["李明", "三级"])
    page = client.get(address).text
    assert "“申报等级”（像“已持有等级”）" in page
    client.post(f"{address}/columns", data={"column-1": "held_level"})
    assert "“申报等级” → 已持有等级" in client.get(address).text
    client.post(f"{address}/take")
    assert people()[0].held_level == 3
    kept = db.session.scalars(
        select(AuditLine).where(AuditLine.action == "entrants:columns_chosen")
    ).one()
    assert kept.detail == {"held_level": "申报等级"}


def test_choice_is_taken_back(client):
    address = sheet_of(client, ["姓名", "申报等级"], ["李明", "三级"])
    client.post(f"{address}/columns", data={"column-1": "held_level"})
    client.post(f"{address}/columns")
    assert "像“已持有等级”" in client.get(address).text


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"column-1": "phone", "column-2": "phone"}, "请只选一列"),
        ({"column-1": "password"}, "没有这一列"),
    ],
)
def test_choice_that_makes_no_sense_is_refused(client, chosen, words):
    address = sheet_of(client, ["姓名", "联系方式", "紧急电话"], ["李明", "13800000000", ""])
    page = client.post(f"{address}/columns", data=chosen, follow_redirects=True).text
    assert words in page
    assert "像“手机号码”" in page


def test_value_where_nothing_stood_is_shown_without_a_stroke(client):
    client.post(f"{sheet_of(client, ['姓名', '参赛号'], ['李明', '7'])}/take")
    page = client.get(
        sheet_of(client, ["参赛号", "姓名", "单位"], ["7", "李明", "厂"], ["8", "王芳", ""])
    ).text
    assert "<strong>厂</strong>" in page
    assert 'class="was"' not in page
