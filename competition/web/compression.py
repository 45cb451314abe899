"""Smaller page parts: styles, scripts and drawings go out compressed. Pages do not.

A page holds secrets (its CSRF token) beside what a visitor can influence, and the length of a
compressed answer would tell of them (BREACH); page parts hold none.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

KINDS = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"})
SMALLEST = 1000  # bytes; below it nothing is won
OK = 200


def init_app(app: Flask) -> None:
    """Hook into ``app``."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress a page part for a browser that takes it; one part is always the same bytes."""
    if request.endpoint != "static" or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    etag, _ = response.get_etag()
    if etag is None or not _worth_it(response):
        return response
    response.direct_passthrough = False
    response.set_data(_packed(etag, response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag, weak=True)  # the same part in another form
    return response


def _worth_it(response: Response) -> bool:
    """Whether the whole part is sent, to somebody who takes it compressed, and is not tiny."""
    taken = request.accept_encodings.best_match(["gzip", "identity"]) == "gzip"
    return taken and response.status_code == OK and (response.content_length or 0) >= SMALLEST


@lru_cache(maxsize=128)
def _packed(_etag: str, body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
