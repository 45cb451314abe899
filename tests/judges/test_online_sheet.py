"""The score sheet online, without JavaScript: blind, bounded, sent once, signed."""

import re
import uuid

import pytest

from competition.models import db
from competition.queries.judging import sheets as judging
from tests import scenes
from tests.scenes_judging import FULL, hall, marks, submit

pytestmark = pytest.mark.usefixtures("app")
SHEET = "/judge/quzhou-2023/case/entrants/1"


@pytest.fixture
def stage():
    return hall()


@pytest.fixture
def judge(client, stage):
    scenes.sign_in(client, stage.judges[0].username)
    return client


def typed(base=0, deed="submitted", id_=None, **changed):
    fields = {f"mark-{key}": text for key, text in (FULL | changed).items()}
    return fields | {"submission": id_ or str(uuid.uuid4()), "base": base, "deed": deed}


def paper(stage, draw="1"):
    db.session.expire_all()
    return judging.paper_in(judging.seat_in(stage.contest, "case", stage.judges[0].id), draw)


def test_home_lists_my_rounds_with_progress(judge, stage):
    submit(stage, stage.judges[0])
    page = judge.get("/judge/").text
    assert "案例讲解" in page
    assert re.search(r"<b>1</b> / 3", page)


def test_nobody_is_named_on_a_judges_page(judge):
    for path in ("/judge/", "/judge/quzhou-2023/case/", SHEET, "/judge/quzhou-2023/case/sign-off"):
        page = judge.get(path)
        assert page.status_code == 200
        assert "选手1" not in page.text
        assert "某单位" not in page.text
        assert "001" not in page.text


def test_submitted_sheet_brings_a_receipt_and_the_next_entrant(judge, stage):
    answer = judge.post(SHEET, data=typed())
    assert answer.headers["Location"].endswith("/entrants/2")
    assert "服务器已收" in judge.get(SHEET).text
    assert paper(stage).state == "submitted"


def test_pressing_submit_twice_stores_one_revision(judge, stage):
    sent = typed()
    judge.post(SHEET, data=sent)
    judge.post(SHEET, data=sent)
    assert paper(stage).revision == 1


def test_comma_is_refused_in_words_and_nothing_typed_is_lost(judge, stage):
    answer = judge.post(SHEET, data=typed(law="25,5"))
    assert answer.status_code == 422
    assert "您是想输入 25.5 吗" in answer.text
    assert 'value="25,5"' in answer.text
    assert 'value="12.5"' in answer.text
    assert paper(stage).sheet is None


def test_full_width_figures_are_read(judge, stage):
    assert judge.post(SHEET, data=typed(law="２５．５")).status_code == 302
    assert str(paper(stage).marks["law"]) == "25.5"


@pytest.mark.parametrize("mark", ["２５。５", "25｡5"])
def test_chinese_full_stop_is_read_as_the_point(judge, stage, mark):
    assert judge.post(SHEET, data=typed(law=mark)).status_code == 302
    assert str(paper(stage).marks["law"]) == "25.5"


def test_a_gap_stops_the_submission_but_not_a_draft(judge, stage):
    assert judge.post(SHEET, data=typed(law="")).status_code == 422
    assert judge.post(SHEET, data=typed(law="", deed="draft")).status_code == 302
    assert paper(stage).state == "partial"


def test_late_page_shows_both_values_and_the_judge_chooses(judge, stage):
    submit(stage, stage.judges[0], given=marks(law="30"))
    answer = judge.post(SHEET, data=typed(law="20"))
    assert answer.status_code == 409
    assert ">20<" in answer.text
    assert ">30<" in answer.text
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', answer.text))
    assert judge.post(SHEET, data=fields).status_code == 302
    assert str(paper(stage).marks["law"]) == "20"


@pytest.mark.parametrize("state", ["locked", "open", "closed"])
def test_marks_typed_while_the_stage_was_moved_are_shown_with_the_refusal(judge, stage, state):
    if state == "closed":
        stage.case.state = "closed"
    else:
        stage.contest.state = state
    db.session.commit()
    answer = judge.post(SHEET, data=typed(law="27.5"))
    assert answer.status_code == 409
    assert "没有保存到服务器" in answer.text
    assert re.search(r'name="mark-law"[^>]*value="27.5"', answer.text)
    assert 'value="submitted"' in answer.text
    assert "返回上一页" not in answer.text
    stage.case.state, stage.contest.state = "open", "judging"
    db.session.commit()
    fields = dict(re.findall(r'name="([\w-]+)"[^>]* value="([^"]*)"', answer.text))
    assert judge.post(SHEET, data=fields | {"deed": "submitted"}).status_code == 302
    assert str(paper(stage).marks["law"]) == "27.5"


def test_refused_sheet_does_not_reach_whoever_has_the_draw_number_now(judge, stage):
    for _ in range(2):
        answer = judge.post(SHEET, data=typed(law="27.5") | {"check": "of-another"})
        assert answer.status_code == 409
        assert re.search(r'name="mark-law"[^>]*value="27.5"', answer.text)
        assert 'name="check" value="of-another"' in answer.text
    assert paper(stage).sheet is None


def test_undo_brings_the_version_before_back(judge, stage):
    judge.post(SHEET, data=typed(law="30"))
    judge.post(SHEET, data=typed(1, law="3"))
    undone = {"submission": str(uuid.uuid4()), "base": 2, "revision": 1}
    assert judge.post(f"{SHEET}/undo", data=undone).status_code == 302
    assert str(paper(stage).marks["law"]) == "30"
    assert paper(stage).revision == 3


def test_recusal_needs_a_reason(judge, stage):
    sent = {"submission": str(uuid.uuid4()), "base": 0, "reason": " "}
    assert judge.post(f"{SHEET}/recuse", data=sent).status_code == 422
    assert judge.post(f"{SHEET}/recuse", data=sent | {"reason": "同事"}).status_code == 302
    assert paper(stage).state == "recused"


def test_signing_needs_the_password(judge, stage):
    for draw in ("1", "2", "3"):
        submit(stage, stage.judges[0], draw)
    place = "/judge/quzhou-2023/case/sign-off"
    assert judge.post(place, data={"secret": "wrong"}).status_code == 403
    assert paper(stage).state == "submitted"
    assert judge.post(place, data={"secret": scenes.PASSWORD}).status_code == 302
    assert paper(stage).state == "signed"


def test_receipt_can_be_checked_later(judge, stage):
    number = submit(stage, stage.judges[0]).receipt.number
    assert number in judge.get("/judge/receipts", query_string={"number": number[:5]}).text
    assert number not in judge.get("/judge/receipts", query_string={"number": "ZZZZZZ"}).text


def test_judge_of_another_contest_gets_nowhere(client, stage):
    other = scenes.contest("judging", slug="other")
    scenes.person("guest", other, "judge")
    scenes.sign_in(client, "guest")
    assert client.get(SHEET).status_code == 403
    assert client.post(SHEET, data=typed()).status_code == 403
    assert paper(stage).sheet is None
