"""What every template can use: language, reading size, moments, icons, QR codes, the viewer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import segno
from flask import current_app, g, request
from markupsafe import Markup, escape

from competition.web import accounts, i18n
from competition.web.forms import problems

if TYPE_CHECKING:
    from flask import Flask

# Where the name of a contest may end a line: after the year and the edition, around what
# stands in brackets, before what every contest is called.
BREAKS = re.compile(r"(?<=[年届])(?=.)|(?=[(（])|(?<=[)）])(?=.)|(?=职业技能(?:竞赛|大赛|比赛))")
MASK = 3  # of QR codes, one of the eight; trying all of them for the best costs eight times as much
STILL = "competition.still"  # set in the environment of a request for a page to be kept as a file
ICONS = Path(__file__).parent / "static/vendor/icons"


def init_app(app: Flask) -> None:
    """Hook into ``app``."""
    app.context_processor(_shared)
    accounts.init_app(app)
    app.jinja_env.filters["moment"] = i18n.moment
    app.jinja_env.filters["title_breaks"] = title_breaks
    app.jinja_env.globals.update(icon=icon, problems=problems, qr=qr)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _shared() -> dict[str, Any]:
    return {
        "language": i18n.language(),
        "languages": i18n.LANGUAGES,
        "big_text": i18n.big_text(),
        "still": STILL in request.environ,
        "here": here(),
        "contest": g.get("contest"),
        "viewer": g.get("viewer"),
        "entrant": g.get("entrant"),
    }


def here() -> str:
    """The address at which the visitor sees this page again, whatever language is chosen there.

    The answer to a form that has no page of its own is seen again where the form stands.
    """
    if request.method not in {"GET", "HEAD"} and not _is_page(request.path):
        before = came_from().partition("?")[0]
        return before if _is_page(before) else "/"
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return request.path + (f"?{urlencode(asked)}" if asked else "")


def came_from() -> str:
    """The page of this site on which the visitor was, with its query; else the start page."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    path = before._replace(scheme="", netloc="", fragment="").geturl()
    return path if before.netloc == request.host and is_own(path) else "/"


def is_own(address: str) -> bool:
    """Whether it is a path of this site, so that going there leads nobody to another one."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    try:
        parts = urlsplit(address)  # which leaves out tabs and line ends, as browsers do
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _is_page(path: str) -> bool:
    address = current_app.create_url_adapter(request)
    return address is not None and address.test(path, "GET")


@cache
def icon(name: str) -> Markup:
    """The drawing ``name`` of the icon set, inline and hidden from screen readers."""
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return Markup(drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" '))  # nosec B704 # noqa: S704 -- our own file, no input


def qr(text: str) -> Markup:
    """``text`` as a QR code that scales with its surroundings, with a quiet margin."""
    code = segno.make(text, error="m", micro=False, mask=MASK)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawing)  # nosec B704 # noqa: S704 -- drawn by the library; the text is not in it


def title_breaks(title: object) -> Markup:
    """``title`` with the places marked where a line may end: ``协调员<wbr>(集体协商)``."""
    if isinstance(title, Markup):
        return title
    return Markup("<wbr>").join(escape(part) for part in title_parts(str(title)))


def title_parts(title: str) -> tuple[str, ...]:
    """What a line may end after, in order; together they are ``title``."""
    return tuple(part for part in BREAKS.split(title) if part)
