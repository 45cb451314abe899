"""The wall, the chief judge's pages, and the pages of the clerks."""

import io
import re
import uuid
from datetime import timedelta

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from competition.models import db
from competition.models.entrant import Entrant
from competition.queries.judging import theory, wall
from competition.services import devices
from tests import scenes
from tests.scenes_judging import actor, hall, submit

pytestmark = pytest.mark.usefixtures("app")
WALLS = ({}, {"show": "open"}, {"draw": "2"})
THEORY = "/organise/quzhou-2023/theory/theory"


@pytest.fixture
def stage():
    return hall()


def signed_in(app, stage, name, *roles):
    scenes.person(name, stage.contest, *roles)
    return scenes.sign_in(app.test_client(), name)


def states(stage):
    db.session.expire_all()
    return [paper.state for paper in theory.papers_of(stage.theory)]


def test_wall_shows_each_sheet_and_is_304_while_nothing_changes(app, stage):
    chief = signed_in(app, stage, "chief", "chief_judge")
    first = chief.get("/organise/quzhou-2023/wall/grid")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert chief.get("/organise/quzhou-2023/wall/grid", headers=tag).status_code == 304
    submit(stage, stage.judges[1], "2")
    assert chief.get("/organise/quzhou-2023/wall/grid", headers=tag).status_code == 200
    grid = wall.wall_of(stage.case)
    assert [[cell.state for cell in row.cells] for row in grid.rows] == [
        ["not_begun", "not_begun"],
        ["not_begun", "submitted"],
        ["not_begun", "not_begun"],
    ]
    assert (grid.done, grid.expected) == (1, 6)


def test_wall_is_narrowed_to_what_is_open_or_to_one_draw_number(app, stage):
    chief = signed_in(app, stage, "chief", "chief_judge")
    for judge in stage.judges[:2]:
        submit(stage, judge, "2")
    page = "/organise/quzhou-2023/wall/grid"
    rows = [chief.get(page, query_string=asked).text.count("<tr") - 1 for asked in WALLS]
    assert rows == [3, 2, 1]
    assert "没有符合条件的选手" in chief.get(page, query_string={"draw": "99"}).text


def test_wall_tells_of_marks_left_on_an_earlier_tablet(app, stage):
    for age, unsent in ((2, 3), (1, 0)):
        report = devices.Report(str(uuid.uuid4()), unsent)
        devices.note_contact(actor(stage.judges[0]), scenes.NOON - timedelta(hours=age), report)
    column = wall.wall_of(stage.case).columns[0]
    assert (column.device.unsent, column.left_behind) == (0, 3)
    chief = signed_in(app, stage, "chief", "chief_judge")
    assert "旧平板上还有 3" in chief.get("/organise/quzhou-2023/wall").text


def test_wall_names_no_entrant_and_is_not_for_judges(app, stage):
    assert (
        "选手1"
        not in signed_in(app, stage, "chief", "chief_judge").get("/organise/quzhou-2023/wall").text
    )
    judge = scenes.sign_in(app.test_client(), "j1")
    assert judge.get("/organise/quzhou-2023/wall").status_code == 403


def test_chief_judge_opens_a_recused_sheet_again(app, stage):
    submit(stage, stage.judges[0], state="recused", given={}, reason="误点")
    sheet = wall.wall_of(stage.case).rows[0].cells[0].sheet_id
    chief = signed_in(app, stage, "chief", "chief_judge")
    place = f"/judge/quzhou-2023/case/sheets/{sheet}"
    assert "误点" in chief.get(place).text
    assert chief.post(f"{place}/reopen", data={"reason": ""}).status_code == 422
    assert chief.post(f"{place}/reopen", data={"reason": "误点回避"}).status_code == 302
    assert wall.wall_of(stage.case).rows[0].cells[0].state == "not_begun"


