"""What anybody may read: contests, published results, certificates by their code."""

import pytest

from competition.domain.certificates.numbering import spaced
from competition.exchange.result_json import document_sha256
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.results import ResultVersion
from tests import scenes, scenes_api, scenes_issuing
from tests import scenes_results as results
from tests.counting import counted
from tests.scenes_api import API, OF


def test_contests_with_their_published_versions(client):
    scenes_api.published()
    scenes.contest(slug="hidden")
    listed = client.get(f"{API}/contests").json["contests"]
    assert [(one["slug"], one["state"], one["versions"]) for one in listed] == [
        ("quzhou-2023", "provisional", [1])
    ]
    assert client.get(OF).json == listed[0]
    assert client.get(f"{API}/contests/hidden").status_code == 404


def test_number_of_queries_does_not_grow_with_contests(client):
    asked = []
    for count in (1, 3):
        for place in range(count):
            scenes.contest(state="open", slug=f"c{count}{place}")
        with counted() as seen:
            client.get(f"{API}/contests")
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_result_is_the_published_document(client):
    scenes_api.published()
    answer = client.get(f"{OF}/results").json
    stored = db.session.query(ResultVersion).one()
    assert answer["result"] == stored.result
    assert answer["version"]["number"] == 1
    assert document_sha256(answer["result"]) == answer["version"]["result_sha256"]


def test_each_version_stays_readable(client):
    contest = scenes_api.published()
    results.published(contest, reason="复核后更正")
    standings = [one["standing"] for one in client.get(f"{OF}/versions").json["versions"]]
    assert standings == ["provisional", "replaced"]
    assert client.get(f"{OF}/results").json["version"]["number"] == 2
    assert client.get(f"{OF}/results?version=1").json["version"]["standing"] == "replaced"
    assert client.get(f"{OF}/results?version=3").json["code"] == "version_unknown"
    assert client.get(OF).json["versions"] == [1, 2]


def test_withdrawn_version_stays_shut_beside_a_newer_one(client):
    contest = scenes_api.published()
    results.published(contest, reason="复核后更正")
    db.session.query(ResultVersion).filter_by(number=1).update({"standing": "withdrawn"})
    db.session.commit()
    assert client.get(f"{OF}/results?version=1").json["code"] == "version_withdrawn"
    assert client.get(OF).json["versions"] == [2]


@pytest.mark.parametrize("path", ["/contests", "/contests/quzhou-2023", "/openapi.json"])
@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_unchanged_is_told_without_a_body(client, path, tag):
    scenes_api.published()
    etag = client.get(f"{API}{path}").headers["ETag"].strip('"')
    known = {"If-None-Match": tag.format(etag)}
    answer = client.get(f"{API}{path}", headers=known)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == f'"{etag}"'


def test_unchanged_result_is_told_without_reading_it(client):
    scenes_api.published()
    etag = client.get(f"{OF}/results").headers["ETag"]
    db.session.expire_all()
    with counted() as asked:
        answer = client.get(f"{OF}/results", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert not [statement for statement in asked if "result_version.result," in statement]


def test_tag_changes_when_the_standing_does(client):
    scenes_api.published()
    before = client.get(f"{OF}/results").headers["ETag"]
    db.session.query(ResultVersion).one().standing = "final"
    db.session.commit()
    assert client.get(f"{OF}/results", headers={"If-None-Match": before}).status_code == 200


def certificate(contest, **columns):
    version = db.session.query(ResultVersion).one()
    facts = {
        "contest_id": contest.id,
        "version_id": version.id,
        "entrant_id": 1,
        "kind": "title",
        "award": "gold-worker",
        "number": "QUZHOU-2023-RY-0001",
        "code": "ABCDEFGHJKMN",
        "holder_masked": "郑**",
        "holder_index": "0" * 64,
        "issuer": "衢州市总工会",
        "issued_on": scenes.NOON.date(),
        "specimen": True,
        "facts": '{"title": "衢州市金牌职工", "holder": "郑文博", "document_number": "330802"}',
        "design": "title-honour",
        "state": "issued",
        "sha256": "0" * 64,
        "made_at": scenes.NOON,
        "status_index": 1,
    }
    db.session.add(Certificate(**(facts | columns)))
    db.session.commit()


def test_certificate_says_what_its_paper_must_say_and_no_more(client):
    certificate(scenes_issuing.decided())
    answer = client.get(f"{API}/certificates/abcd-efgh-jkmn")
    assert answer.json["holder"] == "郑**"
    assert (answer.json["title"], answer.json["state"]) == ("衢州市金牌职工", "issued")
    assert answer.json["code"] == spaced("ABCDEFGHJKMN")
    assert answer.json["state_since"] == "2023-10-20T04:00:00+00:00"
    assert "郑文博" not in answer.get_data(as_text=True)
    assert "330802" not in str(answer.json)


def test_revoked_certificate_says_since_when_and_why(client):
    certificate(
        scenes_issuing.decided(),
        state="revoked",
        ended_at=scenes.NOON,
        ended_class="facts_wrong",
        ended_reason="私下的理由",
    )
    answer = client.get(f"{API}/certificates/ABCDEFGHJKMN")
    assert (answer.json["state"], answer.json["revoked_for"]) == ("revoked", "facts_wrong")
    assert "私下的理由" not in str(answer.json)


@pytest.mark.parametrize("state", ["reserved", "void"])
def test_certificate_that_was_never_given_out_is_unknown(client, state):
    certificate(scenes_issuing.decided(), state=state)
    never = client.get(f"{API}/certificates/ABCDEFGHJKMN")
    unknown = client.get(f"{API}/certificates/ZZZZZZZZZZZZ")
    assert never.status_code == unknown.status_code == 404
    assert without_id(never.json) == without_id(unknown.json)


def without_id(problem):
    return {key: value for key, value in problem.items() if key != "request_id"}
