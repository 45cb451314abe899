"""Language and reading size of a visitor: Chinese first, English complete; dates in their zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from flask_babel import Babel, format_date, format_datetime

if TYPE_CHECKING:
    from datetime import date, datetime

COOKIE_LANGUAGE = "language"
COOKIE_BIG_TEXT = "big-text"
LANGUAGES = {"zh": "中文", "en": "English"}

TRANSLATIONS = Path(__file__).parents[1] / "translations"

# How moments and days are written: as people write them, short enough for a table.
PATTERNS = {
    "zh": {"medium": "y年M月d日 HH:mm", "seconds": "HH:mm:ss", "date": "y年M月d日"},
    "en": {"medium": "d MMM y, HH:mm", "seconds": "HH:mm:ss", "date": "d MMMM y"},
}

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


def moment(value: datetime | None, style: str = "medium") -> str:
    """A moment in the zone of the contest at hand, in the visitor's language; '' for none."""
    if value is None:
        return ""
    contest = g.get("contest")
    zone = ZoneInfo(contest.zone if contest else "Asia/Shanghai")
    pattern = PATTERNS[language()][style]
    return str(format_datetime(value.astimezone(zone), pattern, rebase=False))


def day(value: date) -> str:
    """A day of the calendar, which has no zone: ``2023年11月3日``, ``3 November 2023``."""
    return str(format_date(value, PATTERNS[language()]["date"]))