def test_penalty_by_the_chief_judge_only(app, stage):
    overtime = {"draw": "1", "points": "2", "reason": "超时"}
    place = "/judge/quzhou-2023/case/penalties"
    organiser = signed_in(app, stage, "org", "organiser")
    assert organiser.post(place, data=overtime).status_code == 403
    chief = signed_in(app, stage, "chief", "chief_judge")
    assert chief.post(place, data=overtime | {"points": "1,5"}).status_code == 422
    assert chief.post(place, data=overtime).status_code == 302
    assert "超时" in chief.get(place).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"draw": "９９"}, "99"),
        ({"points": "1,5"}, "您是想输入 1.5 吗"),
        ({"points": "0"}, "且不超过本轮满分"),
        ({"reason": " "}, "理由"),
    ],
)
def test_refused_penalty_stays_in_the_form_as_typed(app, stage, changed, words):
    chief = signed_in(app, stage, "chief", "chief_judge")
    typed = {"draw": "１", "points": "２．５", "reason": "超时两分钟"} | changed
    answer = chief.post("/judge/quzhou-2023/case/penalties", data=typed)
    assert answer.status_code in {404, 422}
    assert re.search(f'field-error"[^>]*>.*?</svg>[^<]*{words}', answer.text, re.DOTALL)
    for text in typed.values():
        assert f'value="{text}"' in answer.text
    assert wall.penalties_of(stage.case) == []


def test_penalty_takes_a_full_width_draw_number_and_what_a_link_fills_in(app, stage):
    chief = signed_in(app, stage, "chief", "chief_judge")
    place = "/judge/quzhou-2023/case/penalties"
    assert 'value="2"' in chief.get(place, query_string={"draw": "2"}).text
    sent = {"draw": " １　", "points": "２．５", "reason": "超时"}
    assert chief.post(place, data=sent).status_code == 302
    assert [draw for _, draw, _ in wall.penalties_of(stage.case)] == ["1"]


def test_penalty_typed_while_the_contest_was_moved_back_is_kept(app, stage):
    chief = signed_in(app, stage, "chief", "chief_judge")
    stage.contest.state = "locked"
    db.session.commit()
    sent = {"draw": "1", "points": "2", "reason": "超时两分钟"}
    answer = chief.post("/judge/quzhou-2023/case/penalties", data=sent)
    assert answer.status_code == 409
    assert 'value="超时两分钟"' in answer.text
    assert "error-summary" in answer.text


def test_empty_pile_says_who_typed_which_entry(app, stage):
    one, two = (signed_in(app, stage, name, "clerk") for name in ("c1", "c2"))
    one.post(f"{THEORY}/first", data={f"m:00{at}:": "70" for at in (1, 2, 3)})
    assert "这一遍已由 c1 录入" in two.get(f"{THEORY}/first").text
    assert "您录" not in two.get(f"{THEORY}/first").text
    assert "另一遍是您录的" in one.get(f"{THEORY}/second").text


def test_pile_of_nobody_has_no_papers(app, stage):
    clerk = signed_in(app, stage, "c1", "clerk")
    for entrant in db.session.scalars(select(Entrant)):
        entrant.state = "withdrawn"
    db.session.commit()
    assert "没有需要录入的试卷" in clerk.get(f"{THEORY}/first").text


def test_two_clerks_type_a_third_settles(app, stage):
    one, two = (signed_in(app, stage, name, "clerk") for name in ("c1", "c2"))
    one.post(f"{THEORY}/first", data={"m:001:": "76.5", "m:002:": "60"})
    assert "76.5" not in two.get(f"{THEORY}/second").text
    two.post(f"{THEORY}/second", data={"m:001:": "76.5", "m:002:": "66"})
    assert states(stage) == ["agreed", "differs", "missing"]
    chief = signed_in(app, stage, "chief", "chief_judge")
    assert "002" in chief.get(f"{THEORY}/compare").text
    own = two.get(f"{THEORY}/compare").text
    assert "您录入过这份试卷" in own
    assert 'name="mark-"' not in own
    unfit = chief.post(f"{THEORY}/compare", data={"number": "002", "mark-": "6,6"})
    assert unfit.status_code == 422
    assert 'value="6,6"' in unfit.text
    refused = one.post(f"{THEORY}/compare", data={"number": "002", "mark-": "66"})
    assert "由第三个人看原卷裁定" in refused.text
    assert states(stage)[1] == "differs"
    chief.post(f"{THEORY}/compare", data={"number": "002", "mark-": "66"})
    assert states(stage) == ["agreed", "agreed", "missing"]


