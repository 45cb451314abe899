"""Before the judging: the contest, its people, its entrants."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import expect

from competition.domain.identity import check_digit
from tests.journeys.conftest import PASSWORD
from tests.journeys.people import Person, Tongue, told_by
from tests.scenes_organise import workbook

SLUG = "journey-2026"
DESK = f"/organise/{SLUG}"
STAFF = {
    "chief": ("裘正平", "chief_judge"),
    "judge1": ("沈观复", "judge"),
    "judge2": ("傅秉衡", "judge"),
    "judge3": ("夏知秋", "judge"),
    "clerk1": ("金细辛", "clerk"),
    "clerk2": ("施半夏", "clerk"),
    "supervisor": ("钱明鉴", "supervisor"),
}
SETTINGS = {
    "evaluation_body": "衢州市职业技能评价中心",
    "body_code": "S000033000001",
    "prize_issuer": "衢州市总工会",
    "minimum_entrants": "0",
}


class Journey:
    """One contest under way: its people, and what they were told on the way."""

    def __init__(self, browser, base, language, count):
        self.browser, self.base, self.say = browser, base, Tongue(language)
        self.numbers = [f"{place:03}" for place in range(1, count + 1)]
        self.people, self.passwords, self.codes, self.draws = {}, {}, {}, {}
        self.everybody = []

    def arrive(self, name="", password="", **screen):
        """Somebody opens a browser and, if they have an account, signs in."""
        person = Person(self.browser, self.base, self.say, **screen)
        self.everybody.append(person)
        if name:
            self.people[name] = person.sign_in(name, password or self.passwords[name])
            if not password:
                self.passwords[name] = person.choose_password(self.passwords[name])
        return person

    def __getattr__(self, name):
        return self.people[name]


def set_up(journey):
    admin = journey.arrive("admin", PASSWORD)
    admin.look("/organise/new")
    admin.fill("竞赛名称", "衢州市劳动关系协调员竞赛")
    admin.fill("网址标识", SLUG)
    admin.press("建立竞赛")
    expect(admin.page.get_by_role("heading", level=1)).to_have_text("衢州市劳动关系协调员竞赛")
    admin.send(f"{DESK}/settings", **SETTINGS)
    journey.passwords = {name: hire(admin, name, *who) for name, who in STAFF.items()}
    advance(admin, "开始报名")


def hire(admin, username, name, role):
    """Make an account with one role; the password that is shown once."""
    told = admin.send(f"{DESK}/staff/new", username=username, name=name, roles=role)
    shown = re.search(r'class="secret">([^<]+)<', told.text())
    assert shown, told_by(told)
    return shown[1]


def advance(person, move):
    person.look(f"{DESK}/")
    person.press(move)
    expect(person.page.get_by_role("status").or_(person.page.get_by_role("alert"))).to_be_visible()


def register(journey):
    """Entrants from Excel, judges on their seats, draw numbers, access codes."""
    admin = journey.admin
    admin.look(f"{DESK}/entrants/import")
    admin.page.get_by_label(journey.say("名单文件")).set_input_files(
        {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": sheet(journey)}
    )
    admin.press("上传并检查")
    admin.sees("检查通过。确认后将新增 %(new)s 名、更新 %(changed)s 名；其余选手不变。",
               new=len(journey.numbers), changed=0)  # fmt: skip
    admin.press("确认导入")
    expect(admin.page.get_by_role("row")).to_have_count(len(journey.numbers) + 1)
    admin.look(f"{DESK}/staff")
    for judge in ("judge1", "judge2", "judge3"):
        seat(admin, STAFF[judge][0])
    admin.send(f"{DESK}/draw", seed="2026")
    take_codes(journey, admin.send(f"{DESK}/entrants", f"{DESK}/entrants/codes").body())


def seat(admin, name):
    panel = admin.page.get_by_role("region", name="案例讲解")
    panel.get_by_label(admin.say("安排评委")).select_option(label=name)
    panel.get_by_role("button", name=admin.say("安排")).last.click()
    expect(panel.get_by_role("listitem").filter(has_text=name)).to_be_visible()


def sheet(journey):
    rows = [["参赛号", "姓名", "工作单位", "证件号码", "同意公布姓名"]]
    for number in journey.numbers:
        first = f"330802199001{number[1:]}{number}"
        identity = first + check_digit(first)
        rows.append([number, f"选手{'甲乙丙丁戊己'[int(number) - 1]}", "某单位", identity, "是"])
    return workbook(*rows)


def take_codes(journey, content):
    cells = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    for row in cells:
        if row[0] in journey.numbers:
            journey.draws[row[0]], journey.codes[row[0]] = str(row[3]), row[4]
    assert sorted(journey.codes) == journey.numbers
