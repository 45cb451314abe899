"""Marks that stay on one tablet while the judge goes on with another, and how they get home."""

import pytest
from playwright.sync_api import expect

from competition.exchange.carried_marks import read_carried_codes
from tests import scenes
from tests.judges.browser.driving import RECEIVED, bar, fill, open_sheet, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SIGN_OFF = "/judge/quzhou-2023/case/sign-off"


@pytest.fixture
def tablet(page, server):
    return sign_in(page, server)


def finish(page):
    """Submit every sheet of the round."""
    for draw in "123":
        expect(page.locator("#onward.settling")).to_have_count(0)
        open_sheet(page, draw) if draw == "1" else page.click("#onward")
        fill(page)
        page.click("#submit")
        expect(page.locator(".sent-received, .sent-waiting")).to_be_visible()


def test_other_device_cannot_sign_while_a_tablet_holds_marks(tablet, server, browser):
    finish(tablet)
    expect(bar(tablet)).to_have_text(RECEIVED)
    tablet.route("**/submissions", lambda route: route.abort())
    tablet.fill("#mark-law", "1")
    tablet.click("#submit")
    with tablet.expect_response("**/contact"):
        tablet.evaluate("() => dispatchEvent(new Event('online'))")
    desk = browser.new_context(locale="zh-CN").new_page()
    sign_in(desk, server)
    desk.goto(server.base + SIGN_OFF)
    expect(desk.locator("main")).to_contain_text("待传 1 份")
    desk.fill("#secret", scenes.PASSWORD)
    desk.locator(".sign-card button").click()
    expect(desk.locator("main")).to_contain_text("还有 1 份评分没有上传")
    tablet.unroute("**/submissions")
    tablet.get_by_role("button", name="立即上传").click()
    expect(bar(tablet)).to_have_text(RECEIVED)
    assert server.paper("3").state == "submitted"
    assert server.marks("3")["law"] == "1"


def test_long_reason_is_carried_out_in_several_codes(tablet):
    item = {
        "id": "0b0e7c9e-0000-4000-8000-000000000000",
        "user": 1,
        "slug": "quzhou-2023",
        "round": "case",
        "draw": "1",
        "check": "c",
        "state": "recused",
        "base": 0,
        "reason": "与选手同在一个单位。" * 50,
        "marks": {},
    }
    draw = """async item => {
      const { codes } = await import('/static/js/judges/trouble.js');
      const { matrix } = await import('/static/js/judges/qr.js');
      return codes(item, 'tablet').map(text => [text, matrix(text).length]);
    }"""
    texts = [text for text, _ in tablet.evaluate(draw, item)]
    assert len(texts) > 1
    (found,) = read_carried_codes("\n".join(reversed(texts)))
    assert (found.reason, found.device) == (item["reason"], "tablet")
