"""The people's page: accounts, roles, seats."""

import re

import pytest

from competition.models import db
from competition.queries import people, staff
from competition.queries.judging import sheets as judging
from competition.queries.judging import wall
from tests import scenes, scenes_results

BASE = "/organise/quzhou-2023/staff"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def test_new_account_is_given_a_password_that_works(client, contest):
    data = {"kind": "new", "username": "li.na", "name": "李娜", "roles": ["judge", "clerk"]}
    page = client.post(f"{BASE}/new", data=data).text
    password = re.search(r'class="secret">([^<]+)<', page)[1]
    client.post("/sign-out")
    answer = client.post("/sign-in", data={"username": "li.na", "password": password})
    assert answer.status_code == 302
    assert people.roles_of(staff.by_username("li.na").id, contest.id) == {"judge", "clerk"}


def test_known_account_joins(client, contest):
    user = scenes.person("chen", scenes.contest(slug="other"), "judge")
    data = {"kind": "known", "username": "Chen", "roles": ["chief_judge"]}
    client.post(f"{BASE}/new", data=data)
    assert people.roles_of(user.id, contest.id) == {"chief_judge"}


@pytest.mark.parametrize(("search", "found"), [("li", 1), ("录分员", 1), ("无此人", 0), ("", 3)])
def test_people_are_found_by_name_and_role(client, contest, search, found):
    scenes.person("li", contest, "judge")
    scenes.person("chen", contest, "clerk")
    page = client.get(BASE, query_string={"q": search}).text
    assert page.count('data-label="用户名"') == found


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"username": "zhang", "name": "张", "roles": ["judge"]}, "已被使用"),
        ({"username": "li", "name": "李", "roles": []}, "请至少选择一个角色"),
        ({"username": "li", "name": "", "roles": ["judge"]}, "姓名不能为空"),
    ],
)
def test_wrong_account_is_refused_in_words(client, data, told):
    assert told in client.post(f"{BASE}/new", data={"kind": "new", **data}).text


def test_seats_are_given_and_taken_back_on_the_page(client, contest):
    judge = scenes.person("li", contest, "judge")
    client.post(f"{BASE}/seats/case", data={"person": judge.id})
    assert ">J1<" in client.get(BASE).text
    seat = staff.seats(contest.id)[contest.rounds[1].id][0]
    client.post(f"{BASE}/seats/{seat.id}/free")
    assert staff.seats(contest.id) == {}


def test_panels_judge_ranges_of_draw_numbers_in_parallel(client, contest):
    first, second = (scenes.person(name, contest, "judge") for name in ("li", "wang"))
    scenes.entrants(contest, 4)
    client.post(f"{BASE}/seats/case", data={"person": first.id, "draws": "1 – 2"})
    client.post(f"{BASE}/seats/case", data={"person": second.id, "draws": "3-4"})
    seats = judging.seats_of(first.id) + judging.seats_of(second.id)
    assert [[paper.draw for paper in judging.papers_of(seat)] for seat in seats] == [
        ["1", "2"],
        ["3", "4"],
    ]
    grid = wall.wall_of(contest.rounds[1])
    assert [[cell.state for cell in row.cells] for row in grid.rows[1:3]] == [
        ["not_begun", "none"],
        ["none", "not_begun"],
    ]


@pytest.mark.parametrize("draws", ["18-1", "1到18号", "0-5"])
def test_range_that_is_none_is_refused_in_words(client, contest, draws):
    judge = scenes.person("li", contest, "judge")
    data = {"person": judge.id, "draws": draws}
    page = client.post(f"{BASE}/seats/case", data=data, follow_redirects=True).text
    assert "范围写作 1-18" in page
    assert staff.seats(contest.id) == {}


def test_absence_is_noted_shown_and_lifted_on_the_pages(client, contest):
    judge = scenes.person("li", contest, "judge")
    client.post(f"{BASE}/seats/case", data={"person": judge.id})
    client.post(f"{BASE}/{judge.id}/away", data={"round": "case", "note": "病假"})
    page = client.get(BASE).text
    assert "不能到场" in page
    assert "病假" in page
    assert "病假" in client.get(f"{BASE}/{judge.id}").text
    client.post(f"{BASE}/{judge.id}/back", data={"round": "case"})
    assert "不能到场" not in client.get(BASE).text


