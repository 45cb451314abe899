"""Names and documents of persons as they may be stored: checked, normalised, masked.

Nothing is guessed: what has to be changed is refused with what to write instead. The identity
number follows GB 11643-1999.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from competition.domain.errors import Invalid

RESIDENT_CARD: Final = "居民身份证"
DOCUMENT_TYPES: Final = (
    RESIDENT_CARD,
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
    "护照",
)
NAME_LENGTH: Final = 100
IDENTITY_DIGITS: Final = 18
MIDDLE_DOT: Final = "·"
_LONG = 11

_OTHER_DOTS = "‧•・∙⋅●．"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_DOCUMENT = re.compile(r"[A-Z0-9()/-]{4,30}")
_PHONE = re.compile(r"\+?\d[\d -]{5,18}\d")
_HOME_PREFIX = re.compile(r"^(?:\+|00)86-?")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_WITH_AREA = re.compile(r"0\d{2,3}-?\d{7,8}(?:-\d{1,6})?", re.ASCII)
_ABROAD = re.compile(r"(?:\+|00)(?!86)[1-9]\d{5,16}", re.ASCII)
_ZERO_LOST = re.compile(r"[2-9]\d{8,10}", re.ASCII)
# Signs without a face that copying from chats and web pages brings along; U+200C and U+200D, which
# join letters in some scripts, are none of them.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))
_UNSEEN |= dict.fromkeys(range(0x2066, 0x206A))
_APOSTROPHES = "'’‘`"  # typed before digits so that a sheet keeps them as text
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACE_IN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")

# Radicals without a compatibility mapping (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺀⺁⺃⺅⺆⺈⺉⺋⺌⺍⺎⺐⺑⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺠⺡⺢⺣⺥⺨⺩⺫⺬⺭⺮⺯⺱⺲⺶⺷⺹"
        "⺺⺼⺽⻀⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻏⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬"
        "⻭⻮⻰",
        "冫厂乛亻冂刀刂㔾小小兀尣尢幺彐彐忄心扌攵旡月歺民氵氺灬爫犭王罒示礻竹糸罓罒羊羊耂"
        "肀月臼艹西西见角讠贝足车辶辶阝钅長镸长门阝青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾斉齐"
        "歯齿龙",
        strict=True,
    )
)
# What old GBK fonts kept in the private-use area and GB 18030-2022 maps to real characters.
_PRIVATE = dict(
    zip(
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
        "龴龵龶龷龸龹龺龻𠂇𠂉𠃌𡗗𢦏𤇾",
        strict=True,
    )
)


def clean_name(text: str) -> str:
    """``text`` as a person's name: NFC, spaces put right. Raises Invalid with what to write.

    Codes: ``name_empty``, ``name_too_long``, ``name_private_use``, ``name_private_known``,
    ``name_radical``, ``name_radical_known``, ``name_variation``, ``name_dot``, ``name_character``.
    """
    name = _SPACE_IN_HAN.sub("", clean_text(text))
    if not name:
        raise Invalid("name_empty")
    if len(name) > NAME_LENGTH:
        raise Invalid("name_too_long", length=len(name), longest=NAME_LENGTH)
    for character in name:
        _check_character(character)
    return name


def _check_character(character: str) -> None:
    named = {"character": character, "codepoint": f"U+{ord(character):04X}"}
    if unicodedata.category(character) == "Co":
        raise _private(character, named)
    if _is_radical(character):
        raise _radical(character, named)
    if _is_variation_selector(character):
        raise Invalid("name_variation", **named)
    if character in _OTHER_DOTS:
        raise Invalid("name_dot", **named, remedy=MIDDLE_DOT)
    if character not in f" {MIDDLE_DOT}-.'’" and unicodedata.category(character)[0] not in "LM":
        raise Invalid("name_character", **named)


def _private(character: str, named: dict[str, str]) -> Invalid:
    remedy = _PRIVATE.get(character)
    if remedy is None:
        return Invalid("name_private_use", **named)
    return Invalid("name_private_known", **named, remedy=remedy)


def _radical(character: str, named: dict[str, str]) -> Invalid:
    remedy = unified(character)
    if _is_radical(remedy):
        return Invalid("name_radical", **named)
    return Invalid("name_radical_known", **named, remedy=remedy)


def _is_radical(character: str) -> bool:
    return "\u2e80" <= character <= "\u2fdf"


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def unified(radical: str) -> str:
    """The character that a radical sign looks like and that belongs into a name."""
    return _RADICALS.get(radical) or unicodedata.normalize("NFKC", radical)


def clean_text(text: str) -> str:
    """Any other text: NFC, one space where there were several, none around, no unseen signs."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())


def clean_digits(text: str) -> str:
    """What is meant by a number of any kind: half width, nothing unseen, no sheet's apostrophe."""
    plain = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).strip()
    return plain.lstrip(_APOSTROPHES).strip()


def clean_document(kind: str, text: str, today: date) -> str:
    """A document number as it is stored: capitals, no spaces. Raises Invalid."""
    number = "".join(clean_digits(text).split()).upper()
    if kind not in DOCUMENT_TYPES:
        raise Invalid("document_type_unknown", found=kind, known="、".join(DOCUMENT_TYPES))
    if kind == RESIDENT_CARD:
        return check_identity_number(number, today)
    if not _DOCUMENT.fullmatch(number):
        raise Invalid("document_form", found=number)
    return number


def check_identity_number(number: str, today: date) -> str:
    """A resident's identity number (GB 11643): 18 places, birthday, check digit. Raises Invalid."""
    if len(number) != IDENTITY_DIGITS:
        raise Invalid("identity_length", wanted=IDENTITY_DIGITS, found=len(number))
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        raise Invalid("identity_digits")
    _check_birthday(number[6:14], today)
    wanted = check_digit(number[:17])
    if number[17] != wanted:
        raise Invalid("identity_check_digit")
    return number


def _check_birthday(digits: str, today: date) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Invalid("identity_birthday", found=digits) from None
    if not date(1900, 1, 1) <= born <= today:
        raise Invalid("identity_birthday", found=digits)


def check_digit(first_seventeen: str) -> str:
    """The last place of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    pairs = zip(first_seventeen, _WEIGHTS, strict=True)
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def clean_phone(text: str) -> str:
    """A telephone number without spaces: a mobile one, one with its area code, or a foreign one.

    ``138 0000 0000``, ``0570-3012345``, ``+852 9123 4567``; China's own prefix is left out. Raises
    Invalid: ``phone_length`` for a mobile number of other than 11 places, ``phone_zero_lost`` where
    the program that wrote a sheet may have dropped the 0 of an area code, else ``phone_form``.
    """
    number = clean_digits(text)
    plain = _HOME_PREFIX.sub("", re.sub(r"[\s()]", "", number))
    digits = plain.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    if _WITH_AREA.fullmatch(plain) or _ABROAD.fullmatch(plain):
        return plain
    if not _PHONE.fullmatch(number):
        raise Invalid("phone_form", found=number)
    if digits.startswith("1") and len(digits) != _LONG:
        raise Invalid("phone_length", wanted=_LONG, found=len(digits))
    raise Invalid("phone_zero_lost" if _ZERO_LOST.fullmatch(digits) else "phone_form", found=number)


def masked(number: str | None) -> str:
    """A document or telephone number with its middle hidden, for screens."""
    if not number:
        return ""
    front, back = (3, 4) if len(number) >= _LONG else (1, 1)
    return f"{number[:front]}{'*' * (len(number) - front - back)}{number[len(number) - back :]}"
