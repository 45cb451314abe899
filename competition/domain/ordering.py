"""The order in which people expect names and numbers: by figure, not by the code of a character."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS: Final = {"十": 10, "百": 100}
_FIGURES: Final = "".join([*_DIGITS, *_UNITS])
_PARTS: Final = re.compile(rf"[0-9]+|[{_FIGURES}]+|[^0-9{_FIGURES}]+")

Key = tuple[tuple[int, int, bytes], ...]


def natural(text: str | None) -> Key:
    """A sort key: 2 before 10, 评委二 before 评委十, Chinese names by their sound, empty last.

    Common characters (GB 2312, level 1) stand in the order of pinyin in GB 18030, which is what
    spreadsheets sort Chinese names by; rarer ones follow in the order of that standard.
    """
    parts = _PARTS.findall(text or "")
    return tuple(_part(part) for part in parts) or ((2, 0, b""),)


def _part(text: str) -> tuple[int, int, bytes]:
    if text.isdecimal() and text.isascii():
        return 0, int(text[:4000]), b""
    if text[0] in _DIGITS or text[0] in _UNITS:
        return 0, _chinese(text), text.encode()
    return 1, 0, text.casefold().encode("gb18030", "replace")


def _chinese(text: str) -> int:
    """The value of a Chinese numeral below 1000, as 十二, 二十 or 一百零五; digit by digit else."""
    if not set(text) & set(_UNITS):
        return int("".join(str(_DIGITS[word]) for word in text[:4000]))
    total, figure = 0, 0
    for word in text:
        if word in _UNITS:
            total, figure = total + max(figure, 1) * _UNITS[word], 0
        else:
            figure = _DIGITS[word]
    return total + figure
