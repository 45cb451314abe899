"""A published contest as files that need no server: the pages themselves, asked for and relinked.

The public pages are fetched from the application as a visitor would fetch them, so that a copy can
show nothing that they do not; every address in them becomes a relative one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urlsplit

from competition.domain.errors import DomainError
from competition.web.i18n import COOKIE_BIG_TEXT, COOKIE_LANGUAGE, LANGUAGES
from competition.web.pages import STILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

FILES = ("json", "csv", "xlsx", "pdf")
FIRST = "zh"  # the language at the top of the folder
ADDRESS = re.compile(r'(?<=\s)(href|src|action)="(/[^"]*)"')
PICTURE = re.compile(r'(property="og:image" content=")[^"]*(")')
NAMED_BY_STYLE = re.compile(r'url\("(\.\./[^"]+)"\)')
FOUND = 200


LARGE = "large"  # the folder of the pages in large print, below their language
HTML = ".html"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is read: in which language, and whether in large print (大字版)."""

    language: str
    large: bool = False

    def place(self, path: str) -> str:
        """Where ``path`` lies in the folder; only pages look otherwise in large print."""
        large = self.large and path.endswith(HTML)
        parts = [self.language] * (self.language != FIRST) + [LARGE] * large
        return "/".join([*parts, path])

    @property
    def cookies(self) -> str:
        """As a browser keeps the choice."""
        return f"{COOKIE_LANGUAGE}={self.language}; {COOKIE_BIG_TEXT}={int(self.large)}"


LOOKS = tuple(Look(language, large) for large in (False, True) for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Copy:
    """What is copied: the contest ``slug`` with the versions of its result that may be read."""

    app: Flask
    slug: str
    versions: tuple[int, ...]
    address: str = ""  # where the folder will be served, for what must be named in full
    assets: set[str] = field(default_factory=set)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file: its path in the folder, and its content. Raises the refusal of a page."""
        for look in LOOKS:
            for asked, path in self._places().items():
                if look.large and not path.endswith(HTML):
                    continue
                content, here = self._fetched(asked, look), look.place(path)
                yield here, self._relinked(content, here, look) if path.endswith(HTML) else content
        for name in sorted(self.assets | self._pictures()):
            yield name, self._asset(name)

    def _asset(self, name: str) -> bytes:
        return (Path(str(self.app.static_folder)) / name.removeprefix("static/")).read_bytes()

    def _pictures(self) -> set[str]:
        """What the styles name: pictures that no page mentions."""
        return {
            normpath(f"{dirname(style)}/{named}")
            for style in self.assets
            if style.endswith(".css")
            for named in NAMED_BY_STYLE.findall(self._asset(style).decode())
        }

    def _places(self) -> dict[str, str]:
        """Each address of the contest and the file that it becomes, as seen from its look."""
        root = f"/c/{self.slug}"
        places = {
            f"{root}/": "index.html",
            f"{root}/results": "results.html",
            f"{root}/results/history": "history.html",
            f"{root}/cover.png": "cover.png",
        }
        for number in self.versions:
            places[f"{root}/results?version={number}"] = f"results-{number}.html"
            for ending in FILES:
                places[f"{root}/results.{ending}?version={number}"] = f"results-{number}.{ending}"
        return places

    def _fetched(self, asked: str, look: Look) -> bytes:
        client = self.app.test_client(use_cookies=False)
        answer = client.get(
            asked,
            headers={"Cookie": look.cookies},
            environ_base={STILL: True},
            base_url=self.app.config["BASE_URL"],
        )
        if answer.status_code != FOUND:
            raise DomainError("page_not_copied", address=asked, status=answer.status_code)
        content: bytes = answer.data
        return content

    def _relinked(self, content: bytes, here: str, look: Look) -> bytes:
        """A page with relative addresses, and its picture named in full if we know where."""

        def relative(match: re.Match[str]) -> str:
            return f'{match[1]}="{escape(self._target(unescape(match[2]), here, look))}"'

        text = ADDRESS.sub(relative, content.decode())
        cover = look.place("cover.png")
        picture = (
            f"{self.address.rstrip('/')}/{cover}"
            if self.address
            else relpath(cover, dirname(here) or ".")
        )
        return PICTURE.sub(lambda match: f"{match[1]}{escape(picture)}{match[2]}", text).encode()

    def _target(self, address: str, here: str, look: Look) -> str:
        """What an address of the application is, seen from the file ``here``."""
        parts = urlsplit(address)
        if parts.path == "/preferences":
            query = parse_qs(parts.query)
            language = query.get("language", [look.language])[0]
            large = query.get("big_text", [str(int(look.large))])[0] == "1"
            back = query.get("back", ["/"])[0].rstrip("?")
            return self._target_in(Look(language, large), back, here)
        if parts.path.startswith("/static/"):
            self.assets.add(unquote(parts.path[1:]))
            return quote(relpath(unquote(parts.path[1:]), dirname(here) or "."))
        return self._target_in(look, address, here)

    def _target_in(self, look: Look, address: str, here: str) -> str:
        place = self._places().get(address.partition("#")[0])
        if place is None:  # not of this contest: only the server has it
            return f"{self.app.config['BASE_URL']}{address}"
        return relpath(look.place(place), dirname(here) or ".")
