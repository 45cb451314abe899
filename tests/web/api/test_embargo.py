"""Before publication no address, tag or refusal of the interface tells that there is a result."""

import pytest

from competition.models import db
from competition.models.contest import Contest
from competition.models.results import ResultVersion
from tests import scenes, scenes_api
from tests import scenes_results as results
from tests.scenes_api import API, OF

BEFORE = ["open", "judging", "locked", "reviewed"]
FIGURES = ["", "/results", "/results?version=1", "/results?version=2"]
PATHS = [*FIGURES, "/versions"]


def told(client, path, known=None):
    """Everything that an answer tells, without what differs for each request."""
    answer = client.get(f"{OF}{path}", headers={"If-None-Match": known} if known else {})
    body = {key: value for key, value in (answer.json or {}).items() if key != "request_id"}
    headers = {key: answer.headers.get(key) for key in ("ETag", "Link", "Last-Modified")}
    return answer.status_code, body, headers


@pytest.mark.parametrize("state", BEFORE)
def test_no_figure_of_a_version_is_told_while_the_contest_shows_none(client, state):
    scenes_api.published()
    tags = [told(client, path)[2]["ETag"] for path in FIGURES]
    db.session.query(Contest).one().state = state
    db.session.commit()
    hidden = [told(client, path, tag) for path, tag in zip(FIGURES, tags, strict=True)]
    db.session.query(ResultVersion).update({"contest_id": scenes.contest(slug="elsewhere").id})
    db.session.commit()
    without = [told(client, path, tag) for path, tag in zip(FIGURES, tags, strict=True)]
    assert hidden == without
    assert [status for status, *_ in hidden] == [200, 404, 404, 404]
    assert {body.get("code") for _, body, _ in hidden[1:]} == {"results_not_published"}


@pytest.mark.parametrize("state", BEFORE)
def test_before_the_first_publication_there_is_no_history(client, state):
    results.full(3, state=state)
    assert told(client, "/versions")[:2] == told(client, "/results")[:2]


def test_withdrawn_version_is_told_without_its_figures(client):
    contest = scenes_api.published()
    version = db.session.query(ResultVersion).one()
    version.standing, version.ended_reason = "withdrawn", "计分有误"
    contest.state = "reviewed"
    db.session.commit()
    history = told(client, "/versions")[1]["versions"]
    assert [(one["standing"], one["ended_reason"]) for one in history] == [
        ("withdrawn", "计分有误")
    ]
    assert told(client, "/results?version=1")[1]["code"] == "results_not_published"
    assert told(client, "")[1]["versions"] == []


@pytest.mark.parametrize("path", PATHS)
def test_contest_in_preparation_is_as_unknown_as_no_contest(client, path):
    none = told(client, path)
    scenes.contest(state="setup")
    assert told(client, path) == none
    assert none[0] == 404


def test_signed_in_organiser_sees_no_more_than_the_public(client):
    contest = scenes.contest(state="setup")
    scenes.person("li", contest, "organiser")
    scenes.sign_in(client, "li")
    assert client.get(OF).status_code == 404
    assert client.get(f"{OF}/ranking").status_code == 401
    assert client.get(f"{API}/contests").json == {"contests": []}
