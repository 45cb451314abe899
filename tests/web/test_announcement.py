"""The announcement on paper: whoever signs it signs below lines of the table."""

import re

import pypdfium2
import pytest

from competition.services.announcement.notice import announcement_pdf
from competition.web.public.results import notice
from tests import scenes_results as results

pytestmark = pytest.mark.usefixtures("app")
ROW = re.compile(r"<tr><td.*?</tr>", re.DOTALL)


def _pages(html, lines):
    """The text of each page of an announcement whose last line is repeated."""
    *_others, last = ROW.findall(html)
    more = "".join(last.replace(">00", f">L{count}-00", 1) for count in range(lines))
    paper = pypdfium2.PdfDocument(announcement_pdf(html.replace(last, last + more)))
    return [page.get_textpage().get_text_range() for page in paper]


def test_signatures_never_stand_on_a_page_without_lines(client, monkeypatch):
    results.published(results.full(6))
    caught = []
    monkeypatch.setattr(notice, "_set", lambda html: caught.append(html) or b"%PDF-")
    client.get("/c/quzhou-2023/results.pdf")
    for lines in (17, 18):
        *_before, last = _pages(caught[0], lines)
        assert last.count("L") >= 3, lines
        assert "2023年" in last
