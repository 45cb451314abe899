"""An objection that took an hour to write outlives the session, and nothing else."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from competition.models import db
from tests import scenes_results as results
from tests.browser.conftest import CODE, first_entrant, serving

TEXT = "案例讲解第二项的平均分与公布的计分办法不一致，请复核。"


@pytest.fixture
def own(page, tmp_path):
    """The page of a contestant whose result was published today."""
    with serving(tmp_path, _published_today) as (base, _):
        page.goto(f"{base}/me/sign-in?lang=zh")
        yield _sign_in(page)


def _published_today(_settings):
    contest = results.full(6)
    results.published(contest, now=datetime.now(UTC))
    first_entrant()
    db.session.commit()


def _sign_in(page):
    page.select_option("#contest", "quzhou-2023")
    page.fill("#number", "001")
    page.fill("#code", CODE)
    page.locator("main form button").click()
    expect(page.locator("#objection")).to_be_visible()
    return page


def _write(page):
    page.locator("#objection summary").click()
    page.fill("#text", TEXT)


@pytest.mark.browser
def test_text_is_there_after_the_session_ran_out_and_gone_once_filed(own):
    _write(own)
    own.context.clear_cookies()
    own.locator("#objection form button.button-primary").click()
    own.goto(own.url.split("/me/")[0] + "/me/sign-in?lang=zh")
    _sign_in(own)
    expect(own.locator("#text")).to_have_value(TEXT)
    expect(own.locator("#kept-note")).to_be_visible()
    own.locator("#objection form button.button-primary").click()
    expect(own.locator("#objection .quote")).to_have_text(TEXT)
    own.wait_for_function("sessionStorage.length === 0")


@pytest.mark.browser
def test_signing_out_leaves_nothing_behind(own):
    _write(own)
    assert own.evaluate("sessionStorage.length") == 1
    own.locator("[data-sign-out] button").click()
    expect(own.locator("#code")).to_be_visible()
    own.wait_for_function("sessionStorage.length === 0")