def test_unreadable_row_keeps_everything_typed_and_stores_nothing(app, stage):
    clerk = signed_in(app, stage, "c1", "clerk")
    answer = clerk.post(f"{THEORY}/first", data={"m:001:": "76,5", "m:002:": "60"})
    assert answer.status_code == 422
    assert 'value="76,5"' in answer.text
    assert 'value="60"' in answer.text
    assert states(stage) == ["missing"] * 3


def test_case_judge_does_not_type_theory_papers(app, stage):
    judge = scenes.sign_in(app.test_client(), "j1")
    assert judge.post(f"{THEORY}/first", data={"m:001:": "76.5"}).status_code == 403
    assert states(stage) == ["missing"] * 3


def workbook(*rows):
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return raw.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        workbook(("参赛号", "姓名", "成绩"), (1, "选手 1", 76.5), ("002", "选手2", "60")),
        "参赛号,成绩\n001,76.5\n002,60\n".encode("gb18030"),
        "\ufeff参赛号\t成绩\r\n001\t76.5\r\n002\t60.0\r\n".encode(),
    ],
)
def test_file_is_read_and_a_second_person_confirms(app, stage, raw):
    stage.contest.settings = {"theory_entry": "confirmed"}
    db.session.commit()
    one, two = (signed_in(app, stage, name, "clerk") for name in ("c1", "c2"))
    answer = one.post(f"{THEORY}/single/import", data={"file": (io.BytesIO(raw), "marks.xlsx")})
    assert answer.status_code == 302
    told = one.get(answer.location).text
    assert "已从“成绩”列读入 2 份" in told
    assert "文件里没有这些参赛号的成绩：003" in told
    assert states(stage) == ["unconfirmed", "unconfirmed", "missing"]
    assert two.post(f"{THEORY}/confirm", data={"number": ["001"]}).status_code == 302
    assert states(stage) == ["agreed", "unconfirmed", "missing"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("参赛号,成绩\n001,\n", "第 2 行 · 理论考试：没有分数"),
        ("参赛号,成绩\n001,101\n", "第 2 行 · 理论考试：分数应在 0 到 100 之间，实为 101。"),
        ("参赛号,成绩\n001,1\n999,2\n", "第 3 行 · 没有找到参赛号 999"),
        ("参赛号,成绩\n001,1\n1,2\n", "第 3 行 · 参赛号 001 出现了两次"),
        ("参赛号,姓名,成绩\n001,选手2,1\n", "第 2 行 · 参赛号 001 旁的姓名“选手2”与选手名单不同"),
        ("姓名,成绩\n甲,1\n", "没有“参赛号”这一列"),
        ("", "文件是空的"),
    ],
)
def test_faulty_file_is_refused_whole_with_row_and_remedy(app, stage, raw, told):
    clerk = signed_in(app, stage, "c1", "clerk")
    sent = {"file": (io.BytesIO(raw.encode()), "marks.csv")}
    answer = clerk.post(f"{THEORY}/first/import", data=sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert states(stage) == ["missing"] * 3


def test_empty_sheet_holds_the_papers_that_there_are(app, stage):
    clerk = signed_in(app, stage, "c1", "clerk")
    raw = clerk.get(f"{THEORY}/marks.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert rows == [["参赛号", "成绩"], ["001", ""], ["002", ""], ["003", ""]]
    assert f"{THEORY}/marks.xlsx" in clerk.get(f"{THEORY}/first/import").text
