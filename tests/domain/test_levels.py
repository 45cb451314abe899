"""Levels and telephone numbers as people write them."""

import pytest

from competition.domain.entrants.levels import LEVELS, level_in
from competition.domain.errors import Invalid
from competition.domain.identity import clean_phone


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("高级工（三级）", 3),
        ("三级/高级工", 3),
        ("三级（高级工）", 3),
        ("高级工 三级", 3),
        ("3级", 3),
        ("3", 3),
        ("Ⅲ级", 3),
        ("三级", 3),
        ("国家职业资格三级", 3),
        ("职业技能等级：三级", 3),
        ("Level 3", 3),
        ("技师", 2),
        ("二级技师", 2),
        ("高级技师", 1),
        ("一级/高级技师", 1),
        ("中级", 4),
        ("五级/初级工", 5),
        ("", None),
        ("无", None),
        ("—", None),
        ("/", None),
        ("暂无", None),
        ("none", None),
    ],
)
def test_level_is_read_in_every_usual_spelling(text, level):
    assert level_in(text) == level


@pytest.mark.parametrize("level", LEVELS)
def test_official_wording_is_read_as_itself(level):
    assert level_in(LEVELS[level]) == level


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("二级/高级工", "level_contradiction"),
        ("技师（三级）", "level_contradiction"),
        ("高级", "level_doubtful"),
        ("特级技师", "level_unknown"),
        ("首席技师", "level_unknown"),
        ("6级", "level_unknown"),
        ("0", "level_unknown"),
        ("33", "level_unknown"),
        ("三级、二级", "level_unknown"),
        ("助理工程师", "level_unknown"),
        ("等级证书", "level_unknown"),
    ],
)
def test_level_in_doubt_is_refused(text, code):
    with pytest.raises(Invalid) as refused:
        level_in(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("１３８０００００００0", "13800000000"),
        ("0570-3012345", "0570-3012345"),
        ("(010)88880000", "01088880000"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_telephone_is_kept_without_spaces(text, kept):
    assert clean_phone(text) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1380000000", "phone_length"),
        ("138000000000", "phone_length"),
        ("5703012345", "phone_zero_lost"),
        ("12000000000", "phone_form"),
        ("3012345", "phone_form"),
        ("电话", "phone_form"),
    ],
)
def test_telephone_that_cannot_be_called_is_refused(text, code):
    with pytest.raises(Invalid) as refused:
        clean_phone(text)
    assert refused.value.code == code
