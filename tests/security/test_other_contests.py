"""Ids of another contest, tried at every address that has one in it: not found, nothing changed.

Whoever tries holds every role in the own contest, so that only the object can be what refuses.
"""

from __future__ import annotations

import pytest

from competition.domain.permissions import DEEDS
from competition.models import db
from tests import scenes, scenes_two
from tests.routes_table import deed_of, routes

STATES = ("judging", "open", "final")
# Parts of an address that name no row of a contest.
NO_ROW = {"slug", "kind", "design", "wanted", "entry", "choice", "round_key", "key", "purpose"}
PUBLIC = {"/v/<code>", "/V/<code>", "/api/v1/certificates/<code>"}
# Refused, but by going back to the page with a notice or to a list.
GOES_BACK = {302}
PARTS = {"round_key": "case", "key": "case", "entry": "first"}
BODY = {
    "reason": "理由",
    "reason_class": "facts_wrong",
    "correction": "理由",
    "answer": "理由",
    "state": "withdrawn",
    "password": scenes.PASSWORD,
    "points": "1",
    "name": "改名",
    "deed": "draft",
    "mark-law": "1",
    "base": "0",
    "submission": "6f0c9f5e-57a1-4f0e-9a36-0c4a0d3f9a11",
    "revision": "1",
    "case-state": "absent",
    "case-reason": "理由",
}
DECISION = {"/organise/<slug>/objections/<int:objection_id>": "upheld"}


@pytest.fixture
def sides(app):  # noqa: ARG001 -- the rows need its database
    return scenes_two.side("ours", "本校", 101), scenes_two.side("theirs", "外校", 901)


def addressed(app):
    """Every address that names a row of a contest: method, rule, deed, its parts."""
    for method, rule, endpoint in routes(app):
        found = next(one for one in app.url_map.iter_rules() if str(one) == rule)
        parts = found.arguments - NO_ROW
        if parts and rule not in PUBLIC and "<purpose>" not in rule and "card/<token>" not in rule:
            yield method, rule, endpoint, deed_of(app, endpoint)


def path_of(app, endpoint, slug, ids):
    rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint)
    values = {part: PARTS.get(part) or ids.get(part) for part in rule.arguments}
    with app.test_request_context():
        return app.url_for(endpoint, **(values | {"slug": slug} if "slug" in values else values))


def body_of(rule, ids):
    decision = DECISION.get(rule, "agree")
    return BODY | {"decision": decision, "proposal": str(ids["proposal"])}


def opened(contest, deed):
    """Take the contest to a state in which the deed can be done."""
    contest.state = next(one for one in STATES if one in DEEDS[deed].states)
    db.session.commit()


def ask(app, client, line, slug, ids):
    method, rule, endpoint, _deed = line
    return client.open(
        path_of(app, endpoint, slug, ids),
        method=method,
        data=body_of(rule, ids) if method == "POST" else None,
    )


def test_no_row_of_another_contest_is_shown_or_changed(app, client, sides):
    ours, theirs = sides
    scenes.sign_in(client, ours.person.username)
    before, wrong, tried = scenes_two.everything(), [], 0
    for line in addressed(app):
        if line[3] not in DEEDS:
            continue
        opened(ours.contest, line[3])
        answer = ask(app, client, line, ours.slug, theirs.ids)
        tried += 1
        if answer.status_code not in {403, 404} | GOES_BACK or "外校" in answer.text:
            wrong.append((line[0], line[1], answer.status_code))
    ours.contest.state = "judging"
    db.session.commit()
    assert wrong == []
    assert scenes_two.everything() == before
    assert tried > 30


def test_the_same_ids_open_in_their_own_contest(app, client, sides):
    """Else the test above would pass because the ids are no ids."""
    ours, _ = sides
    scenes.sign_in(client, ours.person.username)
    missing = []
    for line in addressed(app):
        if line[0] != "GET" or line[3] not in DEEDS:
            continue
        opened(ours.contest, line[3])
        answer = ask(app, client, line, ours.slug, ours.ids)
        if answer.status_code not in {200, 304} and "/proposals/" not in line[1]:
            missing.append((line[1], answer.status_code))
    # The certificate has a row but no file, the entrant no photograph, the judge no picture.
    no_file = {
        "/organise/<slug>/certificates/<int:certificate_id>/file",
        "/organise/<slug>/entrants/<int:entrant_id>/photo.jpg",
    }
    assert [line for line in missing if line[0] not in no_file] == []


