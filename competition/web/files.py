"""Files as answers: names in any script, never kept by caches on the way."""

from __future__ import annotations

from io import BytesIO

from flask import Response, request, send_file


def pdf(content: bytes, name: str, digest: str | None = None) -> Response:
    """A PDF to save as ``name``; ``digest`` (SHA-256) is its ETag."""
    answer = send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-cache"
    if digest:
        answer.set_etag(digest)
        answer.make_conditional(request)
    return answer
