"""Everybody can use the pages: axe, the keyboard, large print, the reader's own settings.

Axe reads every page of the URL map; ``every_page.py`` says who opens which.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import scenes
from tests.browser.conftest import CODE, NAMED
from tests.browser.every_page import PAGES, unvisited
from tests.browser.everything import HOLDER_CODE

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]

PUBLIC = (
    *("/", "/c/quzhou-2023/", "/c/quzhou-2023/results", "/c/quzhou-2023/results/history"),
    *("/c/quzhou-2023/board", "/verify", "/v/NONE", "/sign-in", "/me/sign-in", "/design"),
)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
ENLARGED = {"width": 320, "height": 600}  # what a desk of 1280 pixels shows at 400 %
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OVER_THE_EDGE = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(-3).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def signed_in():
    """Who is signed in already, with their cookies: guessing codes is slowed down, so once each."""
    return {}


@pytest.fixture
def open_as(browser, site, signed_in):
    """A page of somebody who is signed in, in a language, with what else the browser is set to."""
    contexts = []

    def opened(who, language="zh", *, large=False, **options):
        context = browser.new_context(base_url=site, **{"viewport": PHONE, **options})
        contexts.append(context)
        chosen = {"language": language, **({"big-text": "1"} if large else {})}
        page = context.new_page()
        if who != "public" and who not in signed_in:
            sign_in(page, who)
            signed_in[who] = context.cookies()
        context.add_cookies(signed_in.get(who, []))
        context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in chosen.items()]
        )
        return page

    yield opened
    for context in contexts:
        context.close()


CONTESTANTS = {"entrant": ("quzhou-2023", CODE), "holder": ("ended", HOLDER_CODE)}


def sign_in(page, who):
    if who in CONTESTANTS:
        contest, code = CONTESTANTS[who]
        page.goto(f"/me/sign-in?contest={contest}&number=001#code={code}")
        expect(page.locator("[name=code]")).to_have_value(code)
    else:
        page.goto("/sign-in")
        page.fill("#username", who)
        page.fill("#password", scenes.PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def test_every_page_of_the_url_map_is_read():
    assert unvisited() == []


def uploaded(page):
    """The address of a list of entrants that waits to be taken."""
    page.goto("/organise/young/entrants/import")
    sheet = "参赛号,姓名\n001,王芳\n001,李娜\n".encode()
    page.set_input_files(
        "input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": sheet}
    )
    page.locator("main form .button-primary").click()
    page.wait_for_url("**/import/*")
    return page.url.rpartition("/")[2]


def faults(page):
    """What axe finds on the page, and whether it is wider than the screen."""
    answer = Axe().run(page, options={"runOnly": STANDARDS}).response
    wrong = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in answer["violations"]]
    return wrong + (["wider than the screen"] if page.evaluate(BEYOND) > 0 else [])


# Half of the languages with each size in every check: what is cramped on a phone is so in either,
# and words that do not fit show where the letters are wide or the lines long. `make looks` reads
# the rest.
SCREENS = {
    "phone": {"viewport": PHONE},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desk": {"viewport": DESK},
    "hall": {"viewport": {"width": 1920, "height": 1080}},
    "enlarged": {"viewport": ENLARGED},
}
ALWAYS = (("zh", "phone"), ("en", "desk"))
LOOKS = [
    pytest.param(
        {"language": language, "large": large, **options},
        marks=[] if (language, screen) in ALWAYS and not large else pytest.mark.looks,
        id="-".join((language, screen, *(["large"] if large else []))),
    )
    for language in ("zh", "en")
    for screen, options in SCREENS.items()
    for large in (False, True)
]


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(open_as, who, look):
    page, found = open_as(who, **look), {}
    names = {**NAMED, "upload": uploaded(page)} if who == "hand" else NAMED
    for address in (one.format(**names) for one in PAGES[who]):
        answer = page.goto(address)
        opened = answer.ok or "none" in address.lower()
        wrong = faults(page) if opened and page.url.endswith(address) else [answer.status, page.url]
        found |= {address: wrong} if wrong else {}
    assert found == {}


@pytest.mark.parametrize("who", PAGES)
def test_nothing_is_lost_in_large_print_on_a_small_screen(open_as, who):
    page, wide = open_as(who, "en", large=True, viewport=ENLARGED), {}
    names = {**NAMED, "upload": uploaded(page)} if who == "hand" else NAMED
    for address in (one.format(**names) for one in PAGES[who]):
        page.goto(address)
        beyond = page.evaluate(BEYOND)
        wide |= {address: page.evaluate(OVER_THE_EDGE)} if beyond > 0 else {}
    assert wide == {}
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_first_tab_leads_past_the_navigation(open_as):
    page = open_as("public")
    page.goto("/c/quzhou-2023/results")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


CHOSEN = {"name": "名单.csv", "mimeType": "text/csv", "buffer": b"x" * 12_300}


@pytest.mark.parametrize(
    ("language", "none"), [("zh", "尚未选择文件"), ("en", "No file chosen yet")]
)
def test_file_box_says_in_the_words_of_the_page_what_is_chosen(open_as, language, none):
    page = open_as("public", language)
    page.goto("/verify")
    said = page.locator(".file-box output")
    expect(said).to_have_text(none)
    page.set_input_files("input[type=file]", CHOSEN)
    expect(said).to_have_text("名单.csv · 12 KB")
    page.locator(".file-box input").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator(".file-box").evaluate("one => getComputedStyle(one).outlineWidth") == "3px"


def test_file_box_without_a_script_shows_the_browsers_name_of_the_file(open_as):
    page = open_as("public", java_script_enabled=False)
    page.goto("/verify")
    field, said = page.locator(".file-box input"), page.locator(".file-box output")
    expect(said).to_be_visible()
    expect(field).to_have_css("opacity", "0")
    page.set_input_files("input[type=file]", CHOSEN)
    expect(said).to_be_hidden()
    expect(field).to_have_css("opacity", "1")


def test_file_is_dropped_on_its_box(open_as):
    page = open_as("public")
    page.goto("/verify")
    carried = page.evaluate_handle(
        "() => { const it = new DataTransfer(); it.items.add(new File(['x'], 'a.pdf')); return it }"
    )
    page.locator(".file-box label").dispatch_event("drop", {"dataTransfer": carried})
    expect(page.locator(".file-box output")).to_have_text("a.pdf · 1 B")
    assert page.locator(".file-box input").evaluate("one => one.files[0].name") == "a.pdf"


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "请填写这一项。"), ("en", "Fill this in.")]
)
def test_field_left_empty_is_told_in_the_language_of_the_page(open_as, language, sentence):
    page = open_as("public", language, locale="de-DE")
    page.goto("/sign-in")
    page.locator("main form button").first.click()
    name = page.locator("#username")
    assert name.evaluate("one => one.validationMessage") == sentence
    name.fill("chief")
    assert name.evaluate("one => one.checkValidity()")


def test_keyboard_scrolls_a_wide_table(open_as):
    page = open_as("chief")
    page.goto("/organise/hall/wall")
    region = page.locator(".table-wrap").first
    assert region.get_attribute("aria-label")
    region.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert region.evaluate("one => one.scrollLeft > 0 || one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_contest_s_navigation_stands_open_on_a_desk_and_folds_on_a_phone(open_as, scripts):
    for size, folded in ((DESK, False), (PHONE, True)):
        page = open_as("chief", viewport=size, java_script_enabled=scripts)
        page.goto("/organise/hall/ranking")
        entry, summary = page.locator(".subnav-inner a").first, page.locator(".subnav summary")
        expect(entry).to_be_visible(visible=not folded)
        expect(summary).to_be_visible(visible=folded)
        if folded:
            assert "排名" in summary.text_content()
            summary.press("Enter")
            expect(entry).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_heading_keeps_its_room_beside_many_buttons(open_as, language):
    page = open_as("chief", language)
    for width in (780, 820, 1000):
        page.set_viewport_size({"width": width, "height": 1000})
        page.goto("/organise/hall/ranking")
        assert page.locator("h1").evaluate("one => one.getBoundingClientRect().width") > 300


def test_readers_settings_are_followed(open_as):
    page = open_as("public", reduced_motion="reduce", forced_colors="active")
    page.goto("/design")
    button = page.locator(".button-primary").first
    assert button.evaluate("one => parseFloat(getComputedStyle(one).transitionDuration)") < 0.001
    assert button.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px"