def test_judge_who_is_away_is_refused_a_seat_in_words(client, contest):
    judge = scenes.person("li", contest, "judge")
    client.post(f"{BASE}/{judge.id}/away", data={"round": "case", "note": "病假"})
    answer = client.post(f"{BASE}/seats/case", data={"person": judge.id}, follow_redirects=True)
    assert "已标为不能评这一轮（病假）" in answer.text
    assert staff.seats(contest.id) == {}


def test_seat_with_marks_offers_no_button(client, contest):
    judge = scenes.person("li", contest, "judge")
    client.post(f"{BASE}/seats/case", data={"person": judge.id})
    (row,) = scenes.entrants(contest, 1)
    scenes_results.case(row, [80], by=judge)
    page = client.get(BASE).text
    assert "已评 1 份" in page
    assert "/free" not in page


def test_roles_are_changed_and_the_last_organiser_is_told(client, contest):
    user = scenes.person("li", contest, "judge")
    client.post(f"{BASE}/{user.id}", data={"username": "li", "roles": ["arbiter"]})
    assert people.roles_of(user.id, contest.id) == {"arbiter"}
    own = staff.by_username("zhang").id
    answer = client.post(f"{BASE}/{own}", data={"username": "zhang", "roles": ["judge"]})
    assert "至少要有一名组织者" in answer.text


def test_password_is_reset_and_account_disabled(client, contest):
    made = scenes.person("li", contest, "judge")
    made.memberships[0].made_account = True
    db.session.commit()
    assert 'class="secret"' in client.post(f"{BASE}/password", data={"username": "li"}).text
    client.post(f"{BASE}/active", data={"username": "li", "active": "0"})
    assert "已停用" in client.get(BASE).text
    client.post(f"{BASE}/remove", data={"username": "li"})
    assert "<code>li</code>" not in client.get(BASE).text


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/new", "/1"])
def test_pages_open(client, path, language):
    assert client.get(BASE + path, query_string={"lang": language}).status_code == 200


def test_seat_chooser_has_judges_first_and_people_in_their_order(client, contest):
    for place in ["十", "二", "一", "三"]:
        one = scenes.person(f"p{place}", contest, "judge")
        one.name = f"评委{place}"
    for name, roles in (
        ("安组织", ("organiser", "chief_judge")),
        ("白兼任", ("organiser", "judge")),
    ):
        scenes.person(f"u{name}", contest, *roles).name = name
    db.session.commit()
    page = client.get(BASE).text
    chooser = page[page.index('id="person-case"') :]
    names = re.findall(r"<option value=\"\d+\">([^<]+)<", chooser[: chooser.index("</select>")])
    assert names == ["白兼任", "评委一", "评委二", "评委三", "评委十", "安组织"]
    cards = re.findall(r"评委[一二三十]", client.get("/organise/quzhou-2023/cards").text)
    assert list(dict.fromkeys(cards)) == ["评委一", "评委二", "评委三", "评委十"]


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        ("2023-10-20 13:30", "2023-10-20 15:00", "2023年10月20日 13:30 至 2023年10月20日 15:00"),
        ("2023/10/20 13：30", "", "2023年10月20日 13:30 以后"),
        ("", "2023年10月20日 9点30分", "2023年10月20日 09:30 以前"),
    ],
)
def test_judge_may_be_away_for_a_time_only(client, contest, since, until, shown):
    judge = scenes.person("li", contest, "judge")
    data = {"round": "case", "since": since, "until": until, "note": "门诊"}
    client.post(f"{BASE}/{judge.id}/away", data=data)
    assert shown in client.get(f"{BASE}/{judge.id}").text
    client.post(f"{BASE}/seats/case", data={"person": judge.id})
    assert f"不在：{shown}" in client.get(BASE).text


@pytest.mark.parametrize("since", ["13:30", "下午", "2023-10-20", "2023-10-20 25:00"])
def test_time_that_cannot_be_read_is_refused(client, contest, since):
    judge = scenes.person("li", contest, "judge")
    data = {"round": "case", "since": since}
    page = client.post(f"{BASE}/{judge.id}/away", data=data, follow_redirects=True).text
    assert "请写成 2023-10-20 13:30" in page
    assert staff.away(contest.id) == {}
