"""The page of the design system: its figures are those of the style sheet, and they suffice."""

import re

import pytest

from competition.web.public import design

pytestmark = pytest.mark.usefixtures("app")


def test_contrast_is_what_the_standard_computes():
    assert design.contrast("000000", "ffffff") == 21
    assert design.contrast("777777", "ffffff") == 4.47


def test_colours_for_text_can_be_read(client):
    page = client.get("/design").text
    shown = {
        name: float(figure)
        for name, figure in re.findall(
            r"<code>--([a-z-]+)</code>.*?\s([\d.]+) : 1", page, re.DOTALL
        )
    }
    text = {name for name, *_ in design.PAIRS} - {"line-strong", "focus", "gold"}
    assert {name: shown[name] for name in text if shown[name] < 4.5} == {}
    assert min(shown.values()) >= 3


def test_form_with_errors_links_to_its_fields(client):
    page = client.get("/design?lang=en").text
    links = re.findall(r'<li><a href="#(wrong-\w+)">', page)
    assert links == ["wrong-name", "wrong-number"]
    assert all(f'id="{link}"' in page for link in links)
    assert "this one has 5" in page
