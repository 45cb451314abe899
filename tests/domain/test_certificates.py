"""Who gets which certificates, and what they are called and numbered."""

import re

import pytest

from competition.domain import certificates
from competition.domain.certificates import Award, Standing, numbering
from competition.domain.certificates.facts import says_otherwise
from competition.domain.errors import DomainError, Invalid
from competition.domain.rules import ContestHeader, Prize, Rules, Title, Total
from competition.domain.settings import ContestSettings

RULES = Rules(
    contest=ContestHeader("quzhou-2023", "竞赛", "劳动关系协调员", ("总工会", "人社局")),
    rounds=(),
    total=Total(),
    prizes=(Prize("first", "一等奖"), Prize("merit", "优胜奖")),
    titles=(Title("gold", "金牌职工", "总工会"), Title("expert", "技术能手")),
)
BODY = "S000033000001"


def line(entrant="001", **columns):
    return {"entrant": entrant, "prize": None, "promotion": None, "titles": []} | columns


def granted(*lines, **settings):
    return certificates.awards(RULES, {"entrants": lines}, ContestSettings(**settings))


def test_the_winner_gets_level_titles_and_prize_in_that_order():
    winner = line(prize="first", promotion={"level": 2, "granted": True}, titles=["gold", "expert"])
    assert granted(winner, evaluation_body="评价院", prize_issuer="组委会") == (
        Award("001", "level", "2", 2, "", "评价院"),
        Award("001", "title", "gold", None, "金牌职工", "总工会"),
        Award("001", "title", "expert", None, "技术能手", "总工会、人社局"),
        Award("001", "prize", "first", None, "一等奖", "组委会"),
    )


def test_a_promotion_that_was_refused_gives_no_level_certificate():
    third = line(prize="merit", promotion={"level": 2, "granted": False})
    assert [award.kind for award in granted(third)] == ["prize"]


def test_due_leaves_out_what_was_made_before_in_whatever_state():
    awards = granted(line(prize="first"), line("002", prize="merit"))
    made = [Standing(1, "001", "prize", "first", "revoked")]
    assert [award.entrant for award in certificates.due(awards, made)] == ["002"]


def test_touched_tells_a_changed_award_from_one_that_is_gone():
    awards = granted(line(prize="merit", titles=["gold"]))
    standing = [
        Standing(1, "001", "prize", "first", "issued"),
        Standing(2, "001", "title", "gold", "issued"),
        Standing(3, "001", "title", "expert", "issued"),
        Standing(4, "001", "level", "2", "revoked"),
    ]
    assert certificates.touched(awards, standing) == {1: "award_changed", 3: "award_gone"}


def test_level_number_is_composed_as_the_authority_says():
    series = numbering.level_series(ContestSettings(body_code=BODY), 2023, 2, specimen=False)
    assert series.number(17) == "S000033000001232000017"
    assert re.fullmatch(r"[YS]\d{4}\d{2}\d{6}\d{2}[1-5]\d{6}", series.number(17))


def test_a_specimen_number_cannot_be_mistaken_for_a_real_one():
    number = numbering.level_series(ContestSettings(), 2023, 2, specimen=True).number(1)
    assert number == "SPECIMEN-2023-2-000001"
    assert not ContestSettings().fits(number)


@pytest.mark.parametrize("body", ["", "S00003300000", "X000033000001", "S00003300000１"])
def test_an_unfit_body_code_makes_specimens_and_no_numbers(body):
    settings = ContestSettings(body_code=body)
    assert settings.specimen
    with pytest.raises(Invalid, match="number_unfit"):
        numbering.level_series(settings, 2023, 2, specimen=False)


def test_another_pattern_can_be_set():
    pattern = r"TY\d{20}"
    settings = ContestSettings(body_code="TY00000000033", number_pattern=pattern)
    assert not settings.specimen
    assert numbering.level_series(settings, 2023, 1, specimen=False).number(1)[:2] == "TY"
    assert ContestSettings(body_code=BODY, number_pattern="(").specimen


def test_titles_and_prizes_have_readable_series_of_their_own():
    title = numbering.own_series("quzhou-2023", "title", specimen=False)
    prize = numbering.own_series("quzhou-2023", "prize", specimen=True)
    assert title.number(3) == "QUZHOU-2023-RY-0003"
    assert prize.number(1) == "SPECIMEN-QUZHOU-2023-HJ-0001"


def test_a_series_ends_rather_than_running_into_the_next():
    with pytest.raises(DomainError, match="series_exhausted"):
        numbering.Series("X", 4).number(10000)


@pytest.mark.parametrize("bits", [0, 1, 2**60 - 1, 0x123456789ABCDEF])
def test_a_check_code_survives_every_way_of_typing_it(bits):
    code = numbering.code_of(bits)
    assert len(code) == 12
    assert numbering.read_code(numbering.spaced(code).lower()) == code
    assert numbering.read_code(code.replace("0", "o").replace("1", "L")) == code


def test_different_bits_give_different_codes():
    assert len({numbering.code_of(7**place % 2**60) for place in range(200)}) == 200


@pytest.mark.parametrize("text", ["", "ABC", "U" * 12, "0" * 13, "证书证书证书证书证书证书"])
def test_what_cannot_be_a_code_is_none(text):
    assert numbering.read_code(text) is None


def test_the_address_is_in_capitals_only_where_that_means_the_same():
    assert numbering.check_address("https://a.example", "7K") == "HTTPS://A.EXAMPLE/V/7K"
    assert numbering.check_address("https://a.example/x", "7K") == "https://a.example/x/v/7K"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("王", "*"),
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳小明", "欧**明"),
        ("古丽·买买提", "古*·**提"),
        ("John Smith", "J*** S****"),
        ("", ""),
    ],
)
def test_masked_names(name, seen):
    assert certificates.masked(name) == seen


def test_names_are_compared_however_dots_and_blanks_are_typed():
    assert certificates.comparable("古丽•买买提 ") == certificates.comparable("古丽·买 买提")
    assert certificates.comparable("王明") != certificates.comparable("王朋")


def test_namesakes_get_different_files():
    names = certificates.file_names([["王芳", "一等奖"], ["王芳", "一等奖"], ["a/b:c", ""]])
    assert names == ["王芳-一等奖.pdf", "王芳-一等奖 (2).pdf", "a_b_c.pdf"]


@pytest.mark.parametrize(
    ("present", "wanted"), [("revoked", "issued"), ("reserved", "revoked"), ("issued", "reserved")]
)
def test_a_certificate_never_comes_back(present, wanted):
    with pytest.raises(DomainError, match="certificate_step_not_allowed"):
        certificates.move(present, wanted)


@pytest.mark.parametrize(
    ("stated", "now", "otherwise"),
    [
        ({"holder": "王芳"}, {"holder": "王芳"}, False),
        ({"holder": "王芳"}, {"holder": "王方"}, True),
        ({"employer": "甲厂"}, {"employer": ""}, True),
        ({}, {"group": ""}, False),
        ({"prize": "一等奖"}, {"prize": "金奖"}, True),
        ({"level": 3, "issued_on": "2023-11-03"}, {"level": 3, "issued_on": "2024-01-01"}, False),
        ({"document_number": "1", "document_type": "护照"}, {"document_number": ""}, False),
        ({"document_number": "1"}, {"document_number": "2"}, True),
    ],
)
def test_paper_says_otherwise_when_holder_or_award_differ(stated, now, otherwise):
    assert says_otherwise(stated, now) is otherwise
