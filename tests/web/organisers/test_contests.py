"""The contests' pages: list, new, overview, states."""

import io

import pytest
from sqlalchemy import select

from competition.exchange.presets import PRESETS
from competition.models import db
from competition.models.contest import Contest
from tests import scenes, scenes_results

BASE = "/organise/quzhou-2023"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def slugs():
    return set(db.session.scalars(select(Contest.slug)))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.usefixtures("contest")
def test_contest_is_made_from_a_preset(client, preset):
    answer = client.post("/organise/new", data={"start": preset, "slug": "next", "title": "新竞赛"})
    assert answer.headers["Location"] == "/organise/next/"
    assert "新竞赛" in client.get("/organise/next/").text


def test_contest_is_made_from_a_rules_file(client, contest):
    file = (io.BytesIO(contest.rules_text.encode("gb18030")), "rules.toml")
    client.post("/organise/new", data={"start": "upload", "slug": "next", "file": file})
    assert slugs() == {"quzhou-2023", "next"}


def test_wrong_rules_file_names_its_line_and_keeps_what_was_typed(client, contest):
    wrong = contest.rules_text.replace('weight = "0.70"', 'weigth = "0.70"')
    file = (io.BytesIO(wrong.encode()), "rules.toml")
    answer = client.post(
        "/organise/new", data={"start": "upload", "file": file, "title": "我的竞赛", "slug": "next"}
    )
    assert "未知的键“weigth”" in answer.text
    assert "第 " in answer.text
    assert "我的竞赛" in answer.text
    assert slugs() == {"quzhou-2023"}


def test_judge_makes_no_contest(client):
    scenes.person("li", scenes.contest(), "judge")
    scenes.sign_in(client, "li")
    assert client.get("/organise/new").status_code == 403
    assert "/organise/new" not in client.get("/organise/").text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", ["setup", "open", "judging", "locked", "reviewed", "final"])
def test_overview_opens_in_every_state(client, contest, state, language):
    contest.state = state
    db.session.commit()
    assert client.get(f"{BASE}/", query_string={"lang": language}).status_code == 200


def test_navigation_offers_no_page_that_is_shut_in_this_state(client, contest):
    assert f"{BASE}/theory/" not in client.get(f"{BASE}/").text
    contest.state = "judging"
    db.session.commit()
    assert f"{BASE}/theory/" in client.get(f"{BASE}/").text


def test_overview_tells_what_is_left_to_do_after_publication(client):
    contest = scenes_results.full(6)
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    assert "还没有公布的成绩" in client.get(f"{BASE}/").text
    scenes_results.published(contest)
    page = client.get(f"{BASE}/").text
    assert "第 1 版已公布" in page
    assert "公示期已满（2023年10月27日 23:59）" in page
    assert "还没有转为正式成绩" in page
    assert "还没有颁发证书" in page


@pytest.mark.usefixtures("contest")
def test_overview_links_what_is_missing_and_hides_the_button(client):
    page = client.get(f"{BASE}/").text
    assert "还没有裁判长" in page
    assert 'value="open"' not in page


def test_contest_advances_and_steps_back_with_a_reason(client, contest):
    scenes.person("li", contest, "chief_judge")
    page = client.post(
        f"{BASE}/advance", data={"present": "setup", "wanted": "open"}, follow_redirects=True
    )
    assert "竞赛已进入新阶段" in page.text
    assert client.post(f"{BASE}/back/setup", data={"present": "open"}).status_code == 200
    assert db.session.get(Contest, contest.id).state == "open"
    client.post(f"{BASE}/back/setup", data={"present": "open", "reason": "规则有误"})
    assert db.session.get(Contest, contest.id).state == "setup"


@pytest.mark.usefixtures("contest")
def test_contest_that_lacks_something_says_so(client):
    page = client.post(
        f"{BASE}/advance", data={"present": "setup", "wanted": "open"}, follow_redirects=True
    )
    assert "还有必须完成的事项" in page.text


@pytest.mark.usefixtures("contest")
def test_preset_whose_address_is_taken_gets_a_free_one(client):
    for wanted in ("quzhou-2023-2", "quzhou-2023-3"):
        answer = client.post("/organise/new", data={"start": "quzhou", "slug": ""})
        assert answer.headers["Location"] == f"/organise/{wanted}/"
        assert f"网址标识是 {wanted}" in client.get(answer.headers["Location"]).text


@pytest.mark.usefixtures("contest")
def test_taken_address_is_refused_with_a_free_one(client):
    page = client.post("/organise/new", data={"start": "quzhou", "slug": "quzhou-2023"}).text
    assert "“quzhou-2023-2”还可以用" in page


@pytest.mark.usefixtures("contest")
def test_new_contest_is_told_all_that_is_wrong_in_one_round(client):
    data = {"start": "upload", "slug": "No Good", "title": "长" * 300}
    page = client.post("/organise/new", data=data).text
    assert page.count('class="field-error"') == 3


def test_overview_without_entrants_asks_for_no_draw_of_nobody(client, contest):
    contest.state = "open"
    db.session.commit()
    page = client.get(f"{BASE}/").text
    assert "0 名选手没有抽签号" not in page
    assert "登记选手之后办理" in page
