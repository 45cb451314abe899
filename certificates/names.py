"""Which characters may stand on a certificate, and what to write instead of look-alikes.

A Kangxi radical passes every glyph check and reads ``⾼`` for ``高``; searched for, the name is
never found.
"""

from __future__ import annotations

import unicodedata

from certificates.errors import FactError

# Unicode's EquivalentUnifiedIdeograph for the radicals that have no decomposition.
_RADICALS = dict(
    zip(
        "⺁⺄⺅⺈⺉⺊⺌⺍⺎⺏⺐⺒⺓⺔⺖⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙亻勹刂卜小小兀尣尢巳幺彑忄扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糸纟罓罒羊耂肀聿月艹艹艹虎衤覀西见角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
# Dots that keyboards offer in place of the one between the parts of an ethnic name.
_DOTS = {"•", "‧", "∙", "⋅", "・", "･", "．", "●", "᛫"}
_DOT = "·"
_SPACES = {"　", "\u00a0", "\u2002", "\u2003", "\u2009", "\t"}


def clean(key: str, text: str, *, longest: int) -> str:
    """``text`` in NFC with single spaces, fit to be printed.

    ``key`` names the fact in errors; ``longest`` is its greatest number of characters. Raises
    FactError (``character_refused``, with the character to write instead where there is one, or
    ``fact_long``).
    """
    for character in text:
        _refuse(key, character)
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if len(tidy) > longest:
        raise FactError("fact_long", key=key, count=len(tidy), most=longest)
    return tidy


def check_dots(key: str, name: str) -> None:
    """Refuse a dot in a name that is not the one of the rules, U+00B7. Raises FactError."""
    for character in name:
        if character in _DOTS:
            raise _refusal(key, character, f"between the parts of a name stands {_DOT!r} (U+00B7).")


def instead_of(character: str) -> str | None:
    """The character that was meant by a look-alike, or None.

    By a radical (``⻓`` → ``长``, ``⾼`` → ``高``), or by another dot in a name (``•`` → ``·``).
    """
    if character in _DOTS:
        return _DOT
    if not _is_radical(character):
        return None
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character else _RADICALS.get(character)


def _refuse(key: str, character: str) -> None:
    """Raise FactError when ``character`` may not stand on a certificate."""
    reason = _reason(character)
    if reason is not None:
        raise _refusal(key, character, reason)


def _refusal(key: str, character: str, reason: str) -> FactError:
    return FactError(
        "character_refused",
        key=key,
        character=character,
        codepoint=f"U+{ord(character):04X}",
        instead=instead_of(character),
        reason=reason,
    )


def _reason(character: str) -> str | None:
    if _is_radical(character):
        meant = instead_of(character)
        return "it is a radical, not a character" + (f"; write {meant!r}." if meant else ".")
    if _is_selector(character):
        return "it is an invisible variation selector; write the character alone."
    category = unicodedata.category(character)
    if category == "Co":
        return "it is a private-use code point, which every computer draws differently."
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _SPACES:
        return "it is an invisible control character."
    if category == "Cn" and not _is_rare_ideograph(character):
        return "it is no assigned character."
    return None


def _is_rare_ideograph(character: str) -> bool:
    """Whether it lies in the planes of rare ideographs, some of them newer than this Python."""
    return "\U00020000" <= character <= "\U0003ffff"


def _is_radical(character: str) -> bool:
    return "\u2e80" <= character <= "\u2fdf"


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
