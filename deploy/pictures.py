"""Makes the pictures of the README and the guides from the running demonstration.

usage: .venv/bin/python deploy/pictures.py http://127.0.0.1:8000 [NAME …]

Start `competition serve --demo` with a home of its own first; names of pictures make only those.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from competition.queries.demonstration import CONTESTANTS, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, TABLET, PHONE = (1280, 860), (1180, 820), (390, 844)
COLOURS = 128
LARGEST_BYTES = 120 * 1024
DONE, PLAY = "quzhou-2023", "quzhou-demo"


@dataclass(frozen=True)
class Picture:
    """One picture: whose screen, which page, what is done there first."""

    name: str
    path: str
    who: str = ""
    size: tuple[int, int] = DESK
    language: str = "zh"
    first: Callable[[Page], object] | None = None


def _first_sheet(page: Page) -> None:
    page.locator(".round-link", has_text="评分进行中").click()
    page.locator(".draws a.draw-tile").nth(4).click()
    page.locator("#total").wait_for()


def _check_page(page: Page) -> None:
    page.goto(f"{_base(page)}/me/")
    link = page.locator("a[href$='.pdf']").first.get_attribute("href") or ""
    paper = page.request.get(_base(page) + link).body()
    page.goto(f"{_base(page)}/verify")
    page.locator("input[type=file]").set_input_files(
        {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    page.locator("#way-file ~ form button").click()
    page.locator(".answer").first.wait_for()


def _base(page: Page) -> str:
    return page.url[: page.url.index("/", len("https://"))]


PICTURES = (
    Picture("start", "/"),
    Picture("overview", f"/organise/{PLAY}/", "organiser"),
    Picture("rules", f"/organise/{PLAY}/rules", "organiser"),
    Picture("entrants", f"/organise/{PLAY}/entrants", "organiser"),
    Picture("staff", f"/organise/{PLAY}/staff", "organiser"),
    Picture("tablet", "/judge/app", "judge4", TABLET, first=_first_sheet),
    Picture("wall", f"/organise/{PLAY}/wall", "organiser"),
    Picture("theory", f"/organise/{PLAY}/theory/theory/", "clerk1"),
    Picture("ranking", f"/organise/{DONE}/ranking", "organiser"),
    Picture("publication", f"/organise/{DONE}/publication", "organiser"),
    Picture("results", f"/c/{DONE}/results"),
    Picture("contestant", "/me/", "001", PHONE),
    Picture("check", "/verify", "001", first=_check_page),
)


def main(arguments: list[str]) -> None:
    """Make the pictures named, or all."""
    base, *names = arguments
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for picture in PICTURES:
            if not names or picture.name in names:
                _keep(picture.name, _taken(browser, base.rstrip("/"), picture))
        if not names or "certificate" in names:
            _keep("certificate", _certificate(browser, base.rstrip("/")))
        browser.close()


def _taken(browser: Browser, base: str, picture: Picture) -> bytes:
    page = _at_the_screen(browser, base, picture)
    page.goto(base + picture.path, wait_until="networkidle")
    if picture.first:
        picture.first(page)
    content = page.screenshot(animations="disabled")
    page.context.close()
    return content


def _at_the_screen(browser: Browser, base: str, picture: Picture) -> Page:
    width, height = picture.size
    scale = 2 if picture.size == PHONE else 1
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", device_scale_factor=scale
    )
    context.add_cookies([{"name": "language", "value": picture.language, "url": base}])
    page = context.new_page()
    if picture.who.isdigit():
        _sign_in_contestant(page, base, picture.who)
    elif picture.who:
        _sign_in_staff(page, base, picture.who)
    return page


def _sign_in_staff(page: Page, base: str, who: str) -> None:
    page.goto(f"{base}/sign-in")
    page.locator("#username").fill(who)
    page.locator("#password").fill(PASSWORD)
    page.locator("main .button-primary").click()
    page.wait_for_load_state("networkidle")


def _sign_in_contestant(page: Page, base: str, number: str) -> None:
    code = next(one.code for one in CONTESTANTS if one.number == number)
    page.goto(f"{base}/me/sign-in")
    page.locator("#contest").select_option(DONE)
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    page.locator("main .button-primary").click()
    page.wait_for_load_state("networkidle")


def _certificate(browser: Browser, base: str) -> bytes:
    """The first certificate of the winner, as paper."""
    page = _at_the_screen(browser, base, Picture("", "", "001"))
    link = page.locator("a[href$='.pdf']").first.get_attribute("href") or ""
    paper = pypdfium2.PdfDocument(page.request.get(base + link).body())
    drawn = paper[0].render(scale=0.9).to_pil()
    page.context.close()
    target = io.BytesIO()
    drawn.save(target, "PNG")
    return target.getvalue()


def _keep(name: str, content: bytes) -> None:
    """Store a picture with as many colours as fit into the limit."""
    for colours in (COLOURS, 64, 32, 16):
        target = io.BytesIO()
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() <= LARGEST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(target.getvalue())
    print(f"{name}.png  {target.tell() / 1024:.0f} KB  {colours} colours")


if __name__ == "__main__":
    main(sys.argv[1:])
