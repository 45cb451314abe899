"""The announcement on paper: whoever signs it signs below lines of the table."""

import re
from datetime import timedelta

import pypdfium2
import pytest

from competition.models import db
from competition.models.entrant import Entrant
from competition.models.results import ResultLine
from competition.services.announcement.notice import announcement_pdf
from competition.web.public.results import notice
from tests import scenes
from tests import scenes_results as results

pytestmark = pytest.mark.usefixtures("app")
ROW = re.compile(r"<tr><td.*?</tr>", re.DOTALL)


def _pages(html, lines):
    """The text of each page of an announcement whose last line is repeated."""
    *_others, last = ROW.findall(html)
    more = "".join(last.replace(">00", f">L{count}-00", 1) for count in range(lines))
    paper = pypdfium2.PdfDocument(announcement_pdf(html.replace(last, last + more)))
    return [page.get_textpage().get_text_range() for page in paper]


@pytest.fixture
def announced(client, monkeypatch):
    """Asks for the announcement and gives its page before it is set."""
    caught = []
    monkeypatch.setattr(notice, "_set", lambda html: caught.append(html) or b"%PDF-")

    def ask(**asked):
        client.get("/c/quzhou-2023/results.pdf", query_string=asked)
        return caught[-1]

    return ask


def winner(contest, **columns):
    """The winner of the contest, with something else said of them."""
    line = max(
        (line for line in results.published(contest).lines if line.rank), key=lambda one: -one.rank
    )
    entrant = db.session.get_one(Entrant, line.entrant_id)
    for name, value in columns.items():
        setattr(entrant, name, value)
    db.session.commit()
    return entrant


def test_employer_stands_beside_the_name_with_the_same_consent(announced):
    contest = results.full(6)
    employer = "衢州市某某机械厂"
    entrant = winner(contest, consented_at=scenes.NOON, employer=employer)
    assert f'<td>{entrant.name}</td><td class="employer">{employer}</td>' in announced()
    assert ">Employer</th>" in announced(lang="en")
    entrant.consented_at = None
    db.session.commit()
    html = announced()
    assert employer not in html
    assert "单位</th>" not in html


def signature(html):
    return re.findall(r"[^<>\n]+", html.split('<div class="sign"><div>')[1].split("</div>")[0])[
        0::2
    ]


def test_hosts_sign_with_the_day_of_what_is_said_last(announced):
    version = results.published(results.full(6))
    assert signature(announced())[-1] == "2023年10月20日"
    assert signature(announced())[0] == "衢州市总工会"
    version.standing, version.final_at = "final", scenes.NOON + timedelta(days=14)
    db.session.commit()
    html = announced()
    assert "于 2023年11月3日 确定为正式成绩" in html
    assert signature(html)[-1] == "2023年11月3日"


def test_signatures_never_stand_on_a_page_without_lines(client, monkeypatch):
    results.published(results.full(6))
    caught = []
    monkeypatch.setattr(notice, "_set", lambda html: caught.append(html) or b"%PDF-")
    client.get("/c/quzhou-2023/results.pdf")
    for lines in (17, 18):
        *_before, last = _pages(caught[0], lines)
        assert last.count("L") >= 3, lines
        assert "2023年" in last


def test_shared_place_and_a_whole_heading_stand_on_the_announcement(announced):
    contest = results.full(6)
    first, second = sorted(winner_lines(contest), key=lambda line: line.rank)[:2]
    page = announced()
    assert "并列" not in page
    assert '<span class="short">成绩的公示</span></h1>' in page
    for line in (first, second):
        shown = line.shown | {"tied": True}
        wanted = db.update(ResultLine).where(ResultLine.id == line.id).values(shown=shown)
        db.session.connection().execute(wanted)  # past what keeps a version as it was published
    db.session.commit()
    db.session.expire_all()
    assert announced().count('<span class="tied">并列</span>') == 2
    assert '<span class="tied">shared</span>' in announced(lang="en")


def winner_lines(contest):
    return [line for line in results.published(contest).lines if line.rank]
