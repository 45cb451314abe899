"""The published result as the public reads it; nothing before publication, by no way in."""

import csv
import io
import json

import pytest

from competition.exchange.entrants.sheet import read_grid
from competition.exchange.result_json import document_sha256
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.queries.publishing.results import current
from competition.services import publication
from tests import scenes
from tests import scenes_results as results
from tests.counting import counted

PAGE = "/c/quzhou-2023/results"
FILES = [f"{PAGE}.{ending}" for ending in ("json", "csv", "xlsx", "pdf")]
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contest():
    made = results.full(6)
    consenting = db.session.scalars(db.select(Entrant).where(Entrant.number == "001")).one()
    consenting.consented_at = scenes.NOON
    db.session.commit()
    return made


@pytest.mark.parametrize("state", ["open", "judging", "locked", "reviewed"])
def test_nothing_is_told_before_publication(client, contest, state):
    results.published(contest)
    contest.state = state
    db.session.commit()
    for address in (PAGE, "/c/quzhou-2023/", f"{PAGE}/history", *FILES):
        answer = client.get(address)
        assert "选手1" not in answer.text
        assert current(contest.id).lines[0].total not in answer.text
    assert {client.get(address).status_code for address in FILES} == {404}


def test_the_table_shows_names_only_with_consent(client, contest):
    results.published(contest)
    page = client.get(PAGE).text
    assert "选手1" in page
    assert "选手2" not in page
    assert [word for word in ("缺考", "取消资格", "不计名次") if word not in page] == []


def test_a_name_goes_as_soon_as_consent_is_withdrawn(client, contest):
    results.published(contest)
    tag = client.get(PAGE).headers["ETag"]
    db.session.scalars(db.select(Entrant).where(Entrant.number == "001")).one().consented_at = None
    db.session.commit()
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert (answer.status_code, "选手1" in answer.text) == (200, False)


def test_an_unchanged_page_is_not_sent_again(client, contest):
    results.published(contest)
    tag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304


def test_json_is_the_document_that_was_hashed(client, contest):
    version = results.published(contest)
    document = json.loads(client.get(f"{PAGE}.json").data)
    assert document_sha256(document) == version.result_sha256
    assert "选手1" not in json.dumps(document, ensure_ascii=False)


def test_csv_and_page_say_the_same(client, contest):
    results.published(contest)
    text = client.get(f"{PAGE}.csv").data.decode("utf-8-sig")
    rows = {row["参赛号"]: row for row in csv.DictReader(io.StringIO(text))}
    line = next(line for line in current(contest.id).lines if line.number == "001")
    assert (rows["001"]["总成绩"], rows["001"]["姓名"]) == (line.total, "选手1")
    assert rows["002"]["案例讲解"] == "缺考"


def test_table_tells_shared_places_and_what_decided(client, contest):
    give_the_same_marks(contest, "001", "006")
    results.published(contest)
    text = client.get(f"{PAGE}.csv").data.decode("utf-8-sig")
    rows = {row["参赛号"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["001"]["名次"], rows["001"]["是否并列"]) == (rows["006"]["名次"], "并列")
    assert rows["001"]["名次判定"] == "并列"
    assert (rows["005"]["是否并列"], rows["005"]["名次判定"]) == ("", "总成绩")
    raw = client.get(f"{PAGE}.xlsx?lang=en").data
    table = [[cell.text for cell in row] for row in read_grid(raw, "a.xlsx").rows]
    found = {row[2]: dict(zip(table[3], row, strict=True)) for row in table[4:]}
    assert found["001"]["Shared place"] == "shared"
    assert found["005"]["Decided by"] == "Total"


def give_the_same_marks(contest, one, other):
    """Give the second entrant every mark of the first."""
    everybody = db.session.scalars(db.select(Entrant).where(Entrant.contest_id == contest.id))
    people = {each.number: each.id for each in everybody}
    given = {
        (each.round_id, each.seat, each.entry): each
        for each in db.session.scalars(db.select(Sheet).where(Sheet.entrant_id == people[one]))
    }
    for each in db.session.scalars(db.select(Sheet).where(Sheet.entrant_id == people[other])):
        model = given[each.round_id, each.seat, each.entry]
        for mark in each.marks:
            mark.mark = next(m.mark for m in model.marks if m.criterion == mark.criterion)
    db.session.commit()


@pytest.mark.parametrize("typed", ["005", "5", "０５", "0005"])
def test_search_by_number(client, contest, typed):
    results.published(contest)
    page = client.get(PAGE, query_string={"q": typed}).text
    assert ">005<" in page
    assert ">006<" not in page


def test_a_replaced_version_says_so_and_what_changed(client, contest):
    results.published(contest)
    db.session.scalars(db.select(Entrant).where(Entrant.number == "006")).one().state = "withdrawn"
    db.session.commit()
    results.published(contest, reason="006 弃权")
    assert "不再有效" in client.get(f"{PAGE}?version=1").text
    history = client.get(f"{PAGE}/history").text
    assert ("006 弃权" in history, "弃权</strong>" in history) == (True, True)


def test_a_withdrawn_version_is_named_but_not_shown(client, contest):
    results.published(contest)
    first, second = results.pair()
    asked = publication.propose_withdrawal(
        first, scenes.NOON, contest_id=contest.id, reason="漏计扣分"
    )
    publication.confirm(second, scenes.NOON, contest_id=contest.id, proposal_id=asked.id)
    page = client.get(PAGE).text
    assert ("漏计扣分" in page, "选手1" in page) == (True, False)
    assert client.get(f"{PAGE}.json?version=1").status_code == 404


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?version=1", "/", "/c/quzhou-2023/"])
def test_number_of_queries_does_not_grow(client, address):
    asked = []
    for count, slug in ((1, "one"), (3, "quzhou-2023")):
        results.published(results.full(count, slug=slug))
        with counted() as seen:
            client.get(address.replace("quzhou-2023", slug))
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_the_announcement_is_a_pdf_and_not_there_before(client, contest):
    assert client.get(f"{PAGE}.pdf").status_code == 404
    results.published(contest)
    answer = client.get(f"{PAGE}.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
