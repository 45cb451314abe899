"""How answers are sent: documents as they are kept, conditional requests, pages of lists."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, json, request, url_for
from werkzeug.exceptions import HTTPException

from competition.web.paging import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

PUBLIC = "public, no-cache"  # kept, but asked about each time: a name or a standing may change


def tag_of(*parts: object) -> str:
    """An entity tag for what depends on ``parts`` and nothing else."""
    return sha256(repr(parts).encode()).hexdigest()[:32]


def unless_known(tag: str, cache: str = "no-store") -> None:
    """Answer 304 at once if the caller has it already, before anything costly is done."""
    if request.if_none_match.contains_weak(tag):
        known = Response(status=304, headers={"Cache-Control": cache})
        known.set_etag(tag)
        raise HTTPException(response=known)


def json_text(content: dict[str, Any]) -> str:
    """``content`` as it stands, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=False)


def document(content: dict[str, Any] | str, tag: str = "", cache: str = "no-store") -> Response:
    """``content`` as JSON; a text is JSON already."""
    text = content if isinstance(content, str) else json_text(content)
    answer = Response(text, mimetype="application/json", headers={"Cache-Control": cache})
    if tag:
        answer.set_etag(tag)
    return answer


def cut(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """One page; beyond the last one it is empty, so that a program that asks on comes to an end."""
    pages = max(1, -(-len(items) // size))
    return Page(items[(number - 1) * size : number * size], number, pages, len(items))


def paged(page: Page[Any], size: int) -> dict[str, int]:
    """Where a page stands, for the body."""
    return {"page": page.number, "pages": page.pages, "per_page": size, "total": page.total}


def linked(answer: Response, page: Page[Any], size: int) -> Response:
    """With the addresses of the pages around it (RFC 8288)."""
    around = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": page.pages}
    links = [
        f'<{url_for(request.endpoint or "", page=number, per_page=size)}>; rel="{name}"'
        for name, number in around.items()
        if 1 <= number <= page.pages
    ]
    answer.headers["Link"] = ", ".join(links)
    return answer
