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
