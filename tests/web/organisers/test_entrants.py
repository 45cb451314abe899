"""The entrants' pages: list, one entrant, sheet in and out."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from competition.exchange.entrants.sheet import entrants_in, read_grid
from competition.models import access_code, db
from competition.models.entrant import Entrant
from tests import scenes
from tests.counting import counted
from tests.scenes_organise import ID_LI, workbook

BASE = "/organise/quzhou-2023/entrants"
HEAD = ["姓名", "工作单位", "证件号码"]


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


@pytest.fixture
def judging(contest):
    contest.state = "judging"
    db.session.commit()
    return contest


def everybody():
    return list(db.session.scalars(select(Entrant).order_by(Entrant.number)))


def upload(client, *rows):
    file = (io.BytesIO(workbook(HEAD, *rows)), "名单.xlsx")
    return client.post(f"{BASE}/import", data={"file": file}).headers["Location"]


@pytest.mark.usefixtures("contest")
def test_sheet_is_checked_previewed_and_taken(client):
    address = upload(client, ["李明", "厂", ID_LI])
    preview = client.get(address).text
    assert "110***********002X" in preview
    assert ID_LI not in preview
    assert everybody() == []
    page = client.post(f"{address}/take", follow_redirects=True)
    assert "已导入：新增 1 名" in page.text
    assert everybody()[0].document_number == ID_LI
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("contest")
def test_wrong_row_is_named_with_its_remedy(client):
    address = upload(client, ["李明", "厂", "1101051949123100X"])
    page = client.get(address).text
    assert "第 2 行 · 证件号码：应为 18 位，实为 17 位" in page
    assert "确认导入" not in page
    english = client.get(address, query_string={"lang": "en"}).text
    assert "18" in english


@pytest.mark.usefixtures("contest")
def test_sheet_comes_back_with_the_errors(client):
    address = upload(client, ["李明", "厂", ""], ["", "厂", 110105194912310000])
    back = client.get(f"{address}/errors.xlsx")
    cells = [cell.text for cell in read_grid(back.data, "a.xlsx").rows[2]]
    assert cells[:2] == ["", "厂"]
    assert "姓名不能为空" in cells[3]
    assert "存成了数值" in cells[3]


@pytest.mark.usefixtures("contest")
def test_sheet_with_errors_is_not_taken(client):
    address = upload(client, ["李明", "", ""], ["", "", ""], ["", "厂", ""])
    page = client.post(f"{address}/take", follow_redirects=True)
    assert "没有导入任何一行" in page.text
    assert everybody() == []


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"\x00\x01", "单位\n厂".encode()])
def test_file_that_is_no_sheet_is_refused_in_the_form(client, raw):
    answer = client.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "x.xlsx")})
    assert "error-summary" in answer.text


def test_export_is_imported_again_without_a_change(client, contest):
    for row, name in zip(scenes.entrants(contest, 3, held_level=3), "甲乙丙", strict=True):
        row.name = name
    db.session.commit()
    raw = client.get(f"{BASE}/export.xlsx").data
    location = client.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "a.xlsx")})
    page = client.get(location.headers["Location"]).text
    assert "完全相同" in page


def test_draw_numbers_are_numbers_and_other_digits_stay_text_without_warnings(client, contest):
    for row, draw in zip(scenes.entrants(contest, 3), ("7", "A-07", "08"), strict=True):
        row.draw_number = draw
    db.session.commit()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{BASE}/export.xlsx").data)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    draws = [sheet.cell(row, head.index("抽签号") + 1).value for row in (2, 3, 4)]
    assert draws == [7, "A-07", "08"]
    assert sheet["A2"].value == "001"


@pytest.mark.usefixtures("contest")
def test_template_has_the_columns(client):
    raw = client.get(f"{BASE}/template.xlsx").data
    assert "证件号码" in [cell.text for cell in read_grid(raw, "a.xlsx").rows[0]]


def test_person_entered_elsewhere_is_told(client, contest):
    other = scenes.contest(slug="other", state="open")
    address = upload(client, ["李明", "厂", ID_LI])
    client.post(f"{address}/take")
    row = everybody()[0]
    row.contest_id = other.id
    db.session.commit()
    assert contest.id != other.id
    assert "还报名了其他" in client.get(upload(client, ["李明", "厂", ID_LI])).text


@pytest.mark.parametrize(
    ("search", "found"),
    [
        *[("选手2", 1), ("003", 1), ("3", 1), ("0003", 1), ("００３", 1), ("某单位", 3)],
        *[("%", 0), (ID_LI, 1), (f" {ID_LI.lower()} ", 1), (ID_LI[:10], 0)],
    ],
)
def test_list_is_searched_by_part_and_by_whole_document(client, contest, search, found):
    scenes.entrants(contest, 3)
    editing = everybody()[0]
    client.post(
        f"{BASE}/{editing.id}/edit",
        data={
            "name": "选手一",
            "employer": "某单位",
            "document_type": "居民身份证",
            "document_number": ID_LI,
        },
    )
    page = client.get(BASE, query_string={"q": search}).text
    assert page.count('data-label="参赛号"') == found


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("sort", ["number", "draw", "name", "employer", "state", "nonsense"])
def test_list_opens_in_every_order(client, sort):
    assert client.get(BASE, query_string={"sort": sort, "page": 9}).status_code == 200


def test_list_asks_as_many_queries_for_three_as_for_one(client, contest):
    asked = []
    for count in (1, 2):
        scenes.entrants(scenes.contest(slug=f"c{count}"), 1)
        for row in scenes.entrants(contest, 1) if count == 1 else _more(contest):
            assert row.contest_id == contest.id
        with counted() as statements:
            client.get(BASE)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def _more(contest):
    rows = [
        Entrant(contest_id=contest.id, number=f"1{place}", name=f"新{place}") for place in range(2)
    ]
    db.session.add_all(rows)
    db.session.commit()
    return rows


@pytest.mark.usefixtures("contest")
def test_entrant_is_added_by_hand_and_errors_stand_at_their_field(client):
    answer = client.post(f"{BASE}/new", data={"name": "李明\u2f00", "document_type": "居民身份证"})
    assert "请改为“一”" in answer.text
    client.post(f"{BASE}/new", data={"name": "李明", "document_type": "居民身份证"})
    assert [row.number for row in everybody()] == ["001"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_entrant_page_opens(client, contest, language):
    (row,) = scenes.entrants(contest, 1)
    for path in (f"{BASE}/{row.id}", f"{BASE}/{row.id}/edit", f"{BASE}/new", f"{BASE}/import"):
        assert client.get(path, query_string={"lang": language}).status_code == 200


def test_state_and_attendance_are_recorded(client, judging):
    (row,) = scenes.entrants(judging, 1)
    client.post(f"{BASE}/{row.id}/state", data={"state": "withdrawn", "reason": "本人申请"})
    data = {"case-state": "absent", "case-round": "case"}
    client.post(f"{BASE}/{row.id}/attendance/case", data=data)
    page = client.get(f"{BASE}/{row.id}").text
    assert "本人申请" in page
    assert row.state == "withdrawn"
    assert [item.state for item in row.attendances] == ["absent"]


def test_late_correction_without_reason_keeps_what_was_typed(client, judging):
    (row,) = scenes.entrants(judging, 1)
    data = {"name": "李鸣", "document_type": "居民身份证", "number": row.number}
    answer = client.post(f"{BASE}/{row.id}/edit", data=data)
    assert "请写明理由" in answer.text
    assert "李鸣" in answer.text
    assert row.name == "选手1"


def test_code_is_shown_once_and_works(client, contest):
    (row,) = scenes.entrants(contest, 1)
    page = client.post(f"{BASE}/{row.id}/code").text
    code = re.search(r'class="secret">([^<]+)<', page)[1]
    assert access_code.matches(row, code)
    assert code not in client.get(f"{BASE}/{row.id}").text


def test_codes_come_as_a_sheet_for_those_without(client, contest):
    rows = scenes.entrants(contest, 2)
    sheet = entrants_in(read_grid(client.post(f"{BASE}/codes").data, "a.xlsx"))
    assert [row.cells["name"].text for row in sheet.rows] == ["选手1", "选手2"]
    assert all(row.access_digest for row in rows)
    assert client.post(f"{BASE}/codes").status_code == 302


def test_clerk_sees_entrants_and_takes_no_list_with_numbers(client, contest):
    client.post("/sign-out")
    scenes.person("wang", contest, "clerk")
    scenes.sign_in(client, "wang")
    assert client.get(BASE).status_code == 200
    assert client.get(f"{BASE}/export.xlsx").status_code == 403


@pytest.mark.usefixtures("contest")
def test_list_without_anybody_is_one_invitation(client):
    page = client.get(BASE).text
    assert page.count("template.xlsx") == 1
    assert 'role="search"' not in page
    assert "没有符合条件的选手" in client.get(BASE, query_string={"q": "x"}).text


@pytest.fixture
def strict(contest):
    contest.settings = {"entrants_per_employer": 1, "youngest": 18, "entries_until": "2023-10-01"}
    db.session.commit()
    return contest


def test_single_entrant_is_told_of_window_quota_and_age_and_still_kept(client, strict):
    scenes.entrants(strict, 1)
    assert "报名已于 2023-10-01 截止" in client.get(f"{BASE}/new").text
    data = {"name": "李明", "document_type": "居民身份证", "employer": "某单位"}
    young = {"document_number": "330802201001010010"}
    page = client.post(f"{BASE}/new", data=data | young, follow_redirects=True).text
    assert "以下 1 名选手的年龄不符合规定：002 李明 (13)" in page
    assert "以下单位的人数超过规定（每个单位最多 1 人）：某单位 2" in page
    assert len(everybody()) == 2


def test_single_entrant_within_the_settings_is_told_nothing(client, strict):
    scenes.entrants(strict, 1)
    data = {"name": "李明", "document_type": "居民身份证", "employer": "别的单位"}
    page = client.post(f"{BASE}/new", data=data, follow_redirects=True).text
    assert "notice-warn" not in page


@pytest.mark.usefixtures("contest")
def test_form_tells_every_wrong_cell_in_one_round(client):
    data = {"name": "", "document_type": "居民身份证", "document_number": "12", "phone": "1380000"}
    page = client.post(f"{BASE}/new", data=data | {"number": "第一"}).text
    assert page.count('class="field-error"') == 4


def test_late_correction_is_told_the_missing_reason_beside_the_rest(client, judging):
    (row,) = scenes.entrants(judging, 1)
    data = {"name": "", "document_type": "居民身份证", "phone": "1380000"}
    page = client.post(f"{BASE}/{row.id}/edit", data=data).text
    assert page.count('class="field-error"') == 3
