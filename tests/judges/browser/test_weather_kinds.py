"""What stands between tablet and program: hotel Wi-Fi, gateways, cut answers. None is a receipt."""

import json

import pytest
from playwright.sync_api import expect

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


def answering(status, body, kind="text/html", **headers):
    def weather(_environ, start_response):
        start_response(status, [("Content-Type", kind), *headers.items()])
        return [body.encode()]

    return weather


RECEIPT = json.dumps({"number": "AAAAA-BBBBB", "revision": 1, "received": "10:00:00"})
KINDS = {
    "portal": answering("200 OK", "<html><h1>Wi-Fi sign-in</h1>"),
    "redirect": answering("302 Found", "", Location="http://127.0.0.1:9/portal"),
    "gateway": answering("502 Bad Gateway", "<html><h1>502</h1>"),
    "too many": answering("429 Too Many Requests", '{"error": "slow"}', "application/json"),
    "cut short": answering("200 OK", RECEIPT[:-20], "application/json"),
    "other json": answering("200 OK", '{"ok": true}', "application/json"),
    "denied json": answering("403 Forbidden", '{"reason": "firewall"}', "application/json"),
}


def test_what_is_no_receipt_costs_nothing(page, server):
    sign_in(page, server)
    open_sheet(page)
    for count, kind in enumerate(KINDS, start=1):
        server.weather = KINDS[kind]
        fill(page, law=str(count))
        page.click("#submit")
        expect(bar(page), kind).to_contain_text(WAITING)
        expect(bar(page), kind).not_to_contain_text("正在上传")
        if kind == "portal":
            page.reload()
        server.weather = None
        page.evaluate("() => dispatchEvent(new Event('online'))")
        expect(bar(page), kind).to_have_text(RECEIVED, timeout=40_000)
        assert (server.paper("1").revision, server.marks("1")["law"]) == (count, str(count)), kind


def test_browser_started_anew_without_network_opens_with_every_mark(
    playwright, server, tmp_path, browser_type_launch_args
):
    def started():
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", locale="zh-CN", **browser_type_launch_args
        )

    first = started()
    page = sign_in(first.new_page(), server)
    server.kill()
    submit(page)
    expect(bar(page)).to_contain_text(WAITING)
    first.close()
    second = started()
    page = open_app(second.new_page(), server)
    expect(bar(page)).to_contain_text(WAITING)
    expect(page.locator(".draws li:nth-child(1)")).to_contain_text("83")
    server.start()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(bar(page)).to_have_text(RECEIVED)
    second.close()
    assert server.paper("1").revision == 1


def test_new_version_is_taken_on_the_list_and_not_on_a_sheet(page, server):
    sign_in(page, server)
    submit(page)
    server.app.config["TABLET_VERSION"] = "0123456789ab"
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.evaluate(
        "() => new Promise(done => navigator.serviceWorker.addEventListener("
        "'controllerchange', done))"
    )
    expect(page.locator(".sheet-draw")).to_be_visible()
    assert page.locator("body").get_attribute("data-version") != "0123456789ab"
    page.get_by_role("link", name="名单").click()
    expect(page.locator("body")).to_have_attribute("data-version", "0123456789ab")
    expect(page.locator(".draws li:nth-child(1)")).to_contain_text("已提交")
