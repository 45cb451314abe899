"""Facts of certificates read from a JSON Lines file, and how what is wrong with it is said."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

import certificates
from competition.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Found = TypeVar("Found")
_MOST_SHOWN: Final = 20
# 人社鉴发〔2019〕2号, its Annex; the second form is that of 特级技师.
NUMBERS: Final = r"[YS]\d{4}\d{2}\d{6}\d{2}[1-5]\d{6}|[A-Z]{2}\d{20}"


class FactsRefused(Invalid):
    """Facts, a design or a key cannot be used; ``sentences`` say where and why, one each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("certificate_facts_refused", sentences=tuple(sentences))
        self.sentences = tuple(sentences)

    def __str__(self) -> str:
        """The sentences, a line each."""
        more = len(self.sentences) - _MOST_SHOWN
        shown = self.sentences[:_MOST_SHOWN]
        return "\n".join([*shown, f"… and {more} more."] if more > 0 else shown)


def read_facts(path: Path, number_pattern: str = NUMBERS) -> list[tuple[int, certificates.Facts]]:
    """The facts in a JSON Lines file with the number of each line; empty lines are skipped.

    Only a line feed ends a line, so that the numbers are those that an editor shows.
    The number of a level certificate must fit ``number_pattern``, unless it is a specimen's.
    Raises FactsRefused naming file, line and key of everything that is wrong.
    """
    fits, found, wrong = _pattern(number_pattern), [], []
    for line, text in enumerate(_text(path).split("\n"), 1):
        if not text.strip():
            continue
        try:
            facts = certificates.Facts.parse(_mapping(text), folder=path.parent)
            _check_number(facts, fits)
            found.append((line, facts))
        except (certificates.CertificateError, ValueError) as error:
            wrong.append(f"{path}:{line}: {error}")
    if not found and not wrong:
        wrong.append(f"{path}: holds no facts; it must have one JSON object a line.")
    if wrong:
        raise FactsRefused(wrong)
    return found


def asked(ask: Callable[[], Found]) -> Found:
    """What the certificates package answers. Raises FactsRefused with its sentence."""
    try:
        return ask()
    except certificates.CertificateError as error:
        raise FactsRefused([str(error)]) from None


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.ASCII)
    except re.error as error:
        raise FactsRefused([f"{text!r} is no regular expression: {error}."]) from None


def _check_number(facts: certificates.Facts, fits: re.Pattern[str]) -> None:
    """Raise FactError for a level certificate whose number nobody could have been given."""
    if facts.kind != "level" or facts.specimen or fits.fullmatch(facts.number):
        return
    said = f"{facts.number!r} is no number of a level certificate: it must fit {fits.pattern}."
    raise certificates.FactError("fact_unfit", key="number", reason=said)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of ``pairs``; a key that stands twice would be a fact that nobody can tell."""
    for key, times in Counter(key for key, _ in pairs).items():
        if times > 1:
            raise certificates.FactError("fact_unfit", key=key, reason="stands there twice.")
    return dict(pairs)


def _mapping(text: str) -> dict[str, object]:
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ValueError(f"column {error.colno}: is no JSON ({error.msg}).") from None
    except certificates.CertificateError:
        raise
    except ValueError:  # Python reads no integer of thousands of digits
        raise ValueError("holds a number that is too long.") from None
    except RecursionError:
        raise ValueError("is nested too deeply.") from None
    if not isinstance(value, dict):
        raise ValueError('is no JSON object; a line looks like {"kind": "prize", …}.')  # noqa: TRY004 - a fault of the file
    return value


def _text(path: Path) -> str:
    try:
        return raw(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsRefused([f"{path}: is not UTF-8 (byte {error.start + 1})."]) from None


def raw(path: Path) -> bytes:
    """The bytes of a file. Raises FactsRefused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "fault"
        raise FactsRefused([f"{path}: cannot be read ({reason})."]) from None
