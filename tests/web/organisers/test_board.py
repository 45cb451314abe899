"""The board on the hall's wall: made to stand still by an organiser, on record, and let go."""

import pytest
from sqlalchemy import select

from competition.models import db
from competition.models.audit import AuditLine
from competition.models.results import ResultVersion
from tests import scenes
from tests import scenes_results as results

BASE = "/organise/quzhou-2023"
BOARD = "/c/quzhou-2023/board"


@pytest.fixture
def contest(client):
    contest = results.full(6)
    results.published(contest)
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def corrected(contest):
    """A second version, which counts from now on."""
    results.published(contest, reason="更正")


def tag_of(client):
    return client.get(f"{BOARD}.json").headers["ETag"]


def test_board_follows_what_is_published_until_it_is_frozen(client, contest):
    client.post(f"{BASE}/board/freeze")
    corrected(contest)
    assert 'data-version="1"' in client.get(BOARD).text
    assert client.get(f"{BOARD}.json").json == {"version": 1, "frozen": True}
    client.post(f"{BASE}/board/release")
    assert 'data-version="2"' in client.get(BOARD).text
    assert client.get(f"{BOARD}.json").json == {"version": 2, "frozen": False}


def test_frozen_board_says_so_and_the_public_pages_go_on(client, contest):
    client.post(f"{BASE}/board/freeze")
    corrected(contest)
    assert "组织者已让看板停在这一版" in client.get(BOARD).text
    assert client.get("/c/quzhou-2023/results.json").headers["ETag"] != tag_of(client)
    assert "看板停在第 1 版" in client.get(f"{BASE}/publication").text


def test_waiting_board_is_told_nothing_until_something_changes(client, contest):
    tag = tag_of(client)
    asked = {"If-None-Match": tag}
    assert client.get(f"{BOARD}.json", headers=asked).status_code == 304
    client.post(f"{BASE}/board/freeze")
    assert client.get(f"{BOARD}.json", headers=asked).status_code == 200
    corrected(contest)
    assert client.get(f"{BOARD}.json", headers={"If-None-Match": tag_of(client)}).status_code == 304


def test_withdrawn_version_leaves_a_frozen_board(client, contest):
    client.post(f"{BASE}/board/freeze")
    corrected(contest)
    first = db.session.scalars(select(ResultVersion).order_by(ResultVersion.number)).first()
    first.standing = "withdrawn"
    db.session.commit()
    assert 'data-version="2"' in client.get(BOARD).text


@pytest.mark.usefixtures("contest")
def test_freezing_and_releasing_stay_on_record_once_each(client):
    for deed in ("freeze", "release", "release"):
        client.post(f"{BASE}/board/{deed}")
    chosen = select(AuditLine.action).where(AuditLine.action.startswith("board:"))
    assert list(db.session.scalars(chosen.order_by(AuditLine.id))) == [
        "board:frozen",
        "board:released",
    ]


def test_provisional_result_is_marked_on_the_board(client, contest):
    assert 'class="board-provisional"' in client.get(BOARD).text
    version = db.session.scalars(select(ResultVersion)).one()
    version.standing, contest.state = "final", "final"
    db.session.commit()
    assert 'class="board-provisional"' not in client.get(BOARD).text


def test_supervisor_freezes_no_board(client, contest):
    client.post("/sign-out")
    scenes.person("su", contest, "supervisor")
    scenes.sign_in(client, "su")
    assert client.post(f"{BASE}/board/freeze").status_code == 403
