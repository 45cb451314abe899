"""A clerk types a pile of papers without a mouse; figures in full width, there and on a tablet."""

import pytest
from playwright.sync_api import expect

from competition.models import db
from competition.queries.judging import theory
from tests import scenes
from tests.judges.browser.driving import RECEIVED, bar, fill, open_sheet, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


@pytest.fixture
def pile(page, server):
    with server.app.app_context():
        scenes.person("clerk", server.hall.contest, "clerk")
    page.goto(f"{server.base}/sign-in")
    page.fill("#username", "clerk")
    page.fill("#password", scenes.PASSWORD)
    page.locator("main button").click()
    page.goto(f"{server.base}/organise/quzhou-2023/theory/theory/first")
    return page


def typed(server):
    with server.app.app_context():
        db.session.expire_all()
        papers = theory.papers_of(server.hall.theory)
        return {
            paper.number: str(paper.entries["first"].marks[""]) for paper in papers if paper.entries
        }


def test_enter_moves_on_saves_each_paper_and_keeps_the_check_sum(pile, server):
    expect(pile.locator("#m-1-1")).to_be_focused()
    pile.keyboard.type("76.5")
    pile.keyboard.press("Enter")
    expect(pile.locator("#m-2-1")).to_be_focused()
    pile.keyboard.type("60")
    pile.keyboard.press("Enter")
    expect(pile.locator("#sum")).to_have_text("136.5")
    expect(pile.locator("tbody tr:nth-child(2) .row-state")).to_have_text("已保存")
    assert typed(server) == {"001": "76.5", "002": "60"}


def test_a_comma_stops_the_typist_and_nothing_is_saved(pile, server):
    pile.keyboard.type("76,5")
    pile.keyboard.press("Enter")
    expect(pile.locator("#m-1-1")).to_be_focused()
    expect(pile.locator("tbody tr:nth-child(1) .row-state")).to_contain_text("小数点")
    assert typed(server) == {}


def test_a_refused_box_is_not_overwritten_by_the_next_mark(pile, server):
    shown = pile.locator("tbody tr:nth-child(1) .row-state")
    pile.keyboard.type("765")
    pile.keyboard.press("Enter")
    expect(shown).to_have_class("row-state small row-wrong")
    expect(shown.locator("svg")).to_have_count(1)
    expect(shown).to_have_text("请输入 0 到 100 之间的分数")
    pile.keyboard.type("60")
    pile.keyboard.press("Enter")
    expect(pile.locator("#m-1-1")).to_be_focused()
    expect(pile.locator("#m-1-1")).to_have_value("76560")
    assert typed(server) == {}
    pile.locator("#m-1-1").fill("76.5")
    pile.keyboard.press("Enter")
    expect(pile.locator("#m-2-1")).to_be_focused()
    expect(shown).to_have_text("已保存")
    expect(shown).not_to_have_class("row-state small row-wrong")
    expect(shown.locator("svg")).to_have_count(0)


@pytest.mark.parametrize("typed_in", ["７６．５", "７６。５"])
def test_full_width_figures_and_a_chinese_full_stop_count_and_are_saved(pile, server, typed_in):
    pile.keyboard.insert_text(typed_in)
    pile.keyboard.press("Enter")
    expect(pile.locator("#sum")).to_have_text("76.5")
    expect(pile.locator("tbody tr:nth-child(1) .row-state")).to_have_text("已保存")
    assert typed(server) == {"001": "76.5"}


def test_full_width_figures_are_read_on_a_tablet(page, server):
    open_sheet(sign_in(page, server))
    page.fill("#mark-analysis", "１０，５")
    page.fill("#mark-law", "２５。５")
    expect(page.locator("#mark-analysis")).to_have_value("１０，５")
    page.focus("#mark-analysis")
    expect(page.locator("#mark-law")).to_have_value("25.5")
    expect(page.locator("#total")).to_have_text("25.5")
    fill(page)
    page.fill("#mark-law", "２５．５")
    page.click("#submit")
    expect(bar(page)).to_have_text(RECEIVED)
    assert server.marks("1")["law"] == "25.5"


def test_a_paper_typed_without_the_server_is_saved_when_it_is_back(pile, server):
    pile.context.set_offline(True)
    pile.keyboard.type("88")
    pile.keyboard.press("Enter")
    expect(pile.locator("#pile-state")).to_contain_text("未保存")
    pile.context.set_offline(False)
    expect(pile.locator("tbody tr:nth-child(1) .row-state")).to_have_text("已保存")
    assert typed(server) == {"001": "88"}
