"""The OpenAPI document is valid, complete and true; the page tells the same."""

import json
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from competition.domain.permissions import SCOPES
from competition.models import db
from competition.models.contest import Contest
from competition.models.results import ResultVersion
from competition.web.api.wording import OPERATIONS, REFUSALS
from competition.web.guards import SCOPE
from competition.web.limits import limiter
from competition.web.words import WORDS
from tests import scenes, scenes_api
from tests import scenes_results as results
from tests.scenes_api import API, bearer
from tests.web.api.conftest import hold, operation_of

EXAMPLES = 20
STATE = {"POST": "open"}  # entrants are taken then only
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(client):
    return client.get(f"{API}/openapi.json").json


def operations(document):
    return {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def routes(app):
    return {
        (method, rule.rule.replace("<", "{").replace(">", "}")): app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_document_is_valid(document):
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_document_has_every_route_with_its_scope(app, document):
    told = {
        route: operation.get("security", [{"token": []}])[0]["token"]
        for route, operation in operations(document).items()
    }
    deeds = {route: view.deed for route, view in routes(app).items()}
    scopes = {
        route: [deed.removeprefix(SCOPE)] if deed.startswith(SCOPE) else []
        for route, deed in deeds.items()
    }
    assert told == scopes


def test_page_tells_every_route_with_its_scope(client, document):
    told = {(each.method, API + each.path): each.scope for each in OPERATIONS}
    described = {
        route: "".join(operation.get("security", [{"token": []}])[0]["token"])
        for route, operation in operations(document).items()
    }
    assert told == described
    page = client.get(f"{API}/").text
    assert [scope for scope in SCOPES if scope not in page] == []
    assert [code for _, code in REFUSALS if f'id="{code}"' not in page] == []
    assert "%(" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_opens_in_both_languages(client, language):
    page = client.get(f"{API}/", query_string={"lang": language})
    assert page.status_code == 200
    assert ("数据接口" in page.text) == (language == "zh")


def test_every_refusal_told_is_worded():
    assert {code for _, code in REFUSALS} - WORDS.keys() == set()


load_all_checks()
# A name or number that no rule of ours takes is refused with 422, and no schema can say which.
BEYOND_SCHEMAS = {"POST": [CHECKS.get_one("positive_data_acceptance")]}


@pytest.fixture
def interface(app, document, monkeypatch):
    """The document for a contest that is there, else nearly every answer would be 404."""
    monkeypatch.setattr(limiter, "enabled", False)
    for item in document["paths"].values():
        for parameter in item.get("parameters", []):
            if parameter["name"] == "slug":
                parameter["schema"] = {"enum": ["quzhou-2023"]}
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    return schema


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_no_request_finds_the_document_untrue(interface, mode):
    headers = bearer(scenes_api.secret(scenes_api.published(count=5)))
    answered = Counter()
    for each in OPERATIONS:
        if mode.is_positive or each.query:  # nothing else of a request could be wrong
            operation = interface[API + each.path][each.method]
            db.session.query(Contest).update({"state": STATE.get(each.method, "provisional")})
            db.session.commit()
            requests = operation.as_strategy(generation_mode=mode)
            answered.update(statuses(requests, headers, BEYOND_SCHEMAS.get(each.method)))
    assert answered[200 if mode.is_positive else 422] > EXAMPLES


def statuses(requests, headers, excluded):
    """The statuses of as many answers as there are examples, each held against the document."""
    seen = []

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=requests)
    def ask(case):
        assume("?" not in str(case.path_parameters))  # the client would take it for a query
        assume([] not in (case.query or {}).values())  # a wrong name that is never sent
        answer = case.call_and_validate(headers=headers, excluded_checks=excluded)
        seen.append(answer.status_code)

    ask()
    return seen


CODE = "ABCDEFGHJKMN"
READABLE = [each.path for each in OPERATIONS if each.method == "GET"]


@pytest.fixture
def reader(client):
    """The headers of a program that may read all of a contest with a certificate."""
    shown = scenes_api.secret(scenes_api.published())
    issued = results.certificate(db.session.query(ResultVersion).one(), 1, "prize", "first")
    issued.code, issued.made_at, issued.sha256 = CODE, scenes.NOON, "0" * 64
    issued.facts = '{"holder": "选手", "prize": "一等奖"}'
    db.session.add(issued)
    db.session.commit()
    return client, bearer(shown)


@pytest.mark.parametrize("path", READABLE)
def test_every_address_is_read_as_told_and_known_again(reader, path):
    client, headers = reader
    address = API + path.format(slug="quzhou-2023", code=CODE)
    first = client.get(address, headers=headers)
    assert first.status_code == 200
    if path != "/":  # the page for people
        again = client.get(address, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(address, headers=headers | {"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("spoilt", ["slug", "state", "versions"])
def test_answer_that_is_not_as_told_is_found(client, document, spoilt):
    scenes_api.published()
    answer = client.get(f"{API}/contests/quzhou-2023")
    operation = operation_of(document, answer.request)
    hold(document, operation, answer)
    answer.data = json.dumps(answer.json | {spoilt: {"other": "thing"}})
    with pytest.raises(AssertionError):
        hold(document, operation, answer)


def test_documentation_tells_every_address_and_scope():
    told = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
    missing = [each.path for each in OPERATIONS if f"{API}{each.path}" not in told]
    assert missing == []
    assert [scope for scope in SCOPES if f"`{scope}`" not in told] == []
