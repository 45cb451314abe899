"""Language and reading size of a visitor: Chinese first, English complete; dates in their zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from flask_babel import Babel, format_datetime

if TYPE_CHECKING:
    from datetime import datetime

COOKIE_LANGUAGE = "language"
COOKIE_BIG_TEXT = "big-text"
LANGUAGES = {"zh": "中文", "en": "English"}

TRANSLATIONS = Path(__file__).parents[1] / "translations"

babel = Babel()


def language() -> str:
    """``zh`` or ``en``: what was chosen, else what the browser prefers, else the setting."""
    chosen = request.args.get("lang") or request.cookies.get(COOKIE_LANGUAGE)
    if chosen in LANGUAGES:
        return chosen
    default: str = current_app.config["LOCALE"]
    return request.accept_languages.best_match(list(LANGUAGES), default) or default


def locale() -> str:
    """The locale for catalogues and dates."""
    return {"zh": "zh_Hans_CN", "en": "en"}[language()]


def big_text() -> bool:
    """Whether the large-print version (大字版) was chosen."""
    return request.cookies.get(COOKIE_BIG_TEXT) == "1"


# ``written`` is the day as a letter writes it.
PATTERNS: Final = {
    "medium": "yyyy-MM-dd HH:mm",
    "seconds": "HH:mm:ss",
    "date": "yyyy-MM-dd",
    "written": "d MMMM y",
}


def moment(value: datetime | None, style: str = "medium") -> str:
    """A moment in the zone of the contest at hand, in the visitor's language; '' for none."""
    if value is None:
        return ""
    contest = g.get("contest")
    zone = ZoneInfo(contest.zone if contest else "Asia/Shanghai")
    pattern = PATTERNS[style]
    if style == "written" and language() == "zh":
        pattern = "y年M月d日"
    return str(format_datetime(value.astimezone(zone), pattern, rebase=False))
