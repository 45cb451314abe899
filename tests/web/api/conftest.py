"""Every answer of these tests is held against the OpenAPI document, whatever the test looks at."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from tests.checking import CheckingClient

UNCHANGED, REFUSED = 304, 400


class HeldClient(CheckingClient):
    """A client that fails when an answer is not what the document says of its address."""

    def open(self, *args, **kwargs):
        answer = super().open(*args, **kwargs)
        document = self.application.extensions["flask-smorest"]["apis"][""][
            "ext_obj"
        ].spec.to_dict()
        operation = operation_of(document, answer.request)
        if operation:
            hold(document, operation, answer)
        return answer


def operation_of(document, request):
    """What the document says of the address, None where it says nothing."""
    for path, item in document["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), request.path):
            return item.get(request.method.lower())
    return None


def hold(document, operation, answer):
    """Fail unless status, headers, media type and content are those that the document tells."""
    where = f"{answer.request.method} {answer.request.path} {answer.status_code}"
    responses = operation["responses"]
    told = responses.get(str(answer.status_code))
    assert told or answer.status_code >= REFUSED, f"{where} is not told"
    told = followed(document, told or responses["default"])
    missing = told.get("headers", {}).keys() - answer.headers.keys()
    assert {name for name in missing if answer.status_code != UNCHANGED} == set(), where
    if answer.status_code == UNCHANGED:
        assert (answer.data, "ETag" in answer.headers) == (b"", True), where
        return
    assert answer.mimetype in told["content"], where
    schema = told["content"][answer.mimetype]["schema"]
    if answer.is_json:
        checked = Draft202012Validator(
            {**schema, "components": document["components"]},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        assert [fault.message for fault in checked.iter_errors(answer.json)] == [], where


def followed(document, told):
    """What a reference names."""
    if "$ref" not in told:
        return told
    for step in told["$ref"].removeprefix("#/").split("/"):
        document = document[step]
    return document


@pytest.fixture(autouse=True)
def _held(app):
    app.test_client_class = HeldClient
