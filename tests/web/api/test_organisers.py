"""Entrants, marks and the live ranking as programs read and write them."""

import csv
import io

import pytest

from competition.exchange.marks_file import write_marks
from competition.exchange.result_json import result_document
from competition.models import db
from competition.models.entrant import Entrant
from competition.queries.field import field_of
from competition.queries.ranking import live
from tests import scenes, scenes_api
from tests import scenes_results as results
from tests.scenes_api import OF, bearer

IDENTITY = "11010519491231002X"


@pytest.fixture
def contest():
    return results.full(6)


@pytest.fixture
def headers(contest):
    return bearer(scenes_api.secret(contest))


def test_ranking_is_what_the_rules_say_now(client, contest, headers):
    answer = client.get(f"{OF}/ranking", headers=headers)
    assert answer.json["result"] == result_document(live(contest).ranking, contest.rules_sha256)
    known = headers | {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"{OF}/ranking", headers=known).status_code == 304
    assert answer.headers["Cache-Control"] == "no-store"


def test_ranking_tag_changes_with_the_marks(client, headers):
    before = client.get(f"{OF}/ranking", headers=headers).headers["ETag"]
    db.session.query(Entrant).filter_by(number="001").one().state = "disqualified"
    db.session.commit()
    known = headers | {"If-None-Match": before}
    assert client.get(f"{OF}/ranking", headers=known).status_code == 200


def test_all_pages_of_marks_are_the_marks_file(client, contest, headers):
    rows, address = [], f"{OF}/marks?per_page=50"
    while address:
        answer = client.get(address, headers=headers)
        rows += answer.json["marks"]
        links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))
        address = links.get('rel="next"', "").strip("<>")
    assert answer.json["total"] == len(rows) > 100
    assert rows == list(csv.DictReader(io.StringIO(write_marks(field_of(contest)))))


def test_page_beyond_the_last_is_empty(client, headers):
    answer = client.get(f"{OF}/entrants?page=7&per_page=5", headers=headers).json
    assert (answer["entrants"], answer["page"], answer["pages"], answer["total"]) == ([], 7, 2, 6)


def test_numbers_of_persons_are_masked(client, headers):
    person = db.session.query(Entrant).filter_by(number="001").one()
    person.document_number, person.phone = IDENTITY, "13857000000"
    db.session.commit()
    answer = client.get(f"{OF}/entrants", headers=headers)
    first = answer.json["entrants"][0]
    assert (first["name"], first["document_number_masked"]) == ("选手1", "110***********002X")
    assert IDENTITY not in answer.text
    assert "13857000000" not in answer.text


@pytest.fixture
def writer():
    return bearer(scenes_api.secret(scenes.contest(state="open"), "entrants:write"))


def take(client, headers, *entrants, **query):
    return client.post(
        f"{OF}/entrants", json={"entrants": list(entrants)}, headers=headers, query_string=query
    )


FANG = {"name": "王芳", "employer": "衢州某厂", "document_number": IDENTITY, "consent": True}


def test_entrants_are_taken_and_sealed(client, writer):
    assert take(client, writer, FANG, {"name": "李娜", "held_level": 4}).json == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
    }
    fang, na = db.session.query(Entrant).order_by(Entrant.number)
    assert (fang.number, fang.name, fang.document_number) == ("001", "王芳", IDENTITY)
    assert fang.consented_at is not None
    assert (na.number, na.held_level, na.consented_at) == ("002", 4, None)


def test_same_entrants_twice_change_nothing(client, writer):
    take(client, writer, FANG)
    assert take(client, writer, FANG).json == {"new": 0, "changed": 0, "unchanged": 1}
    assert take(client, writer, FANG | {"employer": "新单位"}).json["changed"] == 1
    assert db.session.query(Entrant).one().employer == "新单位"


def test_dry_run_stores_nothing(client, writer):
    assert take(client, writer, FANG, dry_run="true").json["new"] == 1
    assert db.session.query(Entrant).count() == 0


def test_one_fault_and_none_is_taken(client, writer):
    answer = take(client, writer, FANG, {"name": "李娜", "document_number": IDENTITY[:17]})
    assert (answer.status_code, answer.json["code"]) == (422, "request_unfit")
    assert [error["at"] for error in answer.json["errors"]] == ["json/entrants/1/document_number"]
    assert "17" in answer.json["errors"][0]["detail"]
    assert db.session.query(Entrant).count() == 0
