"""Whose the marks on a tablet are, when it passes from one judge to another."""

import pytest
from playwright.sync_api import expect

from competition.models import db
from competition.models.judging import Sheet
from competition.models.staff import Device
from tests import scenes
from tests.judges.browser.driving import (
    RECEIVED,
    bar,
    fill,
    open_app,
    open_sheet,
    sign_in,
    submit,
)

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


def test_tablet_that_is_known_as_another_judges_goes_by_a_new_number(page, server):
    def arrive():
        with page.expect_response(lambda answer: answer.url.endswith("/contact") and answer.ok):
            sign_in(page, server)
        return page.evaluate("async () => (await import('/static/js/judges/kept.js')).place.device")

    first = arrive()
    with server.app.app_context():
        db.session.get(Device, first).user_id = server.hall.judges[1].id
        db.session.commit()
    page.context.clear_cookies()
    second = arrive()
    assert second != first
    with server.app.app_context():
        owners = dict(db.session.execute(db.select(Device.id, Device.user_id)).all())
    assert owners == {first: server.hall.judges[1].id, second: server.hall.judges[0].id}


def passed_on(page, server, name):
    """Another judge signs in on the tablet by name and opens the app."""
    page.context.clear_cookies()
    page.goto(f"{server.base}/sign-in")
    page.fill("#username", name)
    page.fill("#password", scenes.PASSWORD)
    page.locator("main button").click()
    page.goto(f"{server.base}/judge/app")


def blocked(page):
    page.route("**/submissions", lambda route: route.abort())


def test_nobody_sees_or_changes_what_another_judge_left_on_the_tablet(page, server):
    sign_in(page, server)
    blocked(page)
    submit(page, law="20")
    passed_on(page, server, "j2")
    expect(page.locator("h1")).to_have_text("现在登录的是 j2")
    expect(page.locator("main")).to_contain_text("j1")
    expect(page.locator(".draw-tile, #mark-law")).to_have_count(0)
    page.unroute("**/submissions")
    page.get_by_role("button", name="我是 j2").click()
    expect(page.locator("#who")).to_have_text("j2")
    open_sheet(page)
    expect(page.locator("#mark-law")).to_have_value("")
    fill(page, law="11")
    page.click("#submit")
    expect(bar(page)).to_have_text(RECEIVED)
    assert server.marks("1", judge=1)["law"] == "11"
    assert server.paper("1").state == "not_begun"
    passed_on(page, server, "j1")
    expect(page.locator("#who")).to_have_text("j1")
    expect(bar(page)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "20"
    assert server.marks("1", judge=1)["law"] == "11"


def test_half_typed_marks_stay_with_who_typed_them(page, server):
    sign_in(page, server)
    blocked(page)
    open_sheet(page)
    page.fill("#mark-law", "7")
    passed_on(page, server, "j2")
    page.get_by_role("button", name="我是 j2").click()
    open_sheet(page)
    expect(page.locator("#mark-law")).to_have_value("")
    passed_on(page, server, "j1")
    open_sheet(page)
    expect(page.locator("#mark-law")).to_have_value("7")


def test_the_one_whose_marks_wait_signs_in_again_and_they_go(page, server):
    sign_in(page, server)
    blocked(page)
    submit(page, law="20")
    passed_on(page, server, "j2")
    page.unroute("**/submissions")
    page.get_by_role("button", name="我是 j1，重新登录").click()
    expect(page.locator("dialog")).to_contain_text("请 j1 登录")
    page.locator("dialog").get_by_role("button", name="用户名").or_(
        page.locator("dialog").get_by_role("button", name="去登录")
    ).first.click()
    expect(page.locator("#username")).to_be_visible()
    page.fill("#username", "j1")
    page.fill("#password", scenes.PASSWORD)
    page.locator("main button").click()
    expect(bar(page)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "20"


def test_marks_of_another_judge_do_not_keep_one_from_signing(page, server):
    sign_in(page, server)
    blocked(page)
    submit(page, law="20")
    passed_on(page, server, "j2")
    for path, shown in (("/judge/", False), ("/judge/quzhou-2023/case/sign-off", False)):
        page.goto(server.base + path)
        page.wait_for_load_state("networkidle")
        expect(page.locator(".unsent-guard")).to_be_visible(visible=shown)
    passed_on(page, server, "j1")
    expect(bar(page)).to_contain_text("待上传 1")
    for path in ("/judge/", "/judge/quzhou-2023/case/sign-off"):
        page.goto(server.base + path)
        expect(page.locator(".unsent-guard")).to_be_visible()
    page.unroute("**/submissions")
    open_app(page, server)
    expect(bar(page)).to_have_text(RECEIVED)


def test_plain_hand_over_needs_no_question(page, server):
    sign_in(page, server)
    submit(page, law="20")
    expect(bar(page)).to_have_text(RECEIVED)
    passed_on(page, server, "j2")
    expect(page.locator("#who")).to_have_text("j2")
    open_sheet(page)
    expect(page.locator("#mark-law")).to_have_value("")


def test_sheet_that_was_signed_elsewhere_is_locked_whatever_was_typed_on_it(page, server):
    sign_in(page, server)
    submit(page, law="20")
    expect(bar(page)).to_have_text(RECEIVED)
    page.fill("#mark-law", "1")
    with server.app.app_context():
        db.session.get(Sheet, server.paper("1").sheet.id).state = "signed"
        db.session.commit()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("main")).to_contain_text("已签字锁定")
    assert server.marks("1")["law"] == "20"
