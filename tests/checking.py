"""A test client that reads every page it fetches as a careful person would."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from flask import g, has_app_context
from flask.testing import FlaskClient

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMED_BY_OTHERS = {"hidden", "submit", "button", "image", "reset"}
WORDED_BY_BROWSERS = {
    "date",
    "datetime-local",
    "month",
    "week",
    "time",
}  # in the browser's language


class Page(HTMLParser):
    """What the checks need to know of a page."""

    def __init__(self, text):
        super().__init__()
        self.language = ""
        self.headings = 0
        self.titles = 0
        self.labelled = set()
        self.ids = []
        self.fields = []
        self.inline = []
        self.pictures_without_text = 0
        self.foreign = []
        self.said = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        seen = getattr(self, f"_{tag}", None)
        if seen:
            seen(given)

    def _html(self, given):
        self.language = given.get("lang", "")

    def _h1(self, _given):
        self.headings += 1

    def _title(self, _given):
        self.titles += 1

    def _label(self, given):
        self.labelled.add(given.get("for"))

    def _output(self, given):
        self.said.add(given.get("for"))

    def _img(self, given):
        self.pictures_without_text += "alt" not in given

    def _input(self, given):
        if given.get("type") in WORDED_BY_BROWSERS | {"file"}:
            self.foreign.append(given)
        if given.get("type") not in NAMED_BY_OTHERS and "aria-label" not in given:
            self.fields.append(given.get("id") or given.get("name"))

    _select = _textarea = _input


def check_page(text, where):
    """Fail unless the page has one heading, labels, a language, no inline style or script.

    What a browser writes into a field itself is in its own language: no field may need it.
    """
    page = Page(text)
    assert page.language in {"zh-Hans", "en"}, f"{where}: language {page.language!r}"
    assert page.headings == 1, f"{where}: {page.headings} first-level headings"
    assert not page.inline, f"{where}: inline {page.inline}"
    assert not page.pictures_without_text, f"{where}: a picture without alternative text"
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    assert not doubled, f"{where}: ids used twice {doubled}"
    unnamed = [name for name in page.fields if name not in page.labelled]
    assert not unnamed, f"{where}: fields without a label {unnamed}"
    foreign = [
        one for one in page.foreign if one["type"] != "file" or one.get("id") not in page.said
    ]
    assert not foreign, f"{where}: fields in the browser's words {foreign}"


def forget_the_last_request():
    """Tests hold one application context open, where who asked last would stay signed in."""
    for name in list(g) if has_app_context() else []:
        g.pop(name)


class CheckingClient(FlaskClient):
    """A client whose every HTML answer is checked, and that never sees a server error."""

    def open(self, *args, **kwargs):
        forget_the_last_request()
        response = super().open(*args, **kwargs)
        # What it sent may lie in a temporary file, which nobody else closes.
        response.request.environ["wsgi.input"].close()
        where = response.request.path
        assert response.status_code < 500, f"{where}: {response.status_code}"
        if response.mimetype == "text/html" and b"<html" in response.data:
            check_page(response.text, where)
        return response
