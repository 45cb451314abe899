"""The plain facts that one certificate states, checked and frozen; not how they look.

The keys are the public interface of the ``FACTS.jsonl`` files (see the README).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from certificates import names
from certificates.errors import FactError

Kind = Literal["level", "title", "prize"]
Language = Literal["zh", "zh-en"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
NO_SPECIALTY: Final = "--"
# National vocational skill standards: 1 is the highest.
LEVELS: Final[Mapping[int, str]] = {
    1: "一级/高级技师",
    2: "二级/技师",
    3: "三级/高级工",
    4: "四级/中级工",
    5: "五级/初级工",
}
# Above the five levels the newer system has two more, without a figure (人社部发〔2022〕14号).
UNNUMBERED: Final = ("特级技师", "首席技师")
_FIRST_YEAR, _LAST_YEAR = 1949, 2099
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEALED: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_MOST_LINES: Final = 4
_ALWAYS: Final = ("number", "holder", "issuer", "issued_on", "verify_url")
REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "level": (*_ALWAYS, "document_type", "document_number", "occupation", "level"),
    "title": (*_ALWAYS, "title", "contest"),
    "prize": (*_ALWAYS, "prize", "contest"),
}
# The greatest number of characters of each text, from what the designs have room for.
LONGEST: Final[Mapping[str, int]] = {
    "number": 40,
    "holder": 60,
    "issuer": 60,
    "document_type": 20,
    "document_number": 30,
    "occupation": 40,
    "specialty": 40,
    "level": 20,
    "title": 40,
    "prize": 30,
    "contest": 80,
    "group": 30,
    "employer": 60,
    "holder_en": 80,
    "issuer_en": 120,
    "contest_en": 160,
    "occupation_en": 80,
    "title_en": 80,
    "prize_en": 60,
    "seal": 40,
    "seal_label": 12,
    "verify_url": 300,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one certificate says; an empty string is a fact that this certificate does not state.

    ``level`` is worded as the rules demand (``二级/技师``). ``photo`` and ``seal_image`` are
    files. ``seal`` is the name on the drawn seal (the issuer when empty); ``sealed`` false leaves
    the seal away. ``lines`` are further sentences of the text, ``signatories`` people under a
    line at the foot. ``offline`` is the sealed payload that the QR code carries behind the address
    (see ``offline.py``).
    """

    kind: Kind
    number: str
    holder: str
    issuer: str
    issued_on: date
    verify_url: str
    document_type: str = ""
    document_number: str = ""
    occupation: str = ""
    specialty: str = NO_SPECIALTY
    level: str = ""
    title: str = ""
    prize: str = ""
    contest: str = ""
    group: str = ""
    employer: str = ""
    photo: Path | None = None
    specimen: bool = False
    language: Language = "zh"
    holder_en: str = ""
    issuer_en: str = ""
    contest_en: str = ""
    occupation_en: str = ""
    title_en: str = ""
    prize_en: str = ""
    seal: str = ""
    seal_label: str = ""
    seal_image: Path | None = None
    sealed: bool = True
    lines: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    offline: str = ""

    def __post_init__(self) -> None:
        """Refuse a missing fact, so that no instance lacks one. Raises FactError."""
        for key in REQUIRED[self.kind]:
            if not getattr(self, key):
                raise FactError("fact_missing", key=key, kind=self.kind)

    @classmethod
    def parse(cls, given: Mapping[str, object], *, folder: Path | None = None) -> Facts:
        """The facts in ``given``, as read from one line of JSON.

        Paths are relative to ``folder``. ``level`` may be the number 1–5. Raises FactError naming
        the key.
        """
        known = {field.name for field in fields(cls)}
        for key in given:
            if key not in known:
                raise FactError("fact_unknown", key=key, nearest=_nearest(key, known))
        kind = given.get("kind")
        if kind not in KINDS:
            raise FactError("fact_unfit", key="kind", reason=f"must be one of {', '.join(KINDS)}.")
        stated = {key: value for key, value in given.items() if value not in (None, "")}
        for key in REQUIRED[kind]:
            if key not in stated:
                raise FactError("fact_missing", key=key, kind=kind)
        read: dict[str, Any] = {
            key: _read(key, value, folder or Path()) for key, value in stated.items()
        }
        return cls(**read)

    def as_mapping(self) -> dict[str, object]:
        """The facts as JSON values; ``Facts.parse`` reads them again."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    @property
    def check_text(self) -> str:
        """What the QR code says: the check address, with the sealed payload where there is one."""
        return f"{self.verify_url}#{self.offline}" if self.offline else self.verify_url

    def marked_specimen(self) -> Facts:
        """The same facts, to be marked 样张 SPECIMEN across the page."""
        return replace(self, specimen=True)

    def texts(self) -> dict[str, str]:
        """Every text that is printed, by key: for the check that a font can draw it."""
        found = {key: text for key in LONGEST if isinstance(text := getattr(self, key), str)}
        return found | {"lines": "".join(self.lines), "signatories": "".join(self.signatories)}


def _nearest(key: str, known: set[str]) -> str:
    return difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.0)[0]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value


def _read(key: str, value: object, folder: Path) -> object:
    """The value of the fact ``key`` in its own type."""
    if key in {"specimen", "sealed"}:
        return _truth(key, value)
    if key in {"lines", "signatories"}:
        return _texts(key, value)
    if key == "level" and isinstance(value, (int, float)):
        return _level(value)
    text = _text(key, value)
    return folder / text if key in {"photo", "seal_image"} else _READERS.get(key, str)(text)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise FactError("fact_unfit", key=key, reason=f"must be text, not {value!r}.")
    if key == "holder":
        names.check_dots(key, value)
    return names.clean(key, value, longest=LONGEST.get(key, 1000))


def _texts(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > _MOST_LINES:
        raise FactError("fact_unfit", key=key, reason="must be a list of at most four texts.")
    if not all(isinstance(text, str) for text in value):
        raise FactError("fact_unfit", key=key, reason="must be a list of texts.")
    return tuple(names.clean(key, text, longest=60) for text in value)


def _truth(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FactError("fact_unfit", key=key, reason=f"must be true or false, not {value!r}.")
    return value


def _level(value: float) -> str:
    if type(value) is not int or value not in LEVELS:  # true and 2.0 are no levels
        raise FactError("fact_unfit", key="level", reason=f"must be 1 to 5, not {value}.")
    return LEVELS[value]


def _level_wording(text: str) -> str:
    """The wording that the rules have for a level, also when only its number or half is told.

    Raises FactError naming all there are.
    """
    known = (*LEVELS.values(), *UNNUMBERED)
    meant = [level for level in known if text in {level, *level.split("/")}] or [
        level for number, level in LEVELS.items() if text == str(number)
    ]
    if not meant:
        said = f"{text!r} is no level; write the number 1 to 5, or one of {', '.join(known)}."
        raise FactError("fact_unfit", key="level", reason=said)
    return meant[0]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise FactError(
            "fact_unfit", key="issued_on", reason=f"{text!r} is no date; write it like 2023-11-03."
        ) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        said = f"{text} is not between {_FIRST_YEAR} and {_LAST_YEAR}."
        raise FactError("fact_unfit", key="issued_on", reason=said)
    return day


def _payload(text: str) -> str:
    if not _SEALED.fullmatch(text):
        raise FactError("fact_unfit", key="offline", reason="is no sealed payload of a QR code.")
    return text


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or not text.isascii()
        or " " in text
    ):
        raise FactError(
            "fact_unfit", key="verify_url", reason=f"{text!r} is no http or https address."
        )
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise FactError(
            "fact_unfit", key="language", reason=f"must be one of {', '.join(LANGUAGES)}."
        )
    return text


_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "issued_on": _day,
    "level": _level_wording,
    "offline": _payload,
    "verify_url": _address,
    "language": _language,
}
