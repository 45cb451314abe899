"""What the tablet says of itself is so: the bar, the words around a session that ran out, a key."""

import pytest
from playwright.sync_api import expect

from tests import scenes
from tests.judges.browser.driving import RECEIVED, bar, open_sheet, sign_in, submit

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


@pytest.fixture
def tablet(page, server):
    return sign_in(page, server)


def test_who_has_no_pin_is_sent_to_the_sign_in_by_name(page, server):
    with server.app.app_context():
        server.forget_pin()
    tablet = sign_in(page, server)
    tablet.context.clear_cookies()
    submit(tablet)
    expect(bar(tablet)).to_contain_text("请重新登录")
    expect(tablet.locator(".sent-waiting")).to_contain_text("重新登录后自动上传")
    tablet.get_by_role("button", name="重新登录").click()
    expect(tablet.locator("#pin")).to_have_count(0)
    tablet.get_by_role("link", name="去登录").click()
    tablet.fill("#username", "j1")
    tablet.fill("#password", scenes.PASSWORD)
    tablet.locator("main button").click()
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("1").revision == 1


def test_the_bar_names_what_is_not_handed_in_and_the_missing_network(tablet):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    tablet.fill("#mark-law", "7")
    expect(bar(tablet)).to_have_text("1 份未提交")
    tablet.click("#undo")
    expect(bar(tablet)).to_have_text(RECEIVED)
    tablet.context.set_offline(True)
    expect(bar(tablet)).to_contain_text("暂无网络")
    tablet.context.set_offline(False)
    expect(bar(tablet)).to_have_text(RECEIVED)


def test_enter_answers_a_question(tablet, server):
    open_sheet(tablet)
    tablet.click("#recuse")
    tablet.fill("#recuse-reason", "同单位")
    tablet.press("#recuse-reason", "Enter")
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("1").state == "recused"


def test_the_language_changes_on_the_tablet_and_what_was_typed_stays(tablet):
    open_sheet(tablet)
    tablet.fill("#mark-law", "7")
    tablet.click("#language")
    expect(tablet.locator("html")).to_have_attribute("lang", "en")
    expect(tablet.locator(".sheet-draw .figures")).to_have_text("1")
    expect(tablet.locator("#mark-law")).to_have_value("7")
    tablet.click("#language")
    expect(tablet.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_large_print_needs_no_network_and_a_language_says_that_it_does(tablet):
    tablet.context.set_offline(True)
    tablet.get_by_role("button", name="大字版").click()
    expect(tablet.locator("html")).to_have_class("big-text")
    tablet.click("#language")
    expect(tablet.get_by_role("dialog")).to_contain_text("现在不能切换语言")
    tablet.keyboard.press("Escape")
    tablet.reload()
    expect(tablet.get_by_role("button", name="大字版", pressed=True)).to_be_visible()
    expect(tablet.locator("html")).to_have_class("big-text")


def test_the_rounds_of_a_day_say_how_far_each_is(page, server):
    def two_rounds(route):
        told = route.fetch()
        day = told.json()
        day["rounds"].append(day["rounds"][0] | {"id": 999, "key": "final", "title": "决赛"})
        route.fulfill(response=told, json=day)

    page.route("**/assignment.json", two_rounds)
    page.goto(f"{server.base}/sign-in")
    page.fill("#username", "j1")
    page.fill("#password", scenes.PASSWORD)
    page.locator("main button").click()
    page.goto(f"{server.base}/judge/app")
    counts = page.locator(".round-count")
    expect(counts).to_have_text(["已完成 0 / 3", "已完成 0 / 3"])
    page.locator(".round-card").first.click()
    submit(page)
    expect(bar(page)).to_have_text(RECEIVED)
    page.goto(f"{server.base}/judge/app#/")
    expect(counts).to_have_text(["已完成 1 / 3", "已完成 0 / 3"])
