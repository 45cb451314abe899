"""A whole contest in a real browser, from set-up to a certificate that a stranger verifies."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.preparing import DESK, SLUG, Journey, advance, register, set_up

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),
]
JUDGE = f"/judge/{SLUG}/case"
TABLET = (820, 1180)
FULL = {"law": "30", "analysis": "25", "strategy": "20", "speech": "15", "manner": "10"}


# Judging


def theory(journey):
    """Two clerks type the same papers; on one they differ, and the chief judge settles it."""
    papers = {f"m:{number}:": str(95 - 5 * int(number)) for number in journey.numbers}
    first, second = journey.arrive("clerk1"), journey.arrive("clerk2")
    first.send(f"{DESK}/theory/theory/first", **papers)
    second.send(f"{DESK}/theory/theory/second", **{**papers, "m:001:": "80"})
    chief = journey.arrive("chief")
    chief.look(f"{DESK}/theory/theory/compare")
    chief.sees("不一致")
    chief.fill("试卷上的分数", "90")
    chief.press("裁定")
    chief.sees("没有需要裁定或确认的试卷")


def case(journey):
    """Three judges: the first entrant on the tablet, the others by the plain pages."""
    for name in ("judge1", "judge2", "judge3"):
        judge = journey.arrive(name, size=TABLET, touch=True)
        judge_on_tablet(judge, journey.draws["001"], marks("001"))
        for number in journey.numbers[1:]:
            address = f"{JUDGE}/entrants/{journey.draws[number]}"
            given = {f"mark-{key}": mark for key, mark in marks(number).items()}
            judge.send(address, deed="submitted", **given)
        sign_off(judge, journey.passwords[name])


def marks(number):
    """Full marks, less two points of law for every place behind the first."""
    return {**FULL, "law": str(32 - 2 * int(number))}


def judge_on_tablet(judge, draw, given):
    page = judge.look("/judge/app")
    page.get_by_role("link", name=re.compile(rf"(^|\D){draw}(\D|$)")).first.click()
    expect(page.locator(".sheet-draw .figures")).to_have_text(draw)
    for field, mark in zip(page.get_by_role("textbox").all(), given.values(), strict=True):
        field.fill(mark)
    judge.press("提交")
    received = re.escape(judge.say("服务器已收 {time}")).replace(r"\{time\}", r"\d\d:\d\d:\d\d")
    expect(page.get_by_role("status").get_by_text(re.compile(received)).first).to_be_visible()


def sign_off(judge, password):
    judge.look(f"{JUDGE}/sign-off")
    judge.fill("PIN 码或登录密码", password)
    judge.press("签字确认，锁定评分")
    judge.look(f"{JUDGE}/sign-off")
    expect(judge.page.locator("main")).to_contain_text(re.compile(r"20\d\d\D.*\d\d:\d\d"))


def reopen(journey):
    """The chief judge sends one sheet back with a reason; corrected, it is signed again."""
    chief, judge = journey.chief, journey.judge1
    page = chief.look(f"{DESK}/wall")
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=journey.draws["002"], exact=True)
    )
    row.get_by_role("link").first.click()
    chief.fill("理由", "法律适用漏看一条，核对原始记录后更正")
    chief.press("退回评委")
    address = f"{JUDGE}/entrants/{journey.draws['002']}"
    judge.send(address, deed="submitted", **{"mark-law": "29"})
    sign_off(judge, journey.passwords["judge1"])


# The result


def publish(journey):
    """Locked and reviewed by one, proposed by the organiser, confirmed by the supervisor."""
    admin, supervisor = journey.admin, journey.arrive("supervisor")
    advance(admin, "锁定评分")
    advance(admin, "复核通过")
    admin.look(f"{DESK}/publication")
    admin.press("提出公布第 %(number)s 版", number=1)
    admin.sees("您是提出人，须由另一位监督员登录后确认。")
    supervisor.look(f"{DESK}/publication")
    confirm(supervisor, journey.passwords["supervisor"], "确认公布")
    supervisor.sees("公示期结束后才能转为正式成绩。")


def finalise(journey):
    supervisor = journey.supervisor
    supervisor.look(f"{DESK}/publication")
    confirm(supervisor, journey.passwords["supervisor"], "转为正式成绩")
    supervisor.sees("第 %(number)s 版已成为正式成绩。", number=1)


def confirm(supervisor, password, deed):
    supervisor.fill("再次输入您的密码", password)
    supervisor.press(deed)


def issue(journey):
    """Certificates are made by the job worker while the organiser watches."""
    admin = journey.admin
    admin.look(f"{DESK}/certificates")
    admin.press("颁发全部应发证书")
    expect(admin.page.get_by_role("link", name="PDF").first).to_be_visible(timeout=120_000)
    for _ in range(120):
        if admin.fetch(f"/api/v1/contests/{SLUG}").json()["state"] == "certified":
            return
        admin.page.wait_for_timeout(1000)
    pytest.fail("the certificates were not all made within two minutes")


def contestant(journey, number):
    """Somebody looks up their own place on the phone; the files of their certificates."""
    person = journey.arrive(size=(390, 844), touch=True)
    person.look("/me/sign-in")
    person.fill("参赛号", number)
    person.fill("查询码", journey.codes[number])
    person.press("登录")
    person.sees("第 %(rank)s 名", rank=int(number))
    person.sees("为什么是这个名次")
    links = person.page.get_by_role("link", name=re.compile(journey.say("下载证书")))
    addresses = [link.get_attribute("href") for link in links.all()]
    papers = [person.fetch(address).body() for address in addresses]
    assert [person.fetch(address).body() for address in addresses] == papers
    return papers


def look_as_stranger(journey, paper, code):
    """Ranking, check page and upload by somebody who has no account."""
    stranger = journey.arrive()
    page = stranger.look(f"/c/{SLUG}/results")
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("选手甲")
    expect(first).to_contain_text("97.00")
    stranger.look(f"/v/{code}")
    stranger.sees("登记在册，目前有效")
    upload(stranger, paper)
    stranger.sees("文件与颁发时完全一致")
    upload(stranger, altered(paper))
    stranger.sees("文件在签名之后被改动过")


def upload(stranger, content):
    stranger.look("/verify")
    field = stranger.page.get_by_role("region").filter(
        has=stranger.page.get_by_role("button", name=stranger.say("检查文件"))
    )
    field.locator("input[type=file]").set_input_files(
        {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    stranger.press("检查文件")


def altered(paper):
    """The same file with one bit turned over in a page's content."""
    changed = bytearray(paper)
    changed[len(changed) // 3] ^= 0x01
    return bytes(changed)


def code_on(journey):
    """The check code of the winner's certificate of level, as its page of the organiser shows."""
    page = journey.admin.look(f"{DESK}/certificates?kind=level&q=001")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    link = page.locator("main a[href*='/v/']").first
    return link.get_attribute("href").rpartition("/")[2]


@pytest.mark.parametrize(("language", "count"), [("zh", 6), ("en", 2)])
def test_whole_contest_from_set_up_to_a_verified_certificate(browser, served, language, count):
    journey = Journey(browser, served.base, language, count)
    set_up(journey)
    register(journey)
    advance(journey.admin, "开始比赛评分")
    theory(journey)
    case(journey)
    reopen(journey)
    publish(journey)
    served.let_the_publicity_period_end()
    finalise(journey)
    issue(journey)
    papers = contestant(journey, "001")
    assert all(paper.startswith(b"%PDF-") for paper in papers)
    look_as_stranger(journey, papers[0], code_on(journey))
    assert [trouble for person in journey.everybody for trouble in person.troubles] == []
    assert served.audit_holds()
