"""Admission slips: codes just issued stand on them, known to nobody afterwards."""

import pypdfium2
import pytest
from sqlalchemy import select

from competition.models import access_code, db
from competition.models.entrant import Entrant
from tests import scenes

BASE = "/organise/quzhou-2023/entrants"


@pytest.fixture
def desk(client):
    contest = scenes.contest(state="open")
    scenes.person("zhao", contest, "organiser")
    scenes.entrants(contest, 5)[4].state = "withdrawn"
    db.session.commit()
    return scenes.sign_in(client, "zhao")


def everybody():
    return list(db.session.scalars(select(Entrant).order_by(Entrant.number)))


def text_of(raw):
    with pypdfium2.PdfDocument(raw) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_slips_bear_the_codes_that_were_just_issued(desk):
    pages = text_of(desk.post(f"{BASE}/slips").data)
    assert len(pages) == 1
    codes = [word for word in pages[0].split() if len(word) == 11 and word[5] == "-"]
    assert [access_code.matches(*pair) for pair in zip(everybody()[:4], codes, strict=True)] == [
        True
    ] * 4
    assert "选手4" in pages[0]
    assert "选手5" not in pages[0]


def test_code_given_before_is_left_out(desk):
    desk.post(f"{BASE}/codes")
    answer = desk.post(f"{BASE}/slips")
    assert answer.headers["Cache-Control"] == "no-store"
    assert text_of(answer.data)[0].count("已另行发放") == 4


def test_many_slips_come_in_parts_and_only_those_printed_get_a_code(desk, monkeypatch):
    monkeypatch.setattr("competition.web.organisers.entrants.slips.AT_ONCE", 3)
    assert "选手4" in text_of(desk.post(f"{BASE}/slips", data={"part": 2}).data)[0]
    assert [bool(row.access_digest) for row in everybody()] == [False] * 3 + [True, False]


def test_renewed_code_is_printed_while_it_is_shown(desk):
    person = everybody()[0]
    page = desk.post(f"{BASE}/{person.id}/code").text
    code = page.split('name="code" value="')[1].split('"')[0]
    assert code in text_of(desk.post(f"{BASE}/{person.id}/slip", data={"code": code}).data)[0]
    wrong = desk.post(f"{BASE}/{person.id}/slip", data={"code": "AAAAA-AAAAA"})
    assert "AAAAA" not in text_of(wrong.data)[0]


def test_qr_code_fills_in_what_stands_on_the_slip_and_hides_the_code_from_servers(
    desk, monkeypatch
):
    led_to = []
    monkeypatch.setattr(
        "competition.web.organisers.entrants.slips.qr", lambda text: led_to.append(text) or ""
    )
    desk.post(f"{BASE}/slips")
    page, _, fragment = led_to[0].partition("#code=")
    assert page.endswith("/me/sign-in?contest=quzhou-2023&number=001")
    assert access_code.matches(everybody()[0], fragment)
