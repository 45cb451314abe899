"""Bad networks and long waits: everything arrives, once."""

import random

import pytest
from playwright.sync_api import expect

from tests.judges.browser.driving import RECEIVED, bar, fill, open_app, open_sheet, sign_in, submit

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


def test_flaky_network_delivers_everything_once(page, server):
    sign_in(page, server)
    chance = random.Random(7)  # noqa: S311 -- weather, not secrets

    def weather(route):
        fate = chance.choice(["lost", "unanswered", "fine"])
        if fate == "unanswered":
            route.fetch()
        if fate == "fine":
            route.continue_()
        else:
            route.abort()

    page.route("**/submissions", weather)
    for draw in "123":
        page.goto(f"{server.base}/judge/app#/{server.hall.case.id}/{draw}")
        expect(page.locator(".sheet-draw .figures")).to_have_text(draw)
        fill(page, law=draw)
        page.click("#submit")
        expect(page.locator(".sheet-note p").first).to_be_visible()
    expect(bar(page)).to_have_text(RECEIVED, timeout=90_000)
    assert [server.paper(draw).revision for draw in "123"] == [1, 1, 1]
    assert [server.marks(draw)["law"] for draw in "123"] == ["1", "2", "3"]


def test_four_hours_without_network(page, server):
    page.clock.install()
    sign_in(page, server)
    page.context.set_offline(True)
    submit(page)
    page.clock.fast_forward("04:00:00")
    expect(bar(page)).to_contain_text("已存本机 · 待上传 1")
    page.context.set_offline(False)
    page.clock.run_for(90_000)
    expect(bar(page)).to_have_text(RECEIVED)
    assert server.paper("1").revision == 1


def test_signing_waits_for_what_this_tablet_has_not_sent(page, server):
    sign_in(page, server)
    page.route("**/submissions", lambda route: route.abort())
    submit(page)
    expect(bar(page)).to_contain_text("待上传 1")
    page.goto(f"{server.base}/judge/quzhou-2023/case/sign-off")
    expect(page.locator(".unsent-guard")).to_be_visible()


def test_reload_in_the_middle_of_a_sheet(page, server):
    sign_in(page, server)
    open_sheet(page)
    page.fill("#mark-law", "21.5")
    page.locator("#mark-analysis").focus()
    page.reload()
    expect(page.locator("#mark-law")).to_have_value("21.5")
    open_app(page, server)
    expect(page.locator(".draws li:nth-child(1)")).to_contain_text("21.5")
