"""The tablet in a real browser: no mark is ever lost, and nothing is said that is not so."""

import json
import re

import pytest
import qrcode
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from qrcode.util import MODE_8BIT_BYTE, QRData

from competition.models import db
from competition.models.staff import Device
from tests.judges.browser.driving import (
    RECEIVED,
    WAITING,
    bar,
    fill,
    open_app,
    open_sheet,
    sign_in,
    submit,
)

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


@pytest.fixture
def tablet(page, server):
    return sign_in(page, server)


def test_submitted_sheet_is_on_the_server_with_a_receipt(tablet, server):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "25.5"
    number = tablet.locator(".sent-number .code").inner_text()
    tablet.goto(f"{server.base}/judge/receipts")
    expect(tablet.locator("tbody th")).to_have_text(number)


def test_keypad_types_into_the_field_in_use_and_moves_on(tablet):
    open_sheet(tablet)
    for key in "28.5":
        tablet.locator(".key", has_text=re.compile(f"^{re.escape(key)}$")).click()
    tablet.click(".key-next")
    expect(tablet.locator("#mark-law")).to_have_value("28.5")
    expect(tablet.locator("#mark-analysis")).to_be_focused()
    expect(tablet.locator("#total")).to_have_text("28.5")
    sizes = tablet.locator(".key").evaluate_all("all => all.map(k => k.offsetWidth)")
    assert min(sizes) >= 64


def test_comma_is_refused_in_words_and_not_submitted(tablet, server):
    open_sheet(tablet)
    fill(tablet, law="25,5")
    tablet.click("#submit")
    expect(tablet.locator("#error-law")).to_contain_text("25.5")
    expect(tablet.locator("#mark-law")).to_be_focused()
    assert server.paper("1").state in {"not_begun", "partial"}


def test_offline_mark_is_kept_and_sent_when_the_network_is_back(tablet, server):
    tablet.context.set_offline(True)
    submit(tablet)
    expect(bar(tablet)).to_contain_text(WAITING)
    assert server.paper("1").sheet is None
    tablet.context.set_offline(False)
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("1").revision == 1


def test_app_opens_without_a_server_and_still_has_every_mark(tablet, server):
    server.kill()
    submit(tablet)
    open_sheet_again(tablet)
    tablet.fill("#mark-law", "7")
    expect(tablet.locator("#total")).to_have_text("7")
    tablet.close()
    page = tablet.context.new_page()
    open_app(page, server)
    expect(bar(page)).to_contain_text("已存本机 · 待上传 2")  # the sheet, and what is half done
    open_sheet(page, "2")
    expect(page.locator("#mark-law")).to_have_value("7")
    server.start()
    page.get_by_role("button", name="立即上传").click()
    expect(bar(page)).to_have_text(RECEIVED)
    assert (server.marks("1")["law"], server.marks("2")) == ("25.5", {"law": "7"})


def open_sheet_again(page):
    expect(page.locator("#onward")).not_to_have_class(re.compile("settling"))
    page.click("#onward")
    expect(page.locator(".sheet-draw .figures")).to_have_text("2")


def test_closed_browser_loses_nothing(playwright, server, tmp_path, browser_type_launch_args):
    def launched():
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", locale="zh-CN", **browser_type_launch_args
        )

    first = launched()
    page = sign_in(first.new_page(), server)
    first.set_offline(True)
    submit(page)
    expect(bar(page)).to_contain_text(WAITING)
    first.close()
    second = launched()
    page = second.new_page()
    page.goto(f"{server.base}/judge/app")
    expect(bar(page)).to_have_text(RECEIVED)
    second.close()
    assert server.paper("1").revision == 1


def test_lost_answer_is_asked_for_again_and_stored_once(tablet, server):
    seen = []

    def lose_first(route):
        seen.append(json.loads(route.request.post_data)["id"])
        route.fetch()
        route.abort() if len(seen) == 1 else route.continue_()

    tablet.route("**/submissions", lose_first)
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert len(set(seen)) == 1
    assert server.paper("1").revision == 1


def test_a_page_that_is_no_receipt_is_not_taken_for_one(tablet, server):
    tablet.route(
        "**/submissions", lambda route: route.fulfill(body="<html>Wi-Fi sign-in", status=200)
    )
    submit(tablet)
    expect(bar(tablet)).to_contain_text(WAITING)
    assert server.paper("1").sheet is None
    tablet.unroute("**/submissions")
    tablet.get_by_role("button", name="立即上传").click()
    expect(bar(tablet)).to_have_text(RECEIVED)


def test_expired_session_costs_no_mark(tablet, server):
    cookies = tablet.context.cookies()
    tablet.context.clear_cookies()
    submit(tablet)
    expect(bar(tablet)).to_contain_text("请重新登录")
    expect(bar(tablet)).to_contain_text(WAITING)
    tablet.get_by_role("button", name="重新登录").click()
    tablet.fill("#pin", "246810")
    tablet.get_by_role("button", name="继续", exact=True).click()
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("1").revision == 1
    assert cookies


def test_stale_token_costs_no_mark(tablet, server):
    server.app.config["SECRET_KEY"] = "another secret, as after a change of the installation's key"
    submit(tablet)
    expect(bar(tablet)).to_contain_text("请重新登录")
    expect(bar(tablet)).to_contain_text(WAITING)


