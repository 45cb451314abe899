"""What people type, as it is meant: a Chinese keyboard writes ８５．５ where 85.5 is meant.

Only width is evened out, and the Chinese full stop between figures, which its key writes where
other keyboards have the point. What might be guessed, such as a comma, is left to be refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# The full-width forms of ASCII (U+FF01 to U+FF5E) and the wide space. No more than these: NFKC
# would read 8² as 82 and ½ as three signs.
_HALF: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_STOP: Final = re.compile(r"(?<=[0-9])[\u3002\uff61](?=[0-9])")
_DASHES: Final = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs in their usual width; none gets lost."""
    return text.translate(_HALF)


def figure_text(text: str) -> str:
    """A figure as it is read through every door: half width, no blanks around. Nothing checked.

    A Chinese full stop between two figures is the decimal point: ９２。５ is 92.5.
    """
    return _STOP.sub(".", half_width(text)).strip()


def searchable(text: str) -> str:
    """A text so that width and case make no difference to a search in it, or for it."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def code_text(text: str) -> str:
    """A code or number as it is kept: half width, capitals, no blanks, every dash a hyphen."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    return "".join(plain.split())
