"""The press: sets pages with WeasyPrint, fonts and styles kept warm between them.

One press serves a process; it takes one page at a time, because the text engine below is not made
for threads.
"""

from __future__ import annotations

import base64
import functools
import gc
import hashlib
import logging
import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from certificates import archive, fonts
from certificates.design import Design, home
from certificates.drawing import ornament
from certificates.errors import DesignError, GlyphMissing
from certificates.forms import Form, Stamp, TextInPicture, add, from_svg, underlay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certificates.page import Sheet

_ALLOWED: Final = {fonts.FAMILY, fonts.RARE_FAMILY}
_ALWAYS: Final = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(
    "，。、（）《》：；“”·—-○〇样张"
)

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class Press:
    """Sets pages in PDF, with small copies of the fonts that grow when a new character comes."""

    def __init__(self) -> None:
        archive.speak_languages()
        self._lock = threading.Lock()
        self._printed = 0
        self._fetcher = URLFetcher(allowed_protocols={"data"})
        self._characters: frozenset[str] = frozenset()
        self._configuration: Any = None
        self._owner = os.getpid()
        # Forked workers may still open the files of the last ones.
        self._retired: deque[Any] = deque(maxlen=2)
        self._inherited: list[Any] = []
        self._styles: dict[str, list[Any]] = {}
        self._grounds: dict[str, Form] = {}

    def expect(self, characters: Iterable[str]) -> None:
        """Make fonts for these characters too, once for a whole batch."""
        with self._lock:
            self._widen(frozenset(characters))

    def one(self, sheet: Sheet, credential: str | None = None) -> bytes:
        """One certificate as an unsigned PDF: equal input, equal bytes. Raises CertificateError."""
        with self._lock:
            document = self._document(sheet)
            raw = self._written(document, [sheet], credential)
            self._collect()
        return raw

    def many(self, sheets: Sequence[Sheet]) -> bytes:
        """All pages in one print-ready PDF that holds each font once."""
        with self._lock:
            self._widen(frozenset().union(*(sheet.characters for sheet in sheets)))
            documents = [self._document(sheet) for sheet in sheets]
            pages = [page for document in documents for page in document.pages]
            raw = self._written(documents[0].copy(pages), sheets, None)
            self._collect()
        return raw

    def _document(self, sheet: Sheet) -> Any:
        self._widen(sheet.characters)
        html = HTML(string=sheet.html, url_fetcher=self._fetcher)
        document = html.render(
            font_config=self._configuration,
            stylesheets=self._style(sheet.design),
            color_profiles={archive.PROFILE: archive.colour_profile()},
            output_intent=archive.PROFILE,
            pdf_variant=archive.VARIANT,
            cache={address: Stamp(form) for address, form in sheet.stamps.items()},
        )
        if len(document.pages) != 1:
            raise DesignError("too_long", design=sheet.design.key, pages=len(document.pages))
        return document

    def _written(self, document: Any, sheets: Sequence[Sheet], credential: str | None) -> bytes:
        grounds = [self._ground(sheet.design) for sheet in sheets]
        archive.claim_both(document.metadata)

        def finish(_: object, pdf: Any) -> None:
            add(pdf, [*grounds, *(form for sheet in sheets for form in sheet.stamps.values())])
            underlay(pdf, grounds)
            archive.tidy(pdf)
            _check_plain(pdf, sheets[0].design, files=1 if credential else 0)

        raw: bytes = document.write_pdf(
            output_intent=archive.PROFILE,
            pdf_variant=archive.VARIANT,
            pdf_identifier=_identifier(sheets, credential),
            attachments=[_attached(credential, sheets[0].made)] if credential else None,
            finisher=finish,
        )
        _check_fonts(document, sheets[0].design)
        return raw

    def _collect(self) -> None:
        """Free past documents, which hold themselves in circles; not each time, that is slow."""
        self._printed += 1
        if self._printed % 8 == 0:
            gc.collect()

    def _widen(self, characters: frozenset[str]) -> None:
        """Have fonts for ``characters``; a new set of fonts also means new styles.

        The first set holds what is asked for; when that proves too little, all common characters
        join, so that there is hardly ever a third.
        """
        if self._configuration is not None and characters <= self._characters:
            return
        if self._configuration is not None:
            self._retire(self._configuration)
            characters |= _common()
        self._characters |= characters | _ALWAYS
        self._configuration, self._owner = FontConfiguration(), os.getpid()
        self._styles = {}
        CSS(
            string="".join(_faces(self._characters)),
            font_config=self._configuration,
            url_fetcher=self._fetcher,
        )

    def _retire(self, configuration: Any) -> None:
        """Let go of fonts, which removes their files; never of those of a parent process."""
        if self._owner == os.getpid():
            self._retired.append(configuration)
        else:
            self._inherited.append(configuration)

    def _style(self, design: Design) -> list[Any]:
        if design.version not in self._styles:
            width, height = design.paper
            paper = f"@page{{size:{width}mm {height}mm;margin:0}}"
            self._styles[design.version] = [
                CSS(string=text, font_config=self._configuration, url_fetcher=self._fetcher)
                for text in (paper + _base(), design.style, _last())
            ]
        return self._styles[design.version]

    def _ground(self, design: Design) -> Form:
        if design.version not in self._grounds:
            self._grounds[design.version] = _ground(design)
        return self._grounds[design.version]