def test_two_tablets_show_both_values_and_the_judge_chooses(tablet, server, browser):
    tablet.context.set_offline(True)
    submit(tablet, law="20")
    other = browser.new_context(locale="zh-CN")
    page = sign_in(other.new_page(), server)
    submit(page, law="30")
    expect(bar(page)).to_have_text(RECEIVED)
    other.close()
    tablet.context.set_offline(False)
    expect(bar(tablet)).to_contain_text("有冲突")
    tablet.locator("#bar-actions").get_by_role("link", name="对照两份，作出选择").click()
    row = tablet.locator(".conflict tbody tr").first
    expect(row).to_have_text("法律适用2030")
    expect(tablet.locator(".conflict")).to_contain_text("j1 于")
    tablet.get_by_role("button", name="用这台平板上的").click()
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "20"
    assert server.paper("1").revision == 2


def test_a_clock_that_is_years_wrong_changes_nothing(tablet, server):
    tablet.clock.set_fixed_time("2001-01-01T00:00:00Z")
    tablet.context.set_offline(True)
    submit(tablet)
    tablet.context.set_offline(False)
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("1").sheet.updated_at.year > 2001


def test_full_disk_is_told_at_once(tablet):
    open_sheet(tablet)
    tablet.evaluate(
        "() => { IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError') } }"
    )
    tablet.fill("#mark-law", "20")
    expect(tablet.locator("dialog")).to_contain_text("没能存到这台平板")
    expect(bar(tablet)).to_contain_text("未能存到本机")


def test_news_from_the_server_never_empties_a_field(tablet, server):
    open_sheet(tablet)
    tablet.fill("#mark-law", "20")
    with server.app.app_context():
        server.hall.case.state = "closed"
        db.session.merge(server.hall.case)
        db.session.commit()
    tablet.evaluate("() => dispatchEvent(new Event('online'))")
    tablet.wait_for_timeout(800)
    expect(tablet.locator("#mark-law")).to_have_value("20")


def test_refused_mark_stays_on_the_tablet_with_the_reason(tablet, server):
    with server.app.app_context():
        server.hall.case.state = "closed"
        db.session.merge(server.hall.case)
        db.session.commit()
    submit(tablet)
    expect(bar(tablet)).to_contain_text("服务器未接受")
    tablet.get_by_role("link", name="未上传的评分").click()
    expect(tablet.locator(".unsent")).to_contain_text("尚未开放")


def test_leaving_an_unsent_sheet_asks_and_keeps_what_was_typed(tablet):
    open_sheet(tablet)
    tablet.fill("#mark-law", "20")
    tablet.get_by_role("link", name="名单").click()
    expect(tablet.locator("dialog")).to_contain_text("离开 1 号")
    tablet.get_by_role("button", name="离开", exact=True).click()
    open_sheet(tablet)
    expect(tablet.locator("#mark-law")).to_have_value("20")


def test_undo_brings_the_mark_before_back(tablet):
    open_sheet(tablet)
    tablet.fill("#mark-law", "20")
    tablet.locator("#mark-analysis").focus()
    tablet.fill("#mark-law", "3")
    tablet.locator("#mark-analysis").focus()
    tablet.click("#undo")
    expect(tablet.locator("#mark-law")).to_have_value("20")


def test_tablet_signed_out_from_afar_keeps_its_marks(tablet, server):
    submit(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    with server.app.app_context():
        device = db.session.scalars(db.select(Device)).one()
        device.revoked_at = device.last_contact.replace(year=device.last_contact.year + 1)
        db.session.commit()
    open_sheet_again(tablet)
    fill(tablet)
    tablet.click("#submit")
    expect(bar(tablet)).to_contain_text("请重新登录")
    expect(bar(tablet)).to_contain_text(WAITING)
    assert server.paper("2").sheet is None


def test_unsent_marks_are_carried_out_as_a_file(tablet, server):
    tablet.context.set_offline(True)
    submit(tablet)
    tablet.get_by_role("link", name="未上传的评分").click()
    with tablet.expect_download() as carried:
        tablet.get_by_role("button", name="导出未上传的评分").click()
    body = json.loads(carried.value.path().read_text())
    assert [one["marks"]["law"] for one in body["submissions"]] == ["25.5"]
    assert server.paper("1").sheet is None


@pytest.mark.parametrize("length", [1, 100, 300, 858])
def test_code_is_drawn_as_the_standard_says(tablet, length):
    text = "x" * length
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, border=0, mask_pattern=0)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    code.make(fit=True)
    draw = "async text => (await import('/static/js/judges/qr.js')).matrix(text)"
    assert tablet.evaluate(draw, text) == [[int(cell) for cell in row] for row in code.get_matrix()]


@pytest.mark.parametrize("size", [(820, 1180), (1180, 820), (390, 844)])
def test_screens_are_accessible_and_fit(tablet, size):
    tablet.set_viewport_size({"width": size[0], "height": size[1]})
    tablet.context.set_offline(True)
    for step in (
        None,
        lambda: open_sheet(tablet),
        lambda: fill(tablet),
        lambda: tablet.click("#submit"),
    ):
        if step:
            step()
        found = Axe().run(tablet).response["violations"]
        assert [one["id"] for one in found] == []
        beyond = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert tablet.evaluate(beyond) is False
