"""Styles and scripts go out compressed; pages, which hold secrets, do not."""

import gzip
from pathlib import Path

import competition

STYLE = "/static/css/competition.css"
BODY = (Path(competition.__file__).parent / "web" / STYLE.removeprefix("/")).read_bytes()
GZIP = {"Accept-Encoding": "gzip, br"}


def fetched(client, headers=()):
    """Status, headers and body of the style sheet, its file closed again."""
    with client.get(STYLE, headers=dict(headers), buffered=True) as answer:
        return answer.status_code, answer.headers, answer.data


def test_page_part_is_compressed_for_those_who_take_it(client):
    _, headers, body = fetched(client, GZIP)
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < len(BODY) / 2
    assert gzip.decompress(body) == BODY
    assert "Accept-Encoding" in headers["Vary"]


def test_it_is_sent_as_it_is_to_everybody_else(client):
    _, headers, body = fetched(client)
    assert "Content-Encoding" not in headers
    assert body == BODY


def test_what_is_known_is_not_sent_again(client):
    _, headers, _ = fetched(client, GZIP)
    status, _, body = fetched(client, GZIP | {"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


def test_pages_are_never_compressed(client):
    assert "Content-Encoding" not in client.get("/", headers=GZIP).headers
