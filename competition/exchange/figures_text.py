"""Figures as people type them: which texts are numbers, and what is wrong with the others."""

from __future__ import annotations

import re
from decimal import Decimal

from competition.domain.typed import half_width

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+\Z")
_OPEN_POINT = re.compile(r"-?(?:\.[0-9]+|[0-9]+\.)\Z")
LONGEST = 40  # characters; far beyond any mark, and safe to compute with


class NotANumber(ValueError):
    """The text is no plain decimal number: ``code`` says in which way, ``remedy`` what to write."""

    def __init__(self, code: str, remedy: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.remedy = remedy


def number(text: str) -> Decimal:
    """``76.5``, ``0``, ``-3`` or ``７６．５`` as a decimal; ``NotANumber`` for everything else."""
    text = half_width(text)
    if _NUMBER.match(text) and len(text) <= LONGEST:
        return Decimal(text)
    raise _fault(text)


def _fault(text: str) -> NotANumber:
    if len(text) > LONGEST:
        return NotANumber("number_too_long")
    if _COMMA.match(text):
        return NotANumber("decimal_comma", text.replace(",", "."))
    if _OPEN_POINT.match(text):
        return NotANumber("open_point", _closed(text))
    return NotANumber("not_a_number")


def _closed(text: str) -> str:
    if text.endswith("."):
        return text[:-1]
    return text.replace(".", "0.")
