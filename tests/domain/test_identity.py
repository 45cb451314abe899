"""Names and document numbers."""

from datetime import date

import pytest

from competition.domain.errors import Invalid
from competition.domain.identity import clean_document, clean_name, clean_phone, masked

TODAY = date(2023, 10, 20)
CARD = "居民身份证"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  李　明 ", "李明"),
        ("买买提·艾力", "买买提·艾力"),
        ("Anna  Maria", "Anna Maria"),
        ("\uf9d1", "六"),
        ("𬭩㛃", "𬭩㛃"),
    ],
)
def test_name_is_normalised(typed, stored):
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code", "remedy"),
    [
        ("", "name_empty", None),
        ("马\u2f08", "name_radical_known", "人"),
        ("\u2ee2腾", "name_radical_known", "马"),
        ("李\ue854", "name_private_known", "龺"),
        ("李\ue000", "name_private_use", None),
        ("葛\U000e0100", "name_variation", None),
        ("买买提•艾力", "name_dot", "·"),
        ("李明1", "name_character", None),
        ("名" * 101, "name_too_long", None),
    ],
)
def test_name_is_refused_with_what_to_write(typed, code, remedy):
    with pytest.raises(Invalid) as refused:
        clean_name(typed)
    assert refused.value.code == code
    assert refused.value.params.get("remedy") == remedy


def test_identity_number_is_stored_in_capitals_without_spaces():
    assert clean_document(CARD, " 110105 19491231 002x", TODAY) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1101051949123100X", "identity_length"),
        ("11010519491331002X", "identity_birthday"),
        ("110105294912310025", "identity_birthday"),
        ("110105194912310021", "identity_check_digit"),
        ("11010519491231OO2X", "identity_digits"),
    ],
)
def test_identity_number_is_refused(typed, code):
    with pytest.raises(Invalid) as refused:
        clean_document(CARD, typed, TODAY)
    assert refused.value.code == code


def test_other_documents_need_only_a_plausible_form():
    assert clean_document("护照", "e12345678", TODAY) == "E12345678"
    with pytest.raises(Invalid, match="document_form"):
        clean_document("护照", "号码", TODAY)


def test_numbers_are_masked():
    assert masked("11010519491231002X") == "110***********002X"
    assert masked("E1234") == "E***4"
    assert masked(None) == ""


def test_phone_with_letters_is_refused():
    assert clean_phone("138 0000 0000") == "13800000000"
    with pytest.raises(Invalid, match="phone_form"):
        clean_phone("12a45678")
