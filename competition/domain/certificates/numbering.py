"""Certificate numbers and check codes: how they are composed and read back.

Which number comes next is not decided here: that is ``services.certificates``, inside its deed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from competition.domain.errors import DomainError, Invalid
from competition.domain.typed import code_text

if TYPE_CHECKING:
    from competition.domain.settings import ContestSettings

SPECIMEN: Final = "SPECIMEN"
CODE_BITS: Final = 60
LEVEL_DIGITS: Final = 6
OWN_DIGITS: Final = 4
# What the readable series of titles (荣誉) and prizes (获奖) are called.
OWN_SERIES: Final = {"title": "RY", "prize": "HJ"}
_LONGEST_SLUG: Final = 20
# Crockford's base 32: no I, L, O or U, so that nothing is misread from paper.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")
_AFTER: Final = re.compile("[/?#]")  # what may follow the code in an address
_CODE_LENGTH: Final = CODE_BITS // 5
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One run of numbers: what they begin with and how many digits count them (from 1)."""

    prefix: str
    digits: int

    def number(self, value: int) -> str:
        """The ``value``-th number, ≥ 1. Raises ``DomainError("series_exhausted")``."""
        if value >= 10**self.digits:
            raise DomainError("series_exhausted", prefix=self.prefix)
        return f"{self.prefix}{value:0{self.digits}}"


def level_series(settings: ContestSettings, year: int, level: int, *, specimen: bool) -> Series:
    """The series of one level and year (人社鉴发〔2019〕2号): body code, year, level, six digits.

    A specimen counts in a series of its own that nobody takes for a number of the authority.
    Raises ``Invalid("number_unfit")`` when the composed number would not fit the set pattern.
    """
    if specimen:
        return Series(f"{SPECIMEN}-{year}-{level}-", LEVEL_DIGITS)
    series = Series(f"{settings.body_code}{year % 100:02}{level}", LEVEL_DIGITS)
    if not settings.fits(series.number(1)):
        raise Invalid("number_unfit", number=series.number(1))
    return series


def own_series(slug: str, kind: str, *, specimen: bool) -> Series:
    """The series of a contest's titles or prizes, such as ``QUZHOU-2023-RY-0001``."""
    name = slug.upper()[:_LONGEST_SLUG].rstrip("-")
    mark = f"{SPECIMEN}-" if specimen else ""
    return Series(f"{mark}{name}-{OWN_SERIES[kind]}-", OWN_DIGITS)


def code_of(bits: int) -> str:
    """The check code of 60 random bits: twelve characters of Crockford's base 32."""
    places = range(CODE_BITS - 5, -1, -5)
    return "".join(_ALPHABET[bits >> place & 31] for place in places)


def read_code(text: str) -> str | None:
    """The check code somebody typed or scanned, in its stored form; None if it cannot be one.

    Also the whole address that a QR code holds, of which it is the end.
    """
    last = _AFTER.split(code_text(text).rpartition("/V/")[2])[0]
    code = last.replace("-", "").translate(_MISREAD)
    fits = len(code) == _CODE_LENGTH and all(sign in _ALPHABET for sign in code)
    return code if fits else None


def spaced(code: str) -> str:
    """A check code in groups of four, as it is shown."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_number(text: str) -> str:
    """A certificate number as typed, half width, without blanks and in capitals."""
    return code_text(text)


def check_address(base_url: str, code: str) -> str:
    """The address in the QR code. All capitals where that means the same: a smaller code."""
    address = f"{base_url}/v/{code}"
    _, _, rest = base_url.partition("://")
    return address if "/" in rest else address.upper()
