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
