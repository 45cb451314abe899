"""The words and pictures of one certificate as a page: a template filled with plain facts.

Templates run in Jinja's immutable sandbox and get text only: no objects, no paths, no functions
but the filters here.
"""

from __future__ import annotations

import base64
import functools
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING, Final

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from certificates import fonts
from certificates.design import Design, home
from certificates.drawing import photo, qr, seal
from certificates.facts import LONGEST, Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certificates.forms import Form

CHINA: Final = timezone(timedelta(hours=8))
_BOLD: Final = 700
_SMALL: Final = 0.75
_POINT: Final = 25.4 / 72
_NUMERALS: Final = "〇一二三四五六七八九十"
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
NAMES: Final = {
    "level": ("职业技能等级证书", "Certificate of Occupational Skill Level"),
    "title": ("荣誉证书", "Certificate of Honour"),
    "prize": ("获奖证书", "Prize Certificate"),
}
SPECIMEN: Final = "样张 SPECIMEN"
_QR: Final = "stamp:qr"
_SEAL: Final = "stamp:seal"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be set: its HTML, its design, and when it was made (for the metadata)."""

    html: str
    design: Design
    made: datetime
    characters: frozenset[str]
    stamps: Mapping[str, Form]


def compose(facts: Facts, design: Design, made: datetime | None = None) -> Sheet:
    """The page of ``facts`` in ``design``, dated ``made`` (else midnight of the day of issue).

    Raises GlyphMissing, FactError for a photograph or seal that cannot be read, DesignError for a
    template that fails.
    """
    fonts.check(facts.texts())
    when = (made or datetime.combine(facts.issued_on, time(), CHINA)).astimezone(UTC)
    try:
        body = _template(design.key, design.template).render(_words(facts))
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise design.unfit(f"template.html: {error}") from error
    html = _whole(facts, body, when)
    return Sheet(html, design, when, frozenset(html) | frozenset(design.style), _stamps(facts))


def title_of(facts: Facts) -> str:
    """The title of the document: what it is, whose, and its number."""
    return f"{NAMES[facts.kind][0]} · {facts.holder} · {facts.number}"


def _whole(facts: Facts, body: str, when: datetime) -> str:
    """The document round the design's page: language, title, dates, and the mark of a specimen."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    metas = {
        "author": facts.issuer,
        "description": f"{facts.contest or facts.occupation}",
        "generator": "competition certificates",
        "dcterms.created": stamp,
        "dcterms.modified": stamp,
    }
    head = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in metas.items())
    mark = f'<p class="specimen-mark">{SPECIMEN}</p>' if facts.specimen else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title_of(facts))}</title>"
        f'{head}</head><body class="{facts.kind} {facts.language}">{body}{mark}</body></html>'
    )


def _words(facts: Facts) -> dict[str, object]:
    """What a template may use, all of it text."""
    texts: dict[str, object] = {key: getattr(facts, key) for key in LONGEST if key != "seal"}
    zh, en = NAMES[facts.kind]
    plain, han, english = date_words(facts.issued_on)
    return texts | {
        "kind": facts.kind,
        "bilingual": facts.language == "zh-en",
        "name_zh": zh,
        "name_en": en,
        "holder_weight": _BOLD if fonts.is_drawn_in_bold(facts.holder) else 400,
        "lines": facts.lines,
        "signatories": facts.signatories,
        "date": plain,
        "date_han": han,
        "date_en": english,
        "qr": _QR,
        "seal": _seal(facts),
        "photo": _source(photo.portrait(facts.photo), "image/jpeg") if facts.photo else "",
    }


def _seal(facts: Facts) -> str:
    if not facts.sealed:
        return ""
    if facts.seal_image:
        return _source(photo.seal(facts.seal_image), "image/png")
    return _SEAL


def _stamps(facts: Facts) -> dict[str, Form]:
    """The compiled pictures of the page, by the address that stands for them in the HTML."""
    stamps = {_QR: qr.form(facts.check_text)}
    if facts.sealed and not facts.seal_image:
        stamps[_SEAL] = seal.form(facts.seal or facts.issuer, facts.seal_label)
    return stamps


def _source(picture: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(picture).decode('ascii')}"


def date_words(day: date) -> tuple[str, str, str]:
    """The date as pages word it: 2023年11月3日, 二〇二三年十一月三日, 3 November 2023."""
    year = "".join(_NUMERALS[int(digit)] for digit in str(day.year))
    return (
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{_count(day.month)}月{_count(day.day)}日",
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    )


def _count(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (
        (_NUMERALS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (_NUMERALS[ones] if ones else "")
    )


def fit(  # noqa: PLR0913, PLR0917 - as a template says it
    text: str, room: float, largest: float, least: float = 7.0, weight: int = 400, lines: int = 1
) -> float:
    """The greatest size, ``least`` to ``largest`` points, at which ``text`` fits ``room`` mm.

    With two ``lines``, a text that would be smaller than three quarters of ``largest`` takes both.
    """
    wide = fonts.width(text, 700 if weight == _BOLD else 400) * _POINT
    size = room / wide if wide else largest
    if lines > 1 and size < largest * _SMALL:
        size = min(largest * _SMALL, room * lines * 0.92 / wide)
    return math.floor(max(least, min(largest, size)) * 20) / 20


def wraps(text: str, room: float, size: float, weight: int = 400) -> bool:
    """Whether ``text`` in ``size`` points is wider than ``room`` mm and so takes a second line."""
    wide = fonts.width(text, 700 if weight == _BOLD else 400) * _POINT
    return wide * size > room * 1.001


def spread(label: str, ems: float) -> Markup:
    """A short label letterspaced to ``ems`` characters, as forms have it (姓　　名)."""
    gaps = len(label) - 1
    if gaps < 1 or len(label) >= ems:
        return Markup("<span>{}</span>").format(label)
    gap = (ems - len(label)) / gaps
    return Markup('<span style="letter-spacing:{}em">{}</span>{}').format(
        f"{gap:.3f}", label[:-1], label[-1]
    )


def _parts() -> dict[str, str]:
    return {
        f"_parts/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted((home() / "_parts").glob("*.html"))
    }


@functools.cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(_parts()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"fit": fit, "spread": spread, "wraps": wraps}
    return environment


@functools.lru_cache(maxsize=64)
def _template(name: str, source: str) -> Template:
    del name
    return _environment().from_string(source)
