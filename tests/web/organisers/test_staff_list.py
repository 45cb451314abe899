"""Many accounts at once: pasted or uploaded, previewed, all or nothing, passwords shown once."""

import io
import re

import pytest
from sqlalchemy import select

from competition.domain.errors import Invalid
from competition.domain.setup.staff_list import roles_in
from competition.exchange.entrants.sheet import read_grid
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.staff import Membership, User
from competition.queries import people
from tests import scenes
from tests.scenes_organise import workbook

BASE = "/organise/quzhou-2023/staff/list"
LIST = "姓名，角色，用户名\n李娜，评委，li.na\n王建国，裁判长、监督员\n赵敏,见习评委"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def everybody():
    return set(db.session.scalars(select(User.username)))


def made(client, text=LIST):
    return client.post(BASE, data={"people": text, "make": "1"}).text


@pytest.mark.usefixtures("contest")
def test_list_is_previewed_before_any_account_is_made(client):
    page = client.post(BASE, data={"people": LIST}).text
    assert re.findall(r"<code>([^<]+)</code>", page) == ["li.na", "王建国", "赵敏"]
    assert everybody() == {"zhang"}


def test_accounts_are_made_with_their_roles(client, contest):
    page = made(client)
    assert page.count('class="slip"') == 3
    assert everybody() == {"zhang", "li.na", "王建国", "赵敏"}
    held = db.session.scalars(select(Membership).where(Membership.contest_id == contest.id))
    assert sorted((one.user.name, one.role, one.trainee) for one in held) == [
        ("zhang", "organiser", False),
        ("李娜", "judge", False),
        ("王建国", "chief_judge", False),
        ("王建国", "supervisor", False),
        ("赵敏", "judge", True),
    ]


@pytest.mark.usefixtures("contest")
def test_first_password_opens_the_account_and_must_be_replaced(client):
    page = made(client)
    password = re.search(r'class="slip-password">([^<]+)<', page)[1]
    client.post("/sign-out")
    answer = client.post("/sign-in", data={"username": "li.na", "password": password})
    assert answer.status_code == 302
    assert client.get("/judge/").status_code == 302
    user = db.session.scalar(select(User).where(User.username == "li.na"))
    assert user.password_was_given


@pytest.mark.usefixtures("contest")
def test_passwords_stand_in_no_table_and_on_no_later_page(client):
    passwords = re.findall(r'class="slip-password">([^<]+)<', made(client))
    assert len(set(passwords)) == 3
    stored = " ".join(
        str(tuple(row))
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
    )
    assert "li.na" in stored
    assert [password for password in passwords if password in stored] == []
    actions = set(db.session.scalars(select(AuditLine.action)))
    assert {"staff:account_created", "staff:roles_given"} <= actions


@pytest.mark.usefixtures("contest")
def test_page_of_new_accounts_becomes_a_sheet(client):
    data = {"name": ["李娜"], "roles": ["评委"], "username": ["li.na"], "password": ["AB-CD"]}
    sheet = read_grid(client.post(f"{BASE}.xlsx", data=data).data, "a.xlsx")
    assert [cell.text for cell in sheet.rows[1]][:4] == ["李娜", "评委", "li.na", "AB-CD"]


@pytest.mark.usefixtures("contest")
def test_uploaded_sheet_is_read_with_its_headings(client):
    raw = workbook(["序号", "职务", "姓名"], [1, "裁判员", "李娜"], [2, "录分员", "王芳"])
    page = client.post(BASE, data={"file": (io.BytesIO(raw), "人员.xlsx")}).text
    assert re.findall(r"<code>([^<]+)</code>", page) == ["李娜", "王芳"]
    assert "评委" in page


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("李娜，评委\n，评委", "第 2 行 · 姓名：姓名不能为空"),
        ("李娜，评委\n王芳", "第 2 行 · 角色：请填写角色"),
        ("李娜，主持人", "第 1 行 · 角色：没有“主持人”这个角色"),
        ("李娜，评委，ZHANG", "第 1 行 · 用户名：用户名“ZHANG”已被使用"),
        ("李娜，评委，a b", "第 1 行 · 用户名：用户名"),
        ("zhang，评委", "第 1 行 · 用户名：zhang 已在本竞赛中（用户名 zhang）"),
        ("李娜，评委\n李娜，录分员", "第 2 行 · 姓名：与第 1 行重复"),
        ("李娜，评委，na1\n王芳，评委，NA1", "第 2 行 · 用户名：用户名“NA1”已被使用"),
        ("李娜，评委，li.na，别的竞赛", "第 1 行 · 竞赛：这一行属于“别的竞赛”"),
        ("\n".join(["李娜，评委"] * 101), "一次最多 100 人，名单有 101 人"),
        ("姓名，单位\n李娜，厂", "名单中没有人员"),
        ("", "请粘贴名单"),
    ],
)
def test_anything_wrong_is_told_and_nothing_made(client, text, told):
    assert told in made(client, text)
    assert everybody() == {"zhang"}


@pytest.mark.usefixtures("contest")
def test_every_wrong_row_is_told_in_one_round(client):
    page = made(client, "，主持人\n王芳，评委\n李娜，")
    assert "有 3 处错误" in page


def test_row_of_this_contest_by_title_or_address_is_taken(client, contest):
    made(client, f"李娜，评委，li.na，{contest.title}\n王芳，评委，wang，{contest.slug}")
    assert everybody() == {"zhang", "li.na", "wang"}


def test_name_that_is_taken_as_user_name_elsewhere_gets_a_number(client, contest):
    other = scenes.contest(slug="other")
    scenes.person("李娜", other, "judge")
    made(client, "李娜，评委")
    new = db.session.scalar(select(User).where(User.username == "李娜2"))
    assert people.roles_of(new.id, contest.id) == {"judge"}


def test_judge_makes_no_accounts(client):
    scenes.person("li", scenes.contest(), "judge")
    scenes.sign_in(client, "li")
    assert client.get(BASE).status_code == 403
    assert client.post(BASE, data={"people": LIST, "make": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("评委", (("judge",), False)),
        ("裁判员", (("judge",), False)),
        ("裁判长兼监督员", (("chief_judge", "supervisor"), False)),
        ("见习评委", (("judge",), True)),
        ("Chief judge", (("chief_judge",), False)),
        ("trainee judge", (("judge",), True)),
        ("chief_judge, clerk", (("chief_judge", "clerk"), False)),
        ("组织者/仲裁员", (("organiser", "arbiter"), False)),
    ],
)
def test_roles_are_read_as_people_write_them(text, roles):
    assert roles_in(text) == roles


@pytest.mark.parametrize("text", ["", "、", "评", "主任"])
def test_role_that_is_none_is_refused(text):
    with pytest.raises(Invalid, match="role_"):
        roles_in(text)
