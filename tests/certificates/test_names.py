"""Which characters may stand on a certificate, and which can be drawn."""

import unicodedata
from dataclasses import replace

import pytest

from certificates import FactError, GlyphMissing, clean, fonts, instead_of, render

# Of the 8,105 characters of 通用规范汉字表 those outside the basic block (U+4E00–9FFF).
OUTSIDE = (
    "𠙶𬣙𨙸𬇕䜣𬣞𬘓𫭟𫭢㧑𫇭𫐄㕮𫵷㑇𣲘𣲗𬇙㳇𬣡𫸩䢺𨚕𫘜𬘘𫘝䢼𦭜㭎𬨂𬀩𬀪㟃𬬩㑊𫍣𬣳𬩽𬮿𬯀"
    "𫰛𬳵𬳶䌹𫠊㛃𬍛鿍𬜬𦰡㭕䴓䶮𪾢𪨰𫓧𬬮𬬱𬬭䏡𦙶㶲㳚㳘𬘡𬳽𬘩𫄧𪟝𬍤𫭼𬜯䓖𬂩𫠆𨐈𬌗𫑡𪨶𬬸"
    "𬬻𬬹𬬿𬭁𫢸𫗧𬊈𬒈𨺙㛚𬳿𫄨𬘫䂮𫮃㙍䓫䓬䓨䓛鿎䴕㫰𬱖𬟽䎃𫓯𫟹𫟼㿠䝙䏲𠅤䴔𬇹𬍡㥄𬤇𫍯𬤊"
    "𫍲𬯎𬘬𬘭𬴂𫘦𫟅𬘯𫘧㙘𪣻𡎚𬃊𬷕𫐐𬹼𧿹𫶇𫖮鿏𬭊𨱇𫓶𬭎𫖯䐃𬱟𫛭㺄𫷷𬮱𬊤𣸣㴔㛹𬴃𫘨䴖𤧛𬪩"
    "𬒔䃅𬨎𫐓䣘𫫇㬊𫓹𬭚𬭛䅟𬕂䲟𬶋𬶍𦝼𫔶𫌀𫖳𫘪𫘬𫞩𡐓𪤗𣗋𬸘䃎𬒗𥔲𫚖䴗㬎𨱏𬭤㙦𫚕𬶐𬶏𩽾𬸚"
    "㽏㮾𬤝𬙂㻬䗖㠇𬭩䴘𩾃㵐𬸣𫍽𬴊𬞟𥕢𫟦𬺈𫠜㬚䗛㠓𪩘𬭬𨱑𬭯𫗴𬸦𫄷𤩽㘎𬭳𬭶𫔍𬭸𨱔𬭼𫔎𬸪䲠"
    "𬶟𬶠䗪𬶨𦈡𫄸𬟁𥖨䗴䲢𦒍䎖䴙𬙊㰀𬶭𩾌𨟠𬶮𨭉㸌𬙋𤫉𬺓𫚭"
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⾼", "高"),
        ("⻢", "马"),
        ("⻓", "长"),
        ("⼠", "士"),
        ("⺠", "民"),
        ("⽅", "方"),
        ("⻰", "龙"),
    ],
)
def test_a_radical_is_refused_and_the_character_offered(written, meant):
    with pytest.raises(FactError) as refused:
        clean("holder", f"{written}某", longest=20)
    assert refused.value.params["instead"] == meant == instead_of(written)
    assert meant in str(refused.value)


@pytest.mark.parametrize(
    "character",
    [
        "\ue000",
        "\U000f0000",
        "\ufe00",
        "\U000e0100",
        "\u200b",
        "\u202e",
        "\u0000",
        "\u0378",
        "\ud800",
    ],
)
def test_what_no_eye_can_tell_is_refused(character):
    with pytest.raises(FactError) as refused:
        clean("holder", f"王{character}某", longest=20)
    assert refused.value.code == "character_refused"
    assert refused.value.params["character"] == character


def test_every_radical_with_a_character_offers_one_that_is_accepted():
    offered = {instead_of(chr(code)) for code in range(0x2E80, 0x2FE0)} - {None}
    assert len(offered) > 250
    assert all(clean("holder", character, longest=1) == character for character in offered)


def test_compatibility_ideographs_and_accents_are_composed():
    assert clean("holder", "\uf9d1 e\u0301", longest=20) == unicodedata.normalize("NFC", "六 é")


def test_a_character_no_font_has_is_named(facts):
    with pytest.raises(GlyphMissing) as missing:
        render(replace(facts, holder="王\U0003134a"))
    assert missing.value.params["character"] == "\U0003134a"
    assert missing.value.key == "holder"
    assert "U+3134A" in str(missing.value)


def test_the_general_table_is_covered_in_both_weights():
    table = {*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0), *map(ord, OUTSIDE), ord("·")}
    assert len(OUTSIDE) > 250
    for weight in (400, 700):
        assert table - fonts.covered(fonts.weight_file(weight)) == set()


@pytest.mark.skipif(fonts.rare_file() is None, reason="fonts-hanazono is not installed")
def test_rarer_characters_come_from_the_fallback(facts):
    assert render(replace(facts, holder="王\U00020bb7")).startswith(b"%PDF")
    assert fonts.is_drawn_in_bold("王\U00020bb7") is False
