"""Bytes of a file to text: UTF-8, with or without a byte order mark, or GB18030."""

from __future__ import annotations

import re

from competition.exchange.faults import FileFault, Spot

_MARKED_UP = re.compile(r"\s{0,100}<(?:!doctype|\?xml|html|head|meta|table)\b", re.IGNORECASE)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decoded(raw: bytes, name: str) -> str:
    """The text of ``raw``; ``FileFault`` when it is in neither encoding or holds NUL.

    Also when it is a page (HTML, XML) that some systems hand out as a workbook.
    """
    if raw.startswith(_UTF16_MARKS):
        raise FileFault("encoding_utf16", Spot(name))
    text = _text(raw, name)
    if _MARKED_UP.match(text):
        raise FileFault("file_is_page", Spot(name))
    nul = text.find("\0")
    if nul >= 0:
        raise FileFault("nul_character", Spot(name, text.count("\n", 0, nul) + 1))
    return text


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as utf8_fault:
        try:
            return raw.decode("gb18030").removeprefix("\ufeff")
        except UnicodeDecodeError:
            line = raw.count(b"\n", 0, utf8_fault.start) + 1
            raise FileFault("encoding_unknown", Spot(name, line)) from None
