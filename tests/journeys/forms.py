"""The forms of a page, filled in as a person without scripts would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "image", "reset", "file"}
TICKED = {"checkbox", "radio"}


@dataclass
class PaperForm:
    """Where a form goes and what stands in it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, text, where):
        super().__init__()
        self.where, self.found, self.select, self.area = where, [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        seen = getattr(self, f"_{tag}", None)
        if seen and (self.found or tag == "form"):
            seen(dict(attrs))

    def handle_endtag(self, tag):
        if tag in {"textarea", "select"}:
            self.area = self.select = None

    def handle_data(self, text):
        if self.area:
            self.found[-1].values[self.area] += text

    def _form(self, given):
        self.found.append(PaperForm(given.get("action") or self.where))

    def _input(self, given):
        kind, name = given.get("type", "text"), given.get("name")
        if name and kind not in NOT_SENT and (kind not in TICKED or "checked" in given):
            self.found[-1].values[name] = given.get("value") or ""

    def _textarea(self, given):
        self.area = given["name"]
        self.found[-1].values[self.area] = ""

    def _select(self, given):
        self.select = given["name"]

    def _option(self, given):
        values = self.found[-1].values
        if self.select and ("selected" in given or self.select not in values):
            values[self.select] = given.get("value") or ""


def form_in(text, where, action):
    """The form of the page ``text`` (fetched from ``where``) that is sent to ``action``."""
    forms = [form for form in _Reader(text, where).found if form.action == action]
    assert forms, f"{where} has no form that goes to {action}"
    return forms[0]