CARRIED = [
    ("/organise/{slug}/publication/confirm", {"password": scenes.PASSWORD, "proposal": "proposal"}),
    ("/organise/{slug}/certificates/revocations", {"chosen": "certificate_id"}),
    ("/organise/{slug}/staff/password", {"username": "username"}),
    ("/organise/{slug}/staff/active", {"username": "username", "active": "0"}),
    ("/organise/{slug}/staff/remove", {"username": "username"}),
    ("/organise/{slug}/staff/seats/case", {"person": "user_id"}),
    ("/organise/{slug}/wall/case/stage", {"draw": "draw"}),
    ("/organise/{slug}/theory/theory/compare", {"number": "number", "mark-": "70"}),
    ("/organise/{slug}/theory/theory/confirm", {"number": "number"}),
    ("/judge/{slug}/case/penalties", {"draw": "draw", "points": "1"}),
]


@pytest.mark.parametrize(("path", "fields"), CARRIED, ids=[path for path, _ in CARRIED])
def test_ids_of_another_contest_in_a_form_change_nothing(client, sides, path, fields):
    ours, theirs = sides
    scenes.sign_in(client, ours.person.username)
    ours.contest.state = "final" if "certificates" in path else "judging"
    ours.contest.state = "reviewed" if "publication" in path else ours.contest.state
    db.session.commit()
    before = scenes_two.everything()
    body = {name: theirs.ids.get(value, value) for name, value in fields.items()}
    answer = client.post(path.format(slug=ours.slug), data=BODY | body)
    assert answer.status_code in {302, 403, 404, 409, 422}
    assert scenes_two.everything() == before


def as_entrant(client, entrant_id):
    with client.session_transaction() as session:
        session["entrant"] = (entrant_id, 0)


def of_contestants(app):
    """Method and address of everything of one person's that a contestant may ask for."""
    for method, rule, endpoint in routes(app):
        if rule.startswith("/me/") and "<int:" in rule:
            yield from (
                [(method, endpoint)]
                if method == "POST"
                else [("GET", endpoint), ("HEAD", endpoint)]
            )


@pytest.mark.parametrize("whose", ["another in the same contest", "another contest"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_contestant_reaches_nothing_of_another(app, client, sides, whose, language):
    ours, theirs = sides
    ours.contest.state = theirs.contest.state = "final"
    db.session.commit()
    as_entrant(client, ours.ids["entrant_id"])
    before, answers = scenes_two.everything(), {}
    ids = (ours if whose.endswith("same contest") else theirs).ids
    for method, endpoint in of_contestants(app):
        path = path_of(app, endpoint, ours.slug, ids)
        asked = {"query_string": {"lang": language}, "headers": {"Accept-Encoding": "gzip"}}
        answers[method, path] = client.open(path, method=method, **asked).status_code
    assert len(answers) == 9
    assert set(answers.values()) == {404}, answers
    assert scenes_two.everything() == before


def test_contestants_page_shows_nobody_else(client, sides):
    ours, _ = sides
    ours.contest.state = "final"
    db.session.commit()
    as_entrant(client, ours.ids["entrant_id"])
    page = client.get("/me/").text
    assert "本校人0" in page
    assert not [name for name in ("本校人1", "本校人2", "外校") if name in page]


def test_staff_session_opens_no_contestants_page(client, sides):
    scenes.sign_in(client, sides[0].person.username)
    assert client.get("/me/").status_code == 302


def test_judge_reads_and_writes_no_other_judges_sheet(client, sides):
    ours, _ = sides
    scenes.sign_in(client, f"judge-{ours.slug}")
    before = scenes_two.everything()
    base = f"/judge/{ours.slug}/case"
    sheet = ours.ids["sheet_id"]
    body = {"id": BODY["submission"], "user": ours.person.id, "round": "case", "draw": "101"}
    tried = [
        client.get(f"{base}/sheets/{sheet}"),
        client.post(f"{base}/sheets/{sheet}/reopen", data=BODY),
        client.post(f"{base}/penalties", data=BODY | {"draw": "101"}),
        client.post(f"{base}/penalties/{ours.ids['penalty_id']}/lift", data=BODY),
        client.post(
            f"/judge/{ours.slug}/submissions",
            json=body | {"state": "submitted", "base": 0, "marks": {"law": "1"}},
        ),
        client.get(f"/organise/{ours.slug}/ranking"),
    ]
    assert [answer.status_code for answer in tried] == [403] * len(tried)
    assert scenes_two.everything() == before