_founding = threading.Lock()


def press() -> Press:
    """The press of this process: one, however many threads ask first."""
    with _founding:
        return _only_press()


@functools.cache
def _only_press() -> Press:
    return Press()


@functools.cache
def _common() -> frozenset[str]:
    """The 6,763 common characters of GB 2312."""
    rows = bytes(
        byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    )
    return frozenset(rows.decode("gb2312", errors="ignore"))


def _ground(design: Design) -> Form:
    """The compiled ground of a design: its picture, or the layers of its recipe."""
    try:
        if design.picture:
            return from_svg(design.picture, *design.paper)
        return ornament.ground(*design.paper, design.layers)
    except TextInPicture:
        reason = "the background may hold no text; draw letters as outlines."
        raise design.unfit(reason) from None
    except ValueError as error:
        raise design.unfit(f"design.toml: background, {error}") from None


def _faces(characters: frozenset[str]) -> Iterable[str]:
    for weight in (400, 700):
        yield _face(
            fonts.FAMILY, weight, fonts.small_copy(fonts.weight_file(weight), sorted(characters))
        )
    rare, path = (
        "".join(sorted(c for c in characters if ord(c) >= fonts.RARE_FROM)),
        fonts.rare_file(),
    )
    if rare and path:
        copy = fonts.small_copy(path, rare)
        yield _face(fonts.RARE_FAMILY, 400, copy)
        yield _face(fonts.RARE_FAMILY, 700, copy)


def _face(family: str, weight: int, font: bytes) -> str:
    source = base64.b64encode(font).decode("ascii")
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{source}) format('truetype')}}"
    )


def _attached(credential: str, made: datetime) -> Any:
    return Attachment(
        string=credential,
        name=archive.CREDENTIAL_NAME,
        description="Verifiable credential (Open Badges 3.0, JWT)",
        created=made,
        modified=made,
        relationship="Data",
    )


def _check_plain(pdf: Any, design: Design, *, files: int) -> None:
    """Refuse a page that brings files of its own, links or fields: a certificate only shows."""
    sorts = [one.get("Type") for one in pdf.objects if isinstance(one, dict)]
    if "/Annot" in sorts or sorts.count("/Filespec") != files:
        raise design.unfit("may hold no links, fields or attached files.")


def _identifier(sheets: Sequence[Sheet], credential: str | None) -> bytes:
    digest = hashlib.sha256((credential or "").encode())
    for sheet in sheets:
        digest.update(sheet.html.encode() + sheet.design.version.encode())
    return digest.hexdigest()[:32].encode("ascii")


def _check_fonts(document: Any, design: Design) -> None:
    """Refuse a page that drew with a family nobody chose, or without a glyph."""
    for font in document.fonts.values():
        if font.missing:
            character = chr(next(iter(font.missing)))
            codepoint = f"U+{ord(character):04X}"
            raise GlyphMissing(
                "glyph_missing", key=design.key, character=character, codepoint=codepoint
            )
        if font.family not in _ALLOWED:
            raise DesignError("font_foreign", design=design.key, family=font.family)


@functools.cache
def _base() -> str:
    return (home() / "_parts" / "base.css").read_text(encoding="utf-8")


@functools.cache
def _last() -> str:
    return (home() / "_parts" / "last.css").read_text(encoding="utf-8")
