"""Everything at once: no keystroke falls between two screens, two answers or two windows."""

import json

import pytest
from playwright.sync_api import expect

from tests.judges.browser.driving import RECEIVED, bar, fill, open_app, open_sheet, sign_in, submit

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
TYPE = """text => {
  const field = document.querySelector("#mark-law");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.fixture
def tablet(page, server):
    return sign_in(page, server)


def pulse(page):
    page.evaluate("() => dispatchEvent(new Event('online'))")


def test_next_entrant_is_there_before_the_next_key_can_be_pressed(tablet):
    submit(tablet)
    expect(tablet.locator("#onward:not(.settling)")).to_be_visible()
    there = tablet.evaluate(
        "() => { document.querySelector('#onward').click();"
        " return [document.querySelector('.sheet-draw .figures').textContent,"
        " document.activeElement.id] }"
    )
    assert there == ["2", "mark-law"]


def test_page_killed_in_the_instant_of_a_keystroke_has_kept_it(tablet):
    open_sheet(tablet)
    tablet.evaluate(f"text => {{ ({TYPE})(text); location.reload() }}", "21.5")
    expect(tablet.locator("#total")).to_have_text("21.5")
    expect(tablet.locator("#mark-law")).to_have_value("21.5")


def test_key_pressed_while_news_arrives_stays_with_its_focus(tablet):
    open_sheet(tablet)
    tablet.locator("#mark-law").press_sequentially("2")
    pulse(tablet)
    tablet.keyboard.type("1.")
    tablet.wait_for_load_state("networkidle")
    tablet.keyboard.type("5")
    expect(tablet.locator("#mark-law")).to_have_value("21.5")
    expect(tablet.locator("#total")).to_have_text("21.5")


def test_text_that_is_no_mark_yet_outlives_the_draft_of_the_others(tablet, server):
    open_sheet(tablet)
    tablet.fill("#mark-law", "25,5")
    tablet.fill("#mark-analysis", "20")
    tablet.get_by_role("link", name="名单").click()
    tablet.get_by_role("button", name="离开", exact=True).click()
    expect(bar(tablet)).to_have_text("1 份未提交")
    with tablet.expect_response("**/assignment.json"):
        pulse(tablet)
    open_sheet(tablet)
    expect(tablet.locator("#mark-law")).to_have_value("25,5")
    assert server.marks("1") == {"analysis": "20"}


def test_older_answer_does_not_undo_a_newer_receipt(tablet, server):
    held = []
    tablet.route("**/assignment.json", lambda route: held.append((route, route.fetch())))
    with server.app.app_context():
        server.rename_round("案例讲解（复赛）")
    pulse(tablet)
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(tablet.locator("#where")).to_have_text("案例讲解（复赛）")
    expect(tablet.locator("#mark-law")).to_have_value("25.5")
    expect(tablet.locator("#sheet-state")).to_have_text("已提交")


def test_sheet_that_gets_no_answer_does_not_hold_up_another(tablet, server):
    tablet.route(
        "**/submissions",
        lambda route: json.loads(route.request.post_data)["draw"] == "1" or route.continue_(),
    )
    submit(tablet)
    expect(tablet.locator("#onward:not(.settling)")).to_be_visible()
    tablet.click("#onward")
    fill(tablet)
    tablet.click("#submit")
    expect(tablet.locator(".sent-received")).to_be_visible(timeout=5_000)
    assert (server.paper("1").sheet, server.paper("2").revision) == (None, 1)


def test_corrected_sheet_passes_the_one_that_was_refused(tablet, server):
    def refuse(route):
        if json.loads(route.request.post_data)["marks"]["law"] == "20":
            body = {"error": "mark_above_full", "message": "不能超过满分"}
            return route.fulfill(status=422, json=body)
        return route.continue_()

    tablet.route("**/submissions", refuse)
    submit(tablet, law="20")
    expect(bar(tablet)).to_contain_text("服务器未接受")
    fill(tablet, law="19")
    tablet.click("#submit")
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "19"


def test_marks_reach_the_server_although_the_disk_is_full(tablet, server):
    open_sheet(tablet)
    tablet.evaluate(
        "() => { IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError') } }"
    )
    tablet.fill("#mark-law", "20")
    tablet.locator("dialog button").click()
    fill(tablet)
    tablet.click("#submit")
    expect(tablet.locator(".sent-received")).to_be_visible()
    expect(bar(tablet)).to_contain_text("未能存到本机")
    assert server.marks("1")["law"] == "25.5"


def test_one_window_at_a_time_and_the_other_can_take_over(tablet, server):
    open_sheet(tablet)
    tablet.fill("#mark-law", "20")
    second = tablet.context.new_page()
    second.goto(f"{server.base}/judge/app")
    expect(second.locator("h1")).to_have_text("评分在另一个窗口里")
    second.get_by_role("button", name="在这里继续").click()
    expect(tablet.locator("h1")).to_have_text("评分在另一个窗口里")
    open_sheet(second)
    expect(second.locator("#mark-law")).to_have_value("20")
    tablet.get_by_role("button", name="在这里继续").click()
    expect(tablet.locator("#mark-law")).to_have_value("20")
    second.close()
    open_app(tablet, server)
