"""What a judge is told when a sheet comes back, and that a mistyped PIN costs no second scan."""

import re

import pytest

from competition.models import db
from competition.queries.judging import tablets, wall
from tests import scenes
from tests.scenes_judging import hall, marks, submit

pytestmark = pytest.mark.usefixtures("app")
SIGN_OFF = "/judge/quzhou-2023/case/sign-off"


@pytest.fixture
def stage():
    made = hall(judges=1)
    for draw in "123":
        submit(made, made.judges[0], draw)
    return made


@pytest.fixture
def judge(client, stage):
    return scenes.sign_in(client, stage.judges[0].username)


def sign(judge, secret):
    seen = re.search(r'name="seen" value="(\w+)"', judge.get(SIGN_OFF).text)[1]
    return judge.post(SIGN_OFF, data={"secret": secret, "seen": seen})


def told(stage):
    db.session.expire_all()
    (round_,) = tablets.assignment_of(stage.judges[0].id)
    return [paper["returned"] for paper in round_["papers"]]


def give_back(app, stage, reason):
    scenes.person("chief", stage.contest, "chief_judge")
    chief = scenes.sign_in(app.test_client(), "chief")
    sheet = wall.wall_of(stage.case).rows[1].cells[0].sheet_id
    place = f"/judge/quzhou-2023/case/sheets/{sheet}/reopen"
    assert chief.post(place, data={"reason": reason}).status_code == 302


def test_a_sheet_given_back_says_why_until_it_is_handed_in_again(app, stage, judge):
    assert sign(judge, scenes.PASSWORD).status_code == 302
    assert told(stage) == ["", "", ""]
    give_back(app, stage, "第二项看错")
    assert told(stage) == ["", "第二项看错", ""]
    submit(stage, stage.judges[0], "2", base=3, given=marks(analysis="19"))
    assert told(stage) == ["", "", ""]


def test_a_wrong_pin_at_the_signing_leaves_the_judge_on_the_page(judge):
    answer = sign(judge, "000000")
    assert answer.status_code == 403
    assert "PIN 码或密码不正确，没有签字。" in answer.text
    assert ('name="secret"' in answer.text, 'name="seen"' in answer.text) == (True, True)
    assert sign(judge, scenes.PASSWORD).status_code == 302


def test_a_wrong_pin_of_a_card_is_asked_for_again_on_the_same_page(client):
    answer = client.post("/judge/card/unknown", data={"pin": "000000"})
    assert answer.status_code == 403
    assert ('name="pin"' in answer.text, "请再试一次" in answer.text) == (True, True)


SHEET_2, LIST = "/judge/quzhou-2023/case/entrants/2", "/judge/quzhou-2023/case/"


def test_web_pages_say_that_a_sheet_came_back_and_why(app, stage, judge):
    sign(judge, scenes.PASSWORD)
    give_back(app, stage, "第二项看错")
    for page in (LIST, SHEET_2, SIGN_OFF):
        text = judge.get(page).text
        assert "第二项看错" in text
        assert "已退回更正" in text
    assert "Given back by the chief judge: 第二项看错" in judge.get(f"{SHEET_2}?lang=en").text
    assert "第二项看错" not in judge.get("/judge/quzhou-2023/case/entrants/1?lang=zh").text
    home = judge.get("/judge/").text
    assert "裁判长退回了 1 份评分表" in home
    assert "全部评完，请核对并签字。" not in home


def test_they_say_so_until_it_is_handed_in_or_signed_again(app, stage, judge):
    sign(judge, scenes.PASSWORD)
    give_back(app, stage, "第二项看错")
    submit(stage, stage.judges[0], "2", base=3, given=marks(analysis="19"))
    assert all("第二项看错" not in judge.get(page).text for page in (LIST, SHEET_2, SIGN_OFF))
    assert "全部评完，请核对并签字。" in judge.get("/judge/").text


def test_a_recusal_given_back_is_told_as_well(app, stage, judge):
    submit(stage, stage.judges[0], "2", base=1, state="recused", given={}, reason="同事")
    give_back(app, stage, "并非同事")
    assert "并非同事" in judge.get(SHEET_2).text
    assert "并非同事" in judge.get(LIST).text


def test_chief_sees_which_sheets_are_out_for_correction(app, stage, judge):
    sign(judge, scenes.PASSWORD)
    give_back(app, stage, "第二项看错")
    chief = scenes.sign_in(app.test_client(), "chief")
    sheets = [row.cells[0] for row in wall.wall_of(stage.case).rows]
    assert [cell.returned for cell in sheets] == [False, True, False]
    page = chief.get(f"/judge/quzhou-2023/case/sheets/{sheets[1].sheet_id}").text
    assert "已退回评委更正：第二项看错" in page
    assert 'class="cell cell-returned"' in chief.get("/organise/quzhou-2023/wall").text
    submit(stage, stage.judges[0], "2", base=3, given=marks(analysis="19"))
    page = chief.get(f"/judge/quzhou-2023/case/sheets/{sheets[1].sheet_id}").text
    assert "已退回评委更正" not in page
    assert 'class="cell cell-returned"' not in chief.get("/organise/quzhou-2023/wall").text
