"""What a judge does on a tablet, and what the bar at the bottom says."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests import scenes
from tests.scenes_judging import FULL

RECEIVED = re.compile(r"服务器已收 \d\d:\d\d:\d\d")
WAITING = "已存本机 · 待上传 1"


def sign_in(page, server, name="j1"):
    """Sign in by password and wait until the app and the day's work are on the tablet."""
    page.goto(f"{server.base}/sign-in")
    page.fill("#username", name)
    page.fill("#password", scenes.PASSWORD)
    page.locator("main button").click()
    return open_app(page, server)


def open_app(page, server):
    page.goto(f"{server.base}/judge/app")
    expect(page.locator(".draw-tile").first).to_be_visible()
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.wait_for_function("navigator.serviceWorker.controller")  # it has taken the page over
    return page


def open_sheet(page, draw="1"):
    page.locator(f".draws li:nth-child({draw}) a").click()
    expect(page.locator(".sheet-draw .figures")).to_have_text(draw)


def fill(page, **changed):
    for key, text in (FULL | changed).items():
        page.fill(f"#mark-{key}", text)


def submit(page, draw="1", **changed):
    open_sheet(page, draw)
    fill(page, **changed)
    page.click("#submit")


def bar(page):
    return page.locator("#bar-state")
