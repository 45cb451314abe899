"""Trouble is where the judge looks: in the list, on the sheet, in the bar, not over the keys."""

import pytest
from playwright.sync_api import expect

from competition.models import db
from competition.models.judging import Sheet
from competition.services.signing import reopen_sheet
from tests import scenes
from tests.judges.browser.driving import RECEIVED, bar, open_sheet, sign_in, submit
from tests.scenes_judging import actor

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


@pytest.fixture
def tablet(page, server):
    return sign_in(page, server)


@pytest.fixture
def conflict(tablet, server, browser):
    """The same entrant marked on two tablets; the first is back in the list when it hears of it."""
    tablet.context.set_offline(True)
    submit(tablet, law="20")
    tablet.get_by_role("link", name="名单").click()
    other = browser.new_context(locale="zh-CN")
    submit(sign_in(other.new_page(), server), law="30")
    expect(bar(other.pages[0])).to_have_text(RECEIVED)
    other.close()
    tablet.context.set_offline(False)
    return tablet


def test_conflict_shows_in_the_list_and_leads_to_the_choice(conflict):
    expect(conflict.locator(".draws li").first).to_contain_text("有冲突")
    conflict.locator(".draws li a").first.click()
    expect(conflict.locator(".sheet-note")).to_contain_text("请选择用哪一份")
    conflict.locator(".sheet-note").get_by_role("link", name="对照两份，作出选择").click()
    expect(conflict.locator(".conflict tfoot")).to_have_text("合计77.587.5")


def test_bar_leads_to_the_choice(conflict):
    conflict.locator("#bar-actions").get_by_role("link", name="对照两份，作出选择").click()
    expect(conflict.locator(".conflict")).to_be_visible()


def test_wrong_pin_is_asked_for_again_in_the_same_place(tablet):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    tablet.context.clear_cookies()
    tablet.fill("#mark-law", "21")
    tablet.click("#submit")
    tablet.get_by_role("button", name="重新登录").click()
    for pin in ("111111", "246810"):
        tablet.fill("#pin", pin)
        tablet.get_by_role("button", name="继续", exact=True).click()
        if pin == "111111":
            expect(tablet.locator("#pin-error")).to_contain_text("不正确")
    expect(bar(tablet)).to_have_text(RECEIVED)


def test_whatever_the_bar_says_the_keys_stay_in_reach(tablet):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    tablet.evaluate("() => document.querySelector('#bar-state').append('字'.repeat(60))")
    bottom = tablet.locator(".tablet-bar").bounding_box()["y"]
    for key in (".key-zero", ".dock-actions"):
        box = tablet.locator(key).bounding_box()
        assert box["y"] + box["height"] <= bottom


def test_sheet_given_back_says_why(tablet, server):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    sheet = server.paper("1").sheet.id
    with server.app.app_context():
        db.session.get(Sheet, sheet).state = "signed"
        db.session.commit()
        contest = db.session.merge(server.hall.contest)
        chief = actor(scenes.person("chief", contest, "chief_judge"), "chief_judge")
        reopen_sheet(chief, scenes.NOON, contest.id, sheet, "第二项看错")
    tablet.get_by_role("link", name="名单").click()
    tablet.evaluate("() => dispatchEvent(new Event('online'))")
    expect(tablet.locator(".draws li").first).to_contain_text("退回更正")
    open_sheet(tablet)
    expect(tablet.locator(".sheet-note")).to_contain_text("第二项看错")
    tablet.fill("#mark-law", "21")
    tablet.click("#submit")
    expect(tablet.locator(".sheet-note")).to_contain_text("回执号")
    expect(tablet.locator(".sheet-note")).not_to_contain_text("第二项看错")
