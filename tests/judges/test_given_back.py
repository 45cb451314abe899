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
