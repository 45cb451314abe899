"""Refusals of the REST interface as problem documents (RFC 9457, ``application/problem+json``)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, json, make_response, request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="competition"'


def wanted() -> bool:
    """Whether the request at hand is one of the interface, whose callers are programs."""
    return request.path.startswith(PREFIX)


def problem(
    status: int, code: str, text: str, errors: Iterable[dict[str, str]] | None = None
) -> Response:
    """``code`` names the refusal and stays; ``text`` says it in the caller's language.

    ``errors`` says of each unfit value where it stands and what is wrong with it.
    """
    document: dict[str, object] = {
        "type": f"/api/v1/#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": text,
        "request_id": g.get("request_id", ""),
    }
    if errors:
        document["errors"] = list(errors)
    answer = make_response(json.dumps(document), status)
    answer.mimetype = MEDIA_TYPE
    answer.vary.add("Accept-Language")
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = CHALLENGE
    return answer
