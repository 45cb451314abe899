"""Pages for paper as PDF: type-set, nothing decided. ``notice`` stands before it.

The page comes as HTML; only the two font files may be fetched while it is set.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

WEIGHTS = {400: "NotoSerifSC_400Regular.ttf", 700: "NotoSerifSC_700Bold.ttf"}


class _FontsOnly(URLFetcher):  # type: ignore[misc]  # the library ships no types
    """Nothing but our own font files, whatever the page asks for."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The font at ``url``. Raises ValueError for anything else."""
        if url not in {_address(name) for name in WEIGHTS.values()}:
            raise ValueError(f"An announcement fetches nothing: {url}")
        return super().fetch(url, headers)


def pdf_of(html: str) -> bytes:
    """``html`` as a PDF in A4, the same bytes for the same page. For one thread at a time."""
    fonts, styles = _fonts()
    document = HTML(string=html, url_fetcher=_FontsOnly()).render(
        stylesheets=[styles], font_config=fonts
    )
    raw: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"announcement")
    return raw


@cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    """The fonts, read once: they are fifteen megabytes each."""
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: 'Notice Serif'; font-weight: {weight};"
        f" src: url('{_address(name)}') }}"
        for weight, name in WEIGHTS.items()
    )
    return fonts, CSS(string=faces, font_config=fonts, url_fetcher=_FontsOnly())


def _address(name: str) -> str:
    return Path(str(files("certificates") / "fonts" / name)).as_uri()
